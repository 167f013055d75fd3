import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession, ElectronApplication, Page } from '@playwright/test';
import { textsOf } from '../../src/shared/locales/index.ts';
import { get } from '../../tests/support/desktop/bridge.ts';
import type { Awaited, Watched } from './clock.ts';
import { processorTimeOf } from './memory.ts';
import type { Report } from './report.ts';
import type { Made } from './sample-session.ts';

export const texts = textsOf('ru');
export const zone = 'Europe/Moscow';
export const everything = { query: '', zone, period: null } as const;

/** Nothing on the screen changed for so long, ms: the answer is complete. */
const quiet = 600;

/** The window with the session open, as all parts of the bench use it. */
export class Stage {
  readonly app: ElectronApplication;
  readonly window: Page;
  readonly devtools: CDPSession;
  readonly made: Made;
  readonly report: Report;

  constructor(parts: {
    app: ElectronApplication;
    window: Page;
    devtools: CDPSession;
    made: Made;
    report: Report;
  }) {
    this.app = parts.app;
    this.window = parts.window;
    this.devtools = parts.devtools;
    this.made = parts.made;
    this.report = parts.report;
  }

  get editor() {
    return this.window.getByRole('textbox', { name: texts.review.query.label });
  }

  get grid() {
    return this.window.getByRole('grid', { name: texts.review.table.label });
  }

  get pid() {
    return this.app.process().pid ?? 0;
  }

  /** ms from the first key or click of `act` to what is awaited, by the window's clock. */
  async time(what: Awaited, act: () => Promise<unknown>): Promise<Watched> {
    await this.window.evaluate((awaited) => benchClock.arm(awaited), what);
    await act();
    return this.window.evaluate((ms) => benchClock.done(ms), quiet);
  }

  /** A key with a letter on it, as a keyboard sends it. */
  async letter(letter: string): Promise<void> {
    const key = { key: letter, text: letter, unmodifiedText: letter };
    await this.devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key });
    await this.devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', key: letter });
  }

  /** Puts a whole query in the place of what is in the bar. */
  async query(text: string): Promise<Watched> {
    await this.editor.click();
    await this.window.keyboard.press('ControlOrMeta+a');
    const watched = await this.time('round', () =>
      text === '' ? this.window.keyboard.press('Delete') : this.window.keyboard.insertText(text),
    );
    await this.checkCount(text);
    return watched;
  }

  /** Empties the bar, if there is something in it. */
  async clear(): Promise<void> {
    if ((await this.shownCount()) !== this.made.expected.total) await this.query('');
  }

  expectedOf(query: string): number {
    const { counts, total } = this.made.expected;
    return query === '' ? total : (counts[query] ?? Number.NaN);
  }

  async checkCount(query: string): Promise<void> {
    this.report.check(`count of ${query}`, await this.shownCount(), this.expectedOf(query));
  }

  /** "1 234 of 1 000 000 · 5 ms": the first number. */
  private async shownCount(): Promise<number> {
    const text = (await this.window.getByRole('search').locator('output').textContent()) ?? '';
    return Number(/^[\d\s]+/.exec(text)?.[0].replaceAll(/\s/g, ''));
  }

  /** The row at the lower edge is the oldest event of all. */
  async checkEnd(): Promise<void> {
    const { total, last } = this.made.expected;
    const { index, cells } = await this.window.evaluate(() => benchClock.lastRow());
    this.report.check('the last row in sight', index, total - 1);
    this.report.check('what it says', cells.includes(last.event), true);
    const rows = await get(this.window, 'review.rows', {
      selection: everything,
      sort: [],
      offset: total - 1,
      limit: 2,
    });
    const found = rows.map(({ id, time }) => [id, time]);
    this.report.check('its event', found, [[last.id, new Date(last.time).toISOString()]]);
  }

  /** Says which processes took how much processor time for each of so many `things`. */
  async costs(things: string, count: number, work: () => Promise<void>): Promise<void> {
    const before = processorTimeOf(this.pid);
    await work();
    const after = processorTimeOf(this.pid);
    const each = [...after].map(
      ([role, ms]) => [role, (ms - (before.get(role) ?? 0)) / count] as const,
    );
    const told = each.filter(([, ms]) => ms >= 0.5).map(([role, ms]) => `${role} ${ms.toFixed(0)}`);
    this.report.line(`processor time of ${things}, ms`, told.join(' · '));
  }

  settle(): Promise<void> {
    return delay(1000);
  }
}
