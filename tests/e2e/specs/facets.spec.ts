import { expect, test, type Page } from '@playwright/test';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { quoteValue } from '../../../src/shared/query/quote.ts';
import type { Selection } from '../../../src/shared/session.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { beginAnew, startCollected } from '../../support/desktop/collected.ts';
import { ReviewPage } from '../pages/review.ts';
import { visit } from '../screens/looks.ts';

const texts = textsOf('ru');
const { facets: words, review: more } = texts;
const zone = 'Europe/Moscow';
const of = (query: string): Selection => ({ query, zone, period: null });

let laptop: Laptop;
let services: SampleServices;
/** One session for all. */
let running: RunningApp;
test.beforeAll(async () => {
  services = await startSampleServices({ events: { pachca: 2000, jayguard: 300 } });
  laptop = await openLaptop();
  running = await startCollected(laptop, services, {
    name: 'INC-2026-114',
    from: { pachca: {}, jayguard: {} },
  });
});
test.beforeEach(() => beginAnew(running.window));
test.afterAll(async () => {
  await services.close();
  await laptop.close();
});

const pane = (window: Page) => window.getByRole('navigation', { name: more.facets.label });
const facet = (window: Page, name: string) =>
  pane(window).getByRole('group', { name, exact: true });
/** Values to be asked for, as they stand in the list. */
const values = (window: Page, name: string) =>
  facet(window, name).getByRole('list').locator('[aria-pressed=false]');
const chosen = (window: Page, name: string) =>
  facet(window, name).getByRole('list').locator('[aria-pressed=true]');
const query = (window: Page) => window.getByRole('textbox', { name: more.query.label });
const bar = (window: Page) => window.getByRole('slider', { name: more.histogram.slider });

async function fromMenu(window: Page, name: string, entry: string): Promise<void> {
  await facet(window, name)
    .getByRole('button', { name: fill(words.menu, name) })
    .click();
  await window.getByRole('menuitem', { name: entry }).click();
}

const fill = (text: string, name: string) => text.replace('{{name}}', name);

/** What the screen says matches, as a number. */
async function matching(window: Page): Promise<number> {
  const { count } = new ReviewPage(window, texts);
  await expect(new ReviewPage(window, texts).table).toHaveAttribute('aria-busy', 'false');
  return Number(/^[\d\s]+/.exec((await count.textContent()) ?? '')?.[0].replace(/\s/g, ''));
}

test('values are asked for together, kept out, and found by what is not there', async () => {
  const { window } = running;
  const title = more.fields.event;
  const counted = await get(window, 'review.facet', {
    selection: of(''),
    field: 'event',
    limit: 10,
  });
  const [first, second] = counted.values;
  if (!first || !second) throw new Error('no events');
  await expect(values(window, title)).toHaveCount(counted.values.length);
  await values(window, title).nth(0).click();
  await expect(query(window)).toHaveText(`event:${first.value}`);
  await values(window, title).nth(0).click();
  await expect(query(window)).toHaveText(`(event:${first.value} OR event:${second.value})`);
  await expect.poll(() => matching(window)).toBe(first.count + second.count);
  await expect(chosen(window, title)).toHaveCount(2);
  await chosen(window, title).nth(0).click();
  await expect(query(window)).toHaveText(`event:${second.value}`);
  await chosen(window, title).nth(0).click();
  await expect(query(window)).toHaveText(more.query.placeholder);

  // Jay Guard names no address.
  const { empty } = await get(window, 'review.facet', { selection: of(''), field: 'ip', limit: 1 });
  expect(empty).toBeGreaterThan(0);
  await values(window, more.fields.ip).filter({ hasText: words.empty }).click();
  await expect(query(window)).toHaveText('-has:ip');
  await expect.poll(() => matching(window)).toBe(empty);
  await chosen(window, more.fields.ip).click();
  await expect.poll(() => matching(window)).toBeGreaterThan(empty);
  // Kept out, it is what has an address that is asked for.
  await values(window, more.fields.ip).filter({ hasText: words.empty }).press('-');
  await expect(query(window)).toHaveText('has:ip');
  await expect(chosen(window, more.fields.ip)).toContainText(words.present);
  await chosen(window, more.fields.ip).click();
  await expect(query(window)).toHaveText(more.query.placeholder);

  const actor = more.fields.actorName;
  const named = await get(window, 'review.facet', {
    selection: of(''),
    field: 'actorName',
    limit: 10,
  });
  // Who has no name is listed by the id.
  const nameless = await get(window, 'review.facet', {
    selection: of('-has:actorName'),
    field: 'actor',
    limit: 10,
  });
  const counts = [...named.values, ...nameless.values].map(({ count }) => count);
  const cut = counts.toSorted((a, b) => b - a).slice(10);
  const others = cut.reduce((sum, count) => sum + count, named.others + nameless.others);
  const shown = facet(window, actor).getByRole('listitem').filter({ hasText: words.others });
  await expect(shown).toContainText(new Intl.NumberFormat('ru').format(others));
  const last = await get(window, 'review.facet', {
    selection: of(''),
    field: 'actorName',
    limit: 500,
    order: 'name',
  });
  const rare = last.values.at(-1)?.value ?? '';
  await facet(window, actor)
    .getByRole('button', { name: fill(words.search, actor) })
    .click();
  await window.getByRole('searchbox', { name: fill(words.search, actor) }).fill(rare);
  await values(window, actor).filter({ hasText: rare }).first().click();
  await expect(query(window)).toHaveText(`actorName:${quoteValue(rare)}`);
  // What is shown above the others is not counted with them.
  await window.getByRole('searchbox', { name: fill(words.search, actor) }).press('Escape');
  const own = last.values.at(-1)?.count ?? 0;
  const isCut = !counts
    .toSorted((a, b) => b - a)
    .slice(0, 10)
    .includes(own);
  expect(isCut).toBe(true);
  await expect(shown).toContainText(new Intl.NumberFormat('ru').format(others - own));
});

