/** Drives the window and prints what it took. Run by bench/window.ts inside the desktop session. */
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ElectronApplication, Page } from '@playwright/test';
import { inspectSessionFile } from '../../src/main/store/file/header.ts';
import { openKeychain } from '../../src/main/secrets/keychain.ts';
import { keepSessionKey } from '../../src/main/secrets/session-keys.ts';
import { textsOf } from '../../src/shared/locales/index.ts';
import { runMain } from '../../scripts/setup/machine.ts';
import { openLaptop } from '../../tests/support/desktop/app.ts';
import { get } from '../../tests/support/desktop/bridge.ts';
import { answerFileDialog } from '../../tests/support/desktop/dialogs.ts';
import { installClock, type Awaited, type Watched } from './clock.ts';
import { memoryOf } from './memory.ts';
import { Report } from './report.ts';
import { benchKey, type Made } from './sample-session.ts';
import { otherQueries, word } from './tally.ts';

const texts = textsOf('ru');
const zone = 'Europe/Moscow';
/** Nothing on the screen changed for so long, ms: the answer is complete. */
const quiet = 600;
const report = new Report();

class Bench {
  readonly #app: ElectronApplication;
  readonly #window: Page;
  readonly #made: Made;

  constructor(app: ElectronApplication, window: Page, made: Made) {
    this.#app = app;
    this.#window = window;
    this.#made = made;
  }

