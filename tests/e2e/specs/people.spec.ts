import { expect, test, type Page } from '@playwright/test';
import { fill, textsOf } from '../../../src/shared/locales/index.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { beginAnew, startCollected } from '../../support/desktop/collected.ts';
import { ReviewPage } from '../pages/review.ts';
import { visit } from '../screens/looks.ts';

const texts = textsOf('ru');
const { common, people: words } = texts;

let laptop: Laptop;
let services: SampleServices;
/** One session for all. */
let running: RunningApp;
test.beforeAll(async () => {
  services = await startSampleServices({ events: { pachca: 600, jayguard: 300 } });
  laptop = await openLaptop();
  running = await startCollected(laptop, services, {
    name: 'INC-2026-114',
    from: { pachca: { withNames: true }, jayguard: {} },
  });
});
test.beforeEach(() => beginAnew(running.window));
test.afterAll(async () => {
  await services.close();
  await laptop.close();
});

async function count(window: Page, query: string): Promise<number> {
  const selection = { query, zone: 'UTC', period: null };
  return (await get(window, 'review.count', { selection })).matching;
}

const dialogOf = (window: Page) => window.getByRole('dialog', { name: words.title });

async function openPeople(window: Page): Promise<void> {
  await window.getByRole('button', { name: common.more, exact: true }).click();
  await window.getByRole('menuitem', { name: common.people, exact: true }).click();
  await expect(dialogOf(window)).toBeVisible();
}

test('a suggested pair is confirmed by keyboard, asked for by name, and taken apart again', async () => {
  const { window } = running;
  const review = new ReviewPage(window, texts);
  const dialog = dialogOf(window);
  await visit(window, { 'people-suggestions': () => openPeople(window) });
  const { suggestions } = await get(window, 'people.list');
  const [first] = suggestions;
  expect(first?.why).toMatch(/email|address|initials/);
  const [one, other] = first?.actors ?? [];
  const both = (one?.events ?? 0) + (other?.events ?? 0);
  const confirm = fill(words.confirmNamed, { one: one?.name ?? '', other: other?.name ?? '' });
  await dialog.getByRole('button', { name: confirm }).focus();
  await window.keyboard.press('Enter');
  const linked = dialog.getByRole('tab', { name: fill(words.persons, { count: 1 }) });
  await visit(window, { 'people-linked': () => linked.click() });

  await dialog.getByRole('button', { name: fill(words.rename, { name: one?.name ?? '' }) }).click();
  await dialog.getByRole('textbox', { name: words.name }).fill('Ёжиков из продаж');
  await window.keyboard.press('Enter');
  const only = fill(words.onlyNamed, { name: 'Ёжиков из продаж' });
  await dialog.getByRole('button', { name: only }).click();
  await expect(dialog).toBeHidden();
  await expect(review.count).toContainText(String(both));
  expect(await count(window, 'person:"ежиков из продаж"')).toBe(both);
  // The facet counts them, too.
  const facets = window.getByRole('navigation', { name: texts.review.facets.label });
  await expect(facets.getByRole('button', { name: /^Ёжиков из продаж/ })).toBeVisible();

  await openPeople(window);
  await dialog.getByRole('tab', { name: fill(words.persons, { count: 1 }) }).click();
  const unlink = { actor: other?.name ?? '', name: 'Ёжиков из продаж' };
  await dialog.getByRole('button', { name: fill(words.unlink, unlink) }).click();
  await expect.poll(() => count(window, 'has:person')).toBe(one?.events);
  await window.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(review.count).toContainText(String(one?.events));
});

test('from an event its actor is linked by hand; the person is kept over closing', async () => {
  const { window } = running;
  const review = new ReviewPage(window, texts);
  const dialog = dialogOf(window);
  const { suggestions } = await get(window, 'people.list');
  const [one, other] = suggestions[0]?.actors ?? [];
  await review.search('source:jayguard');
  await review.search(`actor:${other?.actor}`);
  await review.rows.first().click();
  await review.event.getByRole('button', { name: words.linkActor }).click();
  await visit(window, { 'people-by-hand': () => expect(dialog).toBeVisible() });
  await dialog.getByRole('textbox', { name: words.find }).fill(one?.name ?? '');
  // The box itself is hidden: its label is what a person presses.
  await dialog.getByText(`${common.pachca} · ${one?.actor}`).click();
  const chosen = dialog.getByRole('list', { name: words.chosen });
  await expect(chosen.getByRole('listitem')).toHaveCount(2);
  await dialog.getByRole('combobox', { name: words.name }).fill('Связан вручную');
  await dialog.getByRole('button', { name: words.link, exact: true }).click();
  await expect(dialog.getByRole('heading', { name: 'Связан вручную' })).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(review.event.getByText('Связан вручную')).toBeVisible();
  await review.event.getByRole('button', { name: words.only }).click();
  const both = (one?.events ?? 0) + (other?.events ?? 0);
  await expect(review.count).toContainText(String(both));

  await window.reload();
  expect(await count(window, 'person:"связан вручную"')).toBe(both);
  const { persons } = await get(window, 'people.list');
  const byHand = persons.filter(({ name }) => name === 'Связан вручную');
  expect(byHand).toMatchObject([{ links: [{}, {}] }]);
});
