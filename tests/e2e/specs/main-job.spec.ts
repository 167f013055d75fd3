import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { CollectPage } from '../pages/collect.ts';
import { ExportDialog } from '../pages/export.ts';
import { PrivacyPage } from '../pages/privacy.ts';
import { ReviewPage } from '../pages/review.ts';
import { SourcesPage } from '../pages/sources.ts';
import { WelcomePage } from '../pages/welcome.ts';

const texts = textsOf('ru');
const EVENTS = 5000;
const SESSION = 'Инцидент 2026-114';
const PASSPHRASE = 'верная лошадь батарея скрепка';
/** Nothing personal is seen without one. */
const REASON = 'проверка главной задачи';
const names = { pachca: 'Пачка — Северный Вектор', jayguard: 'Шлюз моделей' };

/** Both sample services with a month that lies within the last 90 days. */
function startServices(): Promise<SampleServices> {
  const end = Date.now() - 3_600_000;
  return startSampleServices({ events: EVENTS, end: new Date(end).toISOString() });
}

function pagesOf({ window }: RunningApp) {
  return {
    welcome: new WelcomePage(window, texts),
    sources: new SourcesPage(window, texts),
    collect: new CollectPage(window, texts),
    review: new ReviewPage(window, texts),
    exporting: new ExportDialog(window, texts),
  };
}

async function cli(words: readonly string[], token = ''): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['src/main/cli.ts', ...words], {
    env: { ...process.env, VESTIGO_PASSPHRASE: PASSPHRASE, VESTIGO_TOKEN: token },
    maxBuffer: 2 ** 28,
  });
  return stdout;
}

async function everythingWritten(folder: string): Promise<{ path: string; bytes: Buffer }[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return { path, bytes: await readFile(path) };
      }),
  );
}

const lines = (text: string) => text.split('\n').filter((line) => line !== '');
const sorted = (texts: Iterable<string>) => [...texts].toSorted();

let laptop: Laptop;
let services: SampleServices;
test.beforeEach(async () => {
  laptop = await openLaptop();
  services = await startServices();
});
test.afterEach(async () => {
  await services.close().catch(() => undefined);
  await laptop.close();
});