test('facets are chosen by hand and stay; bars are made of events', async () => {
  test.setTimeout(300_000);
  const { window } = running;
  const keys = await get(window, 'review.detailKeys', undefined);
  const key = keys[0]?.key ?? '';
  const title = texts.events.details[key as keyof typeof texts.events.details] ?? key;
  const add = pane(window).getByRole('button', { name: words.add });
  await add.click();
  const chooser = window.getByRole('dialog', { name: words.add });
  await chooser.getByRole('textbox', { name: words.find }).fill(key);
  await chooser.getByRole('list').getByRole('button').first().click();
  // What was pressed leaves the list: the keys go to the dialog again when it has the focus.
  await expect(chooser.locator('*:focus')).toHaveCount(1);
  await window.keyboard.press('Escape');
  await expect(chooser).toBeHidden();
  const counted = await get(window, 'review.facet', {
    selection: of(''),
    field: `details.${key}`,
    limit: 10,
  });
  await expect(
    facet(window, title).getByRole('listitem').filter({ hasText: words.empty }),
  ).toContainText(new Intl.NumberFormat('ru').format(counted.empty));
  await fromMenu(window, title, words.up);
  await fromMenu(window, more.fields.ip, words.remove);
  await fromMenu(window, more.fields.event, words.byName);
  await window.reload();
  await expect(facet(window, title)).toBeVisible();
  await expect(facet(window, more.fields.ip)).toHaveCount(0);
  const byName = await get(window, 'review.facet', {
    selection: of(''),
    field: 'event',
    limit: 10,
    order: 'name',
  });
  await expect(values(window, more.fields.event).first()).toContainText(
    byName.values[0]?.value ?? '-',
  );

  await window.getByRole('button', { name: words.stack }).click();
  await window.getByRole('menuitem', { name: words.byEvent }).click();
  const legend = window.getByRole('list', { name: words.legend });
  await expect(legend.getByRole('listitem').last()).toContainText(words.other);
  await window.reload();
  await expect(legend).toBeVisible();
  await bar(window).focus();
  await window.keyboard.press('End');
  await expect(bar(window)).toHaveAttribute('aria-valuetext', /: \d/);

  await visit(window, {
    'review-stacked': async () => {
      await bar(window).blur();
      await expect(legend).toBeVisible();
    },
    'facets-several': async () => {
      await values(window, more.fields.event).nth(0).click();
      await values(window, more.fields.event).nth(1).click();
      await expect(chosen(window, more.fields.event)).toHaveCount(2);
    },
    'facets-add': async () => {
      await add.click();
      await expect(chooser.getByRole('heading', { name: words.keys })).toBeVisible();
    },
  });
});