  get #editor() {
    return this.#window.getByRole('textbox', { name: texts.review.query.label });
  }

  get #grid() {
    return this.#window.getByRole('grid', { name: texts.review.table.label });
  }

  /** ms from the first key or click of `act` to what is awaited, by the window's clock. */
  async #time(what: Awaited, act: () => Promise<unknown>): Promise<Watched> {
    await this.#window.evaluate((awaited) => benchClock.arm(awaited), what);
    await act();
    return this.#window.evaluate((ms) => benchClock.done(ms), quiet);
  }

  /** "1 234 of 1 000 000 · 5 ms": the first number. */
  async #shownCount(): Promise<number> {
    const text = (await this.#window.getByRole('search').locator('output').textContent()) ?? '';
    return Number(/^[\d\s]+/.exec(text)?.[0].replaceAll(/\s/g, ''));
  }

  async open(path: string): Promise<void> {
    await this.#window.getByRole('heading', { name: texts.welcome.title }).waitFor();
    await this.#window.evaluate(installClock);
    await answerFileDialog(this.#app, 'open', path);
    const opened = await this.#time({ row: 0 }, () =>
      this.#window.getByRole('button', { name: texts.welcome.openFile }).click(),
    );
    report.ms('to its first rows on the screen', opened.rows, 1000);
    report.ms('to its count, histogram and facets', opened.all);
    report.check('count of everything', await this.#shownCount(), this.#made.expected.total);
  }

  async #query(text: string): Promise<Watched> {
    await this.#editor.click();
    await this.#window.keyboard.press('ControlOrMeta+a');
    const watched = await this.#time('round', () => this.#window.keyboard.insertText(text));
    report.check(`count of ${text}`, await this.#shownCount(), this.#expectedOf(text));
    return watched;
  }

  #expectedOf(query: string): number | undefined {
    const { counts, total } = this.#made.expected;
    return query === '' ? total : counts[query];
  }

  async type(): Promise<void> {
    report.title(`"${word}" typed letter by letter: to rows · to count, histogram and facets`);
    await this.#editor.click();
    for (let letters = 1; letters <= word.length; letters += 1) {
      const typed = word.slice(0, letters);
      const { rows, all } = await this.#time('round', () =>
        this.#window.keyboard.insertText(typed.slice(-1)),
      );
      report.check(`count of ${typed}`, await this.#shownCount(), this.#expectedOf(typed));
      const counted = this.#expectedOf(typed)?.toLocaleString('en') ?? '';
      this.#both(`${typed} (${counted})`, { rows, all });
    }
    await this.#query('');
    await this.#editor.click();
    const hasty = await this.#time('round', async () => {
      for (const letter of word) {
        await this.#window.keyboard.insertText(letter);
        await delay(80);
      }
      // The last letter is what is measured.
      await this.#window.keyboard.press('Backspace');
      await this.#window.evaluate(() => benchClock.arm('round'));
      await this.#window.keyboard.insertText(word.slice(-1));
    });
    this.#both('its last letter, typed without a pause', hasty);
  }

  async search(): Promise<void> {
    report.title('A whole query at once: to rows · to count, histogram and facets');
    for (const query of otherQueries) {
      const { counts } = this.#made.expected;
      this.#both(`${query} (${counts[query]?.toLocaleString('en')})`, await this.#query(query));
    }
    this.#both('everything again', await this.#query(''));
  }

  #both(what: string, { rows, all }: Watched): void {
    const beside = `${(rows / 100).toFixed(2)} of 100 ms · ${((all ?? rows) / 100).toFixed(2)} of 100 ms`;
    report.line(what, `${rows.toFixed(0)} · ${all?.toFixed(0) ?? '–'} ms`, beside);
  }

  /** What is counted beside the table, against the generators. */
  async facts(): Promise<void> {
    const { keys, total } = this.#made.expected;
    const selection = { query: '', zone, period: null };
    const facet = await get(this.#window, 'review.facet', {
      selection,
      field: 'event',
      limit: 1000,
    });
    const found = facet.values.map(({ value, count }) => `${value} ${count}`);
    const expected = Object.entries(keys).map(([value, count]) => `${value} ${count}`);
    report.check('facet of events', found.toSorted(), expected.toSorted());
    const { buckets } = await get(this.#window, 'review.histogram', {
      selection,
      interval: 'auto',
    });
    const inBuckets = buckets.reduce((sum, { count }) => sum + count, 0);
    report.check('events in the histogram', inBuckets, total);
  }

  async sort(): Promise<void> {
    report.title('Sorting by a click on a header: first time · second time, other way round');
    const heads = this.#grid.getByRole('columnheader');
    for (let at = 0; at < (await heads.count()); at += 1) {
      const head = heads.nth(at);
      const click = () => head.click({ position: { x: 12, y: 8 } });
      const first = await this.#time('round', click);
      report.check(`column ${at} sorted`, (await head.getAttribute('aria-sort')) !== 'none', true);
      const second = await this.#time('round', click);
      const beside = `${(first.rows / 500).toFixed(2)} of 500 ms · ${(second.rows / 20).toFixed(2)} of 20 ms`;
      const value = `${first.rows.toFixed(0)} · ${second.rows.toFixed(0)} ms`;
      report.line(await head.innerText(), value, beside);
      await this.#time('round', click);
    }
  }

  async jump(): Promise<void> {
    report.title('To the last row and back');
    const end = this.#made.expected.total - 1;
    await this.#grid.focus();
    const press = (key: string) => this.#window.keyboard.press(key);
    const down = await this.#time({ row: end }, () => press('ControlOrMeta+End'));
    report.ms('Ctrl+End to the last row with its text', down.rows, 100);
    await this.#checkEnd();
    report.ms(
      'Ctrl+Home to the first row',
      (await this.#time({ row: 0 }, () => press('ControlOrMeta+Home'))).rows,
      100,
    );
  }

  /** The row at the lower edge is the oldest event of all. */
  async #checkEnd(): Promise<void> {
    const { total, last } = this.#made.expected;
    const { index, cells } = await this.#window.evaluate(() => benchClock.lastRow());
    report.check('the last row in sight', index, total - 1);
    report.check('what it says', cells.includes(last.event), true);
    const selection = { query: '', zone, period: null };
    const rows = await get(this.#window, 'review.rows', {
      selection,
      sort: [],
      offset: total - 1,
      limit: 2,
    });
    const expected = [[last.id, new Date(last.time).toISOString()]];
    report.check(
      'its event',
      rows.map(({ id, time }) => [id, time]),
      expected,
    );
  }

  async scroll(): Promise<void> {
    report.title(
      'Scrolling: frames · 95 % within · longest · over 50 ms · with rows not yet filled',
    );
    const { total } = this.#made.expected;
    await this.#frames('thumb dragged from end to end, 300 steps', async () => {
      await this.#window.evaluate(() => benchClock.drag(300));
    });
    await this.#settle();
    await this.#checkEnd();
    const box = await this.#grid.boundingBox();
    if (!box) throw new Error('no table');
    await this.#window.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await this.#grid.focus();
    await this.#window.keyboard.press('ControlOrMeta+Home');
    await this.#settle();
    await this.#frames('wheel, 300 notches of 120 px', () => this.#wheel(300, 120));
    await this.#settle();
    await this.#frames('wheel, 300 notches of a screen', () => this.#wheel(300, box.height - 60));
    await this.#settle();
    const notches = 250;
    await this.#frames('wheel from there to the end, 250 notches', () =>
      this.#wheel(notches, (total * 30) / notches),
    );
    await this.#settle();
    await this.#checkEnd();
  }

  async #wheel(notches: number, px: number): Promise<void> {
    for (let notch = 0; notch < notches; notch += 1) {
      await this.#window.mouse.wheel(0, px);
      await delay(8);
    }
  }

  async #settle(): Promise<void> {
    await delay(1000);
  }

  async #frames(what: string, work: () => Promise<void>): Promise<void> {
    await this.#window.evaluate(() => benchClock.startFrames());
    await work();
    const frames = await this.#window.evaluate(() => benchClock.stopFrames());
    const { count, p95, max, over50, unfilled } = frames;
    const value = `${count} · ${p95.toFixed(0)} ms · ${max.toFixed(0)} ms`;
    report.line(what, value, `${over50} · ${unfilled}`);
  }

  /** Tells what the window keeps from what it has not yet tidied up. */
  async collectGarbage(): Promise<void> {
    const devtools = await this.#window.context().newCDPSession(this.#window);
    await devtools.send('HeapProfiler.collectGarbage');
    await delay(1000);
  }

  memory(when: string): void {
    report.title(`Memory ${when}: proportional share · of it no file's, MB`);
    const shares = memoryOf(this.#app.process().pid ?? 0);
    const shown = ({ pss, own }: { pss: number; own: number }) =>
      `${pss.toFixed(0)} · ${own.toFixed(0)} MB`;
    for (const share of shares) report.line(share.process, shown(share));
    const sum = (key: 'pss' | 'own') => shares.reduce((total, share) => total + share[key], 0);
    const all = { pss: sum('pss'), own: sum('own') };
    report.line('all', shown(all), `${(all.pss / 700).toFixed(2)} of 700 MB`);
  }
}