test('from token to table: the whole main job, and again the next day without a network', async () => {
  test.setTimeout(240_000);
  const files = {
    session: join(laptop.userData, 'incident.vestigo'),
    ndjson: join(laptop.userData, 'window.ndjson'),
    csv: join(laptop.userData, 'window.csv'),
    phrase: join(laptop.userData, 'found.csv'),
  };
  const { pachca, jayguard } = services;

  const first = await laptop.start({ locale: 'ru' });
  const { welcome, sources, collect, review, exporting } = pagesOf(first);
  await welcome.heading.waitFor();

  await test.step('add both sources; each token lies in the keychain', async () => {
    await sources.open();
    await sources.add('pachca', names.pachca, pachca.address, pachca.token);
    await sources.add('jayguard', names.jayguard, jayguard.address, jayguard.token);
    for (const [kind, { address, token }] of Object.entries({ pachca, jayguard })) {
      expect(await laptop.keychain.lookUp('Vestigo', `token:${kind}:${address}`)).toContain(token);
    }
    const back = first.window.getByRole('button', { name: texts.common.backToSessions });
    await back.click();
  });

  await test.step('collect 5,000 events from each, with progress', async () => {
    await answerFileDialog(first.app, 'save', files.session);
    await welcome.createSession(SESSION);
    await review.table.or(first.window.getByText(texts.review.empty.session)).first().waitFor();
    await first.window
      .getByRole('banner')
      .getByRole('button', { name: texts.common.collect })
      .click();
    await collect.collectLastMonths(names.pachca);
    await expect(collect.progress(names.pachca)).toBeVisible();
    await collect.waitForComplete(1);
    await collect.collectLastMonths(names.jayguard);
    await expect(collect.progress(names.jayguard)).toBeVisible();
    await collect.waitForComplete(2);
    await collect.toReview();
    await expect(review.count).toContainText(/10\s000/);
  });

  await test.step('a Russian word in other case and with ё for е', async () => {
    await review.search('ПОСЫЛКА');
    const found = await review.count.textContent();
    expect(found).not.toMatch(/^0 /);
    await new PrivacyPage(first.window, texts).revealAll(REASON);
    await review.search('посылка source:jayguard');
    await expect(review.rows.first()).toContainText(/посылк/i);
    await review.search('королев');
    const plain = (await review.count.textContent())?.split(' ')[0];
    await review.search('КОРОЛЁВ');
    await expect(review.count).toContainText(`${plain} `);
    await expect(review.rows.first()).toContainText(/Корол[её]в/);
  });

  await test.step('a Jay Guard event with its findings highlighted', async () => {
    await review.search('посылка has:findings');
    await review.openEvent(0);
    const marks = review.event.locator('mark');
    await expect(marks.first()).toBeVisible();
    const values = await marks.allTextContents();
    const all = [...jayguard.details()].join('\n');
    for (const value of values) expect(all).toContain(JSON.stringify(value).slice(1, -1));
  });

  await test.step('export what is shown, and everything', async () => {
    await answerFileDialog(first.app, 'save', files.phrase);
    await review.openExport();
    await exporting.export('CSV');
    await exporting.close();
    await review.clear();
    for (const [format, path] of [
      ['NDJSON', files.ndjson],
      ['CSV', files.csv],
    ] as const) {
      await answerFileDialog(first.app, 'save', path);
      await review.openExport();
      await exporting.export(format, format === 'CSV' ? 'all' : 'shown');
      await exporting.close();
    }
  });

  await test.step('what was collected is what the services have, to the letter', async () => {
    const exported = lines(await readFile(files.ndjson, 'utf8'));
    // Cut out, not parsed: ids beyond 2^53 must come through with every digit.
    const raws = (source: string) =>
      exported
        .filter((line) => line.includes(`"source":"${source}"`))
        .map((line) => line.slice(line.indexOf(',"raw":') + ',"raw":'.length, -1));
    expect(sorted(raws('pachca'))).toEqual(sorted(pachca.events()));
    expect(sorted(raws('jayguard'))).toEqual(sorted(jayguard.events()));
  });

  await test.step('the same by the command line gives the same exports', async () => {
    const session = join(laptop.userData, 'cli.vestigo');
    const { from, to } = services.period;
    for (const [kind, { address, token }] of Object.entries({ pachca, jayguard })) {
      const asked = ['--source', kind, '--base-url', address, '--from', from, '--to', to];
      await cli(
        ['collect', ...asked, '--session', session, '--with-details', '--with-names'],
        token,
      );
    }
    for (const [format, path] of [
      ['ndjson', files.ndjson],
      ['csv', files.csv],
    ] as const) {
      const out = join(laptop.userData, `cli.${format}`);
      await cli(['export', '--session', session, '--format', format, '--out', out]);
      // The window's CSV begins with a byte order mark, which a spreadsheet wants.
      const ours = lines((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
      const theirs = lines(await readFile(out, 'utf8'));
      expect(ours.length).toBe(theirs.length);
      // The first difference alone: a diff of ten thousand lines helps nobody.
      const at = ours.findIndex((line, index) => line !== theirs[index]);
      expect(ours[at]).toBe(theirs[at]);
    }
  });

  await first.close();
  await services.close();

  await test.step('the next day, both services stopped: everything is found again', async () => {
    const second = await laptop.start({ locale: 'ru' });
    const pages = pagesOf(second);
    await pages.welcome.openRecent(SESSION);
    await expect(pages.review.count).toContainText(/10\s000/);
    await pages.review.search('посылка has:findings');
    await pages.review.openEvent(0);
    await expect(pages.review.event.locator('mark')).toHaveCount(0);
    await new PrivacyPage(second.window, texts).revealAll(REASON);
    await expect(pages.review.event.locator('mark').first()).toBeVisible();
    await second.close();
  });

  await test.step('no token and no word of an event lies in the clear anywhere', async () => {
    const phrases = [pachca.token, jayguard.token, PASSPHRASE, 'посылка', 'Северный Вектор'];
    const exports = new Set(Object.values(files).filter((path) => path !== files.session));
    for (const { path, bytes } of await everythingWritten(laptop.userData)) {
      if (exports.has(path.replace(/\.manifest\.json$/, '')) || /\/cli\.\w+/.test(path)) continue;
      for (const phrase of phrases) {
        // The name that a person gave a source is a setting, not an event.
        if (phrase === 'Северный Вектор' && path.endsWith('sources.json')) continue;
        expect(bytes.includes(phrase), `${phrase} in ${path}`).toBe(false);
        expect(bytes.includes(Buffer.from(phrase, 'utf16le')), `${phrase} in ${path}`).toBe(false);
      }
    }
  });
});
