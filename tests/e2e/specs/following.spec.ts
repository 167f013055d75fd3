import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import type { Layer } from '../../../src/main/sample/server.ts';
import { openLaptop, type Laptop } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { startCollecting, whenIdle } from '../../support/desktop/collecting.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { ReviewPage } from '../pages/review.ts';
import { WelcomePage } from '../pages/welcome.ts';

const texts = textsOf('en');
const EVENTS = 6000;

let laptop: Laptop;
let services: SampleServices;
/** Pages of the log that may still be answered; the rest wait. */
const gate = { open: 0 };

const gated: Layer = async (request, next) => {
  if (request.url.pathname.endsWith('/audit_events')) {
    while (gate.open <= 0) await pause(20);
    gate.open -= 1;
  }
  return next(request);
};

test.beforeEach(async () => {
  laptop = await openLaptop();
  gate.open = 0;
  services = await startSampleServices({
    events: EVENTS,
    pachca: { layers: [gated] },
  });
});
test.afterEach(async () => {
  gate.open = Number.POSITIVE_INFINITY;
  await services.close().catch(() => undefined);
  await laptop.close();
});

test('while events come in, rows, cursor and choice stay where they are, and the top follows', async () => {
  test.setTimeout(120_000);
  const { app, window } = await laptop.start();
  const said: string[] = [];
  window.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) said.push(message.text());
  });
  window.on('pageerror', (error) => said.push(error.message));
  const review = new ReviewPage(window, texts);
  const welcome = new WelcomePage(window, texts);
  await welcome.heading.waitFor();

  const { address, token } = services.pachca;
  const source = { kind: 'pachca', name: 'Pachca', address, token, keep: 'run' } as const;
  const { id: sourceId } = await get(window, 'sources.save', source);
  await answerFileDialog(app, 'save', join(laptop.userData, 'following.vestigo'));
  await get(window, 'sessions.create', {
    name: 'Following',
    protection: { kind: 'passphrase', passphrase: 'correct horse battery' },
  });
  await window.reload();
  await review.table.waitFor();

  const came = async () => (await get(window, 'session.info')).events.pachca ?? 0;
  /** Lets pages come, some of which are short or empty, until so many events are on the screen. */
  async function letCome(events: number): Promise<void> {
    const wanted = (await came()) + events;
    const more = async () => {
      gate.open = 2;
      return came();
    };
    await expect.poll(more, { timeout: 30_000, intervals: [50] }).toBeGreaterThanOrEqual(wanted);
    gate.open = 0;
    const total = async () => Number(await review.table.getAttribute('aria-rowcount')) - 1;
    await expect.poll(total, { timeout: 15_000 }).toBeGreaterThanOrEqual(wanted);
  }

  const micros = (time: string) => Date.parse(time) * 1000;
  const { from, to } = services.period;
  const middle = Math.floor((micros(from) + micros(to)) / 2);
  await startCollecting(window, { sourceId, from: micros(from), to: middle });
  await letCome(750);

  await test.step('at the very top the newest come into sight', async () => {
    await expect.poll(async () => (await review.firstInSight())?.index).toBe(0);
    await letCome(100);
    const first = await review.firstInSight();
    expect(first).toMatchObject({ index: 0, above: 0 });
    const newest = async () => {
      const selection = { query: '', zone: 'UTC', period: null };
      const [row] = await get(window, 'review.rows', { selection, sort: [], offset: 0, limit: 1 });
      return String(row?.row);
    };
    await expect
      .poll(async () => (await review.firstInSight())?.row === (await newest()))
      .toBe(true);
  });

  // Windows come side by side and newest first: only a later period surely lies above what is there.
  gate.open = Number.POSITIVE_INFINITY;
  await whenIdle(window);
  gate.open = 0;
  await startCollecting(window, { sourceId, from: middle + 1, to: micros(to) });

  let place = await test.step('in the middle nothing moves, to the pixel', async () => {
    await review.wheel(24 * 400 + 7);
    await expect.poll(async () => (await review.firstInSight())?.index ?? 0).toBeGreaterThan(300);
    // The smooth end of the wheel.
    await expect
      .poll(async () => {
        const before = await review.firstInSight();
        await pause(150);
        return JSON.stringify(before) === JSON.stringify(await review.firstInSight());
      })
      .toBe(true);
    const before = await review.firstInSight();
    for (let round = 0; round < 3; round += 1) {
      await letCome(250);
      const { row, above } = (await review.firstInSight()) ?? {};
      expect({ row, above }).toEqual({ row: before?.row, above: before?.above });
    }
    return review.firstInSight();
  });

  await test.step('what came above is said, and shown when wanted', async () => {
    const show = window.getByRole('button', { name: texts.review.table.showAbove, exact: true });
    await expect(show).toBeVisible();
    // Where they came: under the head, over no more than the first two rows in sight.
    const head = review.table.getByRole('columnheader').first();
    const [notice, above] = [await show.boundingBox(), await head.boundingBox()];
    const below = (notice?.y ?? 0) - (above?.y ?? 0) - (above?.height ?? 0);
    expect(below).toBeGreaterThanOrEqual(0);
    expect(below + (notice?.height ?? Infinity)).toBeLessThanOrEqual(54);
  });

  await test.step('the chosen event stays chosen, and the keyboard where it is', async () => {
    const chosen = review.rows.nth(14);
    await chosen.getByRole('gridcell').first().click();
    const row = await chosen.getAttribute('data-row');
    const selected = review.table.locator('[aria-selected="true"]');
    await expect(selected).toHaveAttribute('data-row', row ?? '');
    const title = await review.event.getByRole('heading').first().textContent();
    place = await review.firstInSight();
    await letCome(300);
    await expect(selected).toHaveAttribute('data-row', row ?? '');
    expect(await review.event.getByRole('heading').first().textContent()).toBe(title);
    await expect(review.table).toBeFocused();
    const active = await review.table.getAttribute('aria-activedescendant');
    const at = await window.locator(`#${active}`).evaluate((cell) => {
      const line = cell.closest<HTMLElement>('[data-row]');
      return line?.dataset['row'];
    });
    expect(at).toBe(row);
    const now = await review.firstInSight();
    expect({ row: now?.row, above: now?.above }).toEqual({ row: place?.row, above: place?.above });
  });

  gate.open = Number.POSITIVE_INFINITY;
  await whenIdle(window);
  await expect(review.table).toHaveAttribute('aria-rowcount', String((await came()) + 1));
  expect(said).toEqual([]);
});
