import { expect, test, type Locator, type Page } from '@playwright/test';
import { textsOf } from '../../../src/shared/locales/index.ts';
import type { Row, Selection, Sort } from '../../../src/shared/session.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { beginAnew, startCollected } from '../../support/desktop/collected.ts';
import { ReviewPage } from '../pages/review.ts';
import { visit } from '../screens/looks.ts';

const texts = textsOf('ru');
const { marks, review: reviewTexts, table: words } = texts;
const TAG = 'проверить';
const WORD = 'user_log';
const DAY = 86_400_000;

let laptop: Laptop;
let services: SampleServices;
/** One session for all. */
let running: RunningApp;
test.beforeAll(async () => {
  services = await startSampleServices({ events: { pachca: 2000, jayguard: 300 } });
  laptop = await openLaptop();
  running = await startCollected(laptop, services, {
    name: 'INC-2026-114',
    from: { pachca: {}, jayguard: { withDetails: true } },
  });
});
test.beforeEach(() => beginAnew(running.window));
test.afterAll(async () => {
  await services.close();
  await laptop.close();
});

const clipboardOf = ({ app }: RunningApp) => app.evaluate(({ clipboard }) => clipboard.readText());

/** The row with the cursor, as the table names it to a screen reader. */
function cursorRow(review: ReviewPage, window: Page): Locator {
  return review.rows.filter({ has: window.locator('[data-cursor]') });
}

const numberOf = (row: Locator) => row.getAttribute('data-row').then(Number);

async function press(window: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await window.keyboard.press(key);
}

/** What main has of a query in an order. */
function rowsOf(window: Page, query: string, sort: Sort): Promise<Row[]> {
  const selection: Selection = { query, zone: 'Europe/Moscow', period: null };
  return get(window, 'review.rows', { selection, sort, offset: 0, limit: 1000 });
}

