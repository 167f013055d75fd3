import { expect, test, type Page } from '@playwright/test';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { beginAnew, startCollected } from '../../support/desktop/collected.ts';
import { ReviewPage } from '../pages/review.ts';
import { WelcomePage } from '../pages/welcome.ts';
import { visit } from '../screens/looks.ts';

const texts = textsOf('ru');
const { common, marks: words } = texts;
const TAG = 'проверить';
const ALL = 'все входы';

let laptop: Laptop;
let services: SampleServices;
/** One session for all. */
let running: RunningApp;
test.beforeAll(async () => {
  services = await startSampleServices({ events: { pachca: 2000, jayguard: 200 } });
  laptop = await openLaptop();
  running = await startCollected(laptop, services, { name: 'INC-2026-114', from: { pachca: {} } });
});
test.beforeEach(() => beginAnew(running.window));
test.afterAll(async () => {
  await services.close();
  await laptop.close();
});

/** Rows that carry a tag, as they say it. */
const tagCells = (window: Page, tag: string) =>
  new ReviewPage(window, texts).rows.filter({
    // By its name, before the text; the star is drawn.
    has: window.getByText(tag, { exact: true }).or(window.getByRole('img', { name: tag })),
  });

test('all that match: their number is asked first, and one undo takes all of it back', async () => {
  const { window } = running;
  const review = new ReviewPage(window, texts);
  await review.search('event:user_login');
  const found = await get(window, 'review.count', {
    selection: { query: 'event:user_login', zone: 'UTC', period: null },
  });
  await get(window, 'marks.tag', { target: { rows: [0, 1, 2] }, tag: 'ночной вход', on: true });
  await window.keyboard.press('Escape');
  await review.table.focus();
  await window.keyboard.press('Shift+T');
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByRole('heading')).toContainText(String(found.matching));
  await dialog.getByRole('combobox').fill(ALL);
  await visit(window, { 'tag-all': () => dialog.getByText(words.tag.question).waitFor() });
  await dialog.getByRole('button', { name: new RegExp(`${found.matching}`) }).click();
  await expect(dialog).toBeHidden();
  const tags = () => get(window, 'marks.tags');
  expect(await tags()).toMatchObject([
    { name: 'ночной вход', events: 3 },
    { name: ALL, events: found.matching },
  ]);
  await window.keyboard.press('Control+z');
  await expect(window.getByText(words.undone)).toBeVisible();
  expect(await tags()).toMatchObject([
    { name: 'ночной вход', events: 3 },
    { name: ALL, events: 0 },
  ]);

  await window.getByRole('button', { name: common.more, exact: true }).click();
  await window.getByRole('menuitem', { name: common.tags }).click();
  const list = window.getByRole('dialog', { name: words.tags.title });
  await visit(window, { tags: () => list.getByText(ALL).waitFor() });
});

test('the overview tells what is in the session, and each line leads to its events', async () => {
  const { window } = running;
  const review = new ReviewPage(window, texts);
  await window.getByRole('banner').getByRole('button', { name: common.overview }).click();
  const top = window.getByRole('list', { name: texts.overview.panels.events });
  await visit(window, { overview: () => top.getByRole('button').first().waitFor() });
  await expect(window.getByText(/Самый насыщенный час: [А-я]{2} \d\d:00 — \d+/)).toBeVisible();
  const [facet] = (
    await get(window, 'review.facet', {
      selection: { query: '', zone: 'UTC', period: null },
      field: 'event',
      limit: 1,
    })
  ).values;
  await top.getByRole('button').first().click();
  await expect(review.table).toBeVisible();
  await expect(review.count).toContainText(String(facet?.count).slice(-3));
  await expect(window.getByRole('textbox', { name: texts.review.query.label })).toContainText(
    `event:${facet?.value}`,
  );
});

test('by keyboard alone: chosen rows are tagged, starred, noted, taken back, and kept', async () => {
  const { window } = running;
  const review = new ReviewPage(window, texts);
  await expect(review.count).toContainText('2');
  await window.keyboard.press('j');
  await window.keyboard.press('t');
  const dialog = window.getByRole('dialog', { name: words.tag.one });
  await dialog.getByRole('combobox').fill(TAG);
  await dialog.getByRole('button', { name: words.tag.adding }).click();
  await expect(dialog).toBeHidden();
  await expect(tagCells(window, TAG)).toHaveCount(1);
  await get(window, 'marks.saveTag', { name: TAG, colour: 2, key: 1 });
  await window.reload();

  await expect(review.table).toHaveAttribute('aria-busy', 'false');
  await expect(tagCells(window, TAG)).toHaveCount(1);
  await window.keyboard.press('j');
  await window.keyboard.press('j');
  for (let at = 0; at < 3; at += 1) await window.keyboard.press('Space');
  await expect(window.getByText(words.chosen_few.replace('{{number}}', '3'))).toBeVisible();
  await window.keyboard.press('1');
  await expect(tagCells(window, TAG)).toHaveCount(4);
  await window.keyboard.press('s');
  await expect(tagCells(window, '★')).toHaveCount(3);
  await window.keyboard.press('Control+z');
  await expect(tagCells(window, '★')).toHaveCount(0);
  await window.keyboard.press('Control+Shift+z');
  await expect(tagCells(window, '★')).toHaveCount(3);
  await window.keyboard.press('Escape');

  await review.search(`tag:${TAG}`);
  await expect(review.count).toContainText('4');
  await review.openEvent(0);
  await review.event.getByRole('button', { name: words.note.add }).click();
  await review.event
    .getByRole('textbox', { name: words.note.label })
    .fill('позвонить **владельцу**');
  await window.keyboard.press('Control+Enter');
  const note = review.event.getByRole('button', {
    name: `${words.note.edit}: позвонить **владельцу**`,
  });
  await expect(note).toBeVisible();
  await review.event.getByText(words.history.title).click();
  await expect(review.event.getByRole('listitem').first()).toContainText(words.history.note);
  await visit(window, { 'review-marked': () => note.waitFor() });
  await running.close();

  const again = await laptop.start({ locale: 'ru' });
  await new WelcomePage(again.window, texts).openRecent('INC-2026-114');
  const later = new ReviewPage(again.window, texts);
  await later.search('note:владельцу');
  await expect(later.count).toContainText('1');
  await expect(tagCells(again.window, TAG)).toHaveCount(1);
});