await runMain(async () => {
  const [source = '', about = ''] = process.argv.slice(2);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this bench
  const made = JSON.parse(await readFile(about, 'utf8')) as Made;
  report.title('The session');
  const { total } = made.expected;
  report.line('events', total.toLocaleString('en'));
  report.line('file', `${(made.bytes / 2 ** 20).toFixed(0)} MB`);
  const rate = total / made.seconds;
  report.line(
    'committed page by page, durable',
    `${rate.toFixed(0)} events/s`,
    `${made.seconds.toFixed(0)} s`,
  );
  const laptop = await openLaptop();
  try {
    const path = join(laptop.userData, 'bench.vestigo');
    await copyFile(source, path);
    // The keychain of this laptop, as the app will find it.
    Object.assign(process.env, laptop.keychain.env);
    await keepSessionKey(openKeychain(), inspectSessionFile(path).fileId, benchKey.key);
    const { app, window } = await laptop.start({ locale: 'ru', timeZone: zone });
    const bench = new Bench(app, window, made);
    report.title('Opening: from the click');
    await bench.open(path);
    await bench.facts();
    bench.memory('with the session open');
    await bench.type();
    await bench.search();
    await bench.sort();
    await bench.jump();
    await bench.scroll();
    bench.memory('at the end');
    await bench.collectGarbage();
    bench.memory('at the end, without the garbage of the window');
  } finally {
    await laptop.close();
  }
  return report.end();
});