test('a whole review by keyboard alone', async () => {
  test.setTimeout(300_000);
  const { window } = running;
  const review = new ReviewPage(window, texts);
  const settled = () => expect(review.table).toHaveAttribute('aria-busy', 'false');
  const queryBar = window.getByRole('textbox', { name: reviewTexts.query.label });
  await settled();

  // Search.
  await press(window, '/');
  await window.keyboard.type(WORD);
  await expect(queryBar).toContainText(WORD);
  await press(window, 'Escape', 'Escape');
  await expect(review.table).toBeFocused();
  const all = await rowsOf(window, WORD, []);
  expect(all.length).toBeGreaterThan(50);
  await expect(review.table).toHaveAttribute('aria-rowcount', String(all.length + 1));

  // Sort by two columns.
  const sort = [
    { field: 'event', descending: true },
    { field: 'actorName', descending: true },
  ];
  await press(window, 'Control+Home', 'ArrowUp', 'ArrowRight', 'Enter', 'ArrowRight');
  await press(window, 'Shift+Enter');
  const second = words.sort.place
    .replace('{{place}}', '2')
    .replace('{{direction}}', words.sort.descending);
  const head = (name: string) => review.table.getByRole('columnheader', { name });
  await expect(head(reviewTexts.columns.event)).toHaveAttribute('aria-sort', 'descending');
  await expect(head(`${reviewTexts.columns.actor} ${second}`)).toBeVisible();
  await settled();
  const sorted = (await rowsOf(window, WORD, sort)).map(({ row }) => row);
  expect(sorted).not.toEqual(all.map(({ row }) => row));
  await press(window, 'Control+Home');
  await expect(review.rows.first()).toHaveAttribute('data-row', String(sorted[0]));

  // Choose, and tag what is chosen.
  await press(window, 'ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown');
  const chosen = sorted.slice(1, 4);
  await expect(window.getByText(marks.chosen_few.replace('{{number}}', '3'))).toBeVisible();
  await visit(window, { 'table-chosen': () => expect(cursorRow(review, window)).toBeVisible() });
  await expect(review.table).toBeFocused();
  await press(window, 't');
  const dialog = window.getByRole('dialog');
  await window.keyboard.type(TAG);
  await dialog.getByRole('button', { name: marks.tag.adding }).press('Enter');
  await expect(dialog).toBeHidden();
  const tagged = await rowsOf(window, `tag:${TAG}`, sort);
  expect(tagged.map(({ row }) => row)).toEqual(chosen);

  // Copy: as text, as CSV, as JSON.
  await expect(review.table).toBeFocused();
  await press(window, 'Control+c');
  await expect(window.getByText(words.copy.copied_few.replace('{{number}}', '3'))).toBeVisible();
  const lines = (await clipboardOf(running)).split('\n').map((line) => line.split('\t'));
  expect(lines).toHaveLength(4);
  expect(lines[0]?.[1]).toBe(reviewTexts.columns.event);
  expect(lines.slice(1).map((cells) => cells[1])).toEqual(tagged.map(({ event }) => event));
  for (const format of ['csv', 'json'] as const) {
    await press(window, 'Shift+F10');
    await window.getByRole('menuitem', { name: words.copy[format] }).press('Enter');
    await expect.poll(() => clipboardOf(running)).toMatch(format === 'csv' ? /^time,/ : /^\[\n\{/);
  }
  const copied = JSON.parse(await clipboardOf(running)) as { id: string; raw: object }[];
  expect(copied.map(({ id }) => id)).toEqual(tagged.map(({ id }) => id));
  expect(copied[0]?.raw).toMatchObject({ event_key: tagged[0]?.event });
  await press(window, 'Escape');
  await expect(window.getByText(marks.unchoose)).toBeHidden();

  // Follow the event under the cursor, and come back to it.
  const here = await numberOf(cursorRow(review, window));
  const { ip } = tagged.find(({ row }) => row === here) ?? {};
  await press(window, 'p');
  await expect(queryBar).toHaveText(`ip:${ip}`);
  await settled();
  await expect(cursorRow(review, window)).toHaveAttribute('data-row', String(here));
  await press(window, 'w');
  await expect(window.getByRole('button', { name: reviewTexts.period.reset })).toBeVisible();
  await settled();
  await expect(cursorRow(review, window)).toHaveAttribute('data-row', String(here));
  await press(window, 'Alt+ArrowLeft', 'Alt+ArrowLeft');
  await expect(queryBar).toHaveText(WORD);
  await settled();
  await expect(cursorRow(review, window)).toHaveAttribute('data-row', String(here));
  await expect(head(reviewTexts.columns.event)).toHaveAttribute('aria-sort', 'descending');
  await press(window, 'Alt+ArrowRight');
  await expect(queryBar).toHaveText(`ip:${ip}`);
  await press(window, 'Alt+ArrowLeft');
  await expect(queryBar).toHaveText(WORD);
  await settled();

  // Go to a time: a day before the event under the cursor.
  await press(window, 'Control+g');
  await visit(window, { 'table-jump': () => dialog.getByText(words.jump.text).waitFor() });
  const time = all.find(({ row }) => row === here)?.time ?? '';
  await dialog.getByRole('spinbutton').first().press('ArrowDown');
  await press(window, 'Enter');
  await expect(dialog).toBeHidden();
  // Whole seconds are what the dialog has.
  const goal = Math.floor(Date.parse(time) / 1000) * 1000 - DAY;
  const distance = (row: Row) => Math.abs(Date.parse(row.time) - goal);
  const nearest = Math.min(...all.map(distance));
  await expect(async () => {
    const found = await numberOf(cursorRow(review, window));
    expect(all.filter((row) => distance(row) === nearest).map(({ row }) => row)).toContain(found);
  }).toPass();
  await expect(review.table).toBeFocused();

  // Everything, and nothing.
  await press(window, 'Control+a');
  await expect(window.getByText(marks.unchoose)).toBeVisible();
  await press(window, 'Control+c');
  await expect
    .poll(async () => (await clipboardOf(running)).split('\n').length)
    .toBe(all.length + 1);
  await press(window, 'Escape');
  await press(window, '?');
  await expect(dialog.getByText(words.keys.chooseAll.replace('{{most}}', '10 000'))).toBeVisible();
  await press(window, 'Escape');
});

test('columns of details and JSON, pinned and in three lines, are kept', async () => {
  test.setTimeout(300_000);
  const { window } = running;
  const review = new ReviewPage(window, texts);
  await expect(review.table).toHaveAttribute('aria-busy', 'false');
  await press(window, 'j');
  await expect(review.event.getByRole('heading')).not.toHaveCount(0);

  await window.getByRole('button', { name: reviewTexts.table.columns, exact: true }).press('Enter');
  const panel = window.getByRole('dialog', { name: reviewTexts.table.columns });
  await visit(window, {
    'table-columns': () => panel.getByRole('region', { name: words.columns.raw }).first().waitFor(),
  });
  await panel.getByRole('textbox').press('Control+a');
  await window.keyboard.type('created_at');
  await press(window, 'Enter');
  await window.keyboard.type('chat_id');
  await press(window, 'Enter');
  const pin = words.pinNamed.replace('{{name}}', reviewTexts.columns.event);
  await panel.getByRole('button', { name: pin }).press('Enter');
  await panel.getByRole('switch', { name: words.columns.wrap }).press('Space');
  await press(window, 'Escape');
  await expect(panel).toBeHidden();

  const heads = review.table.getByRole('columnheader');
  await expect(heads.first()).toHaveText(reviewTexts.columns.event);
  await expect(heads.filter({ hasText: 'raw.created_at' })).toBeVisible();
  const { columns, wrap } = await get(window, 'settings.get');
  expect(wrap).toBe(true);
  expect(columns.map(({ field }) => field)).toContain('details.chat_id');

  // Sideways to the end: what is pinned stays, and no row is taller than the others.
  await review.table.focus();
  await press(window, 'ArrowDown', 'End');
  const [table, pinned] = await Promise.all([
    review.table.boundingBox(),
    heads.first().boundingBox(),
  ]);
  expect(pinned?.x).toBeCloseTo(table?.x ?? -1, 0);
  expect(await review.table.evaluate((grid) => grid.scrollLeft)).toBeGreaterThan(0);
  const heights = await review.rows.evaluateAll((rows) => rows.map((row) => row.clientHeight));
  expect(new Set(heights).size).toBe(1);
  const at = columns.findIndex(({ field }) => field.startsWith('raw.'));
  const cell = review.rows.nth(1).locator(`[data-column="${at}"]`);
  await expect(cell).toHaveText(/^20\d\d-/);
  await visit(window, { 'table-wrapped': () => expect(cell).toBeVisible() });
});
