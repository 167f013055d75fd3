import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { startCollected } from '../../support/desktop/collected.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { ReviewPage } from '../pages/review.ts';
import { visit } from '../screens/looks.ts';

const texts = textsOf('ru');
const { comparison, marks, neighbours, review: words, searches } = texts;
const TAG = 'проверить';
const NOTE = 'позвонить владельцу';

let laptop: Laptop;
let services: SampleServices;
test.beforeEach(async () => {
  services = await startSampleServices({ events: { pachca: 600, jayguard: 100 } });
  laptop = await openLaptop();
});
test.afterEach(async () => {
  await services.close();
  await laptop.close();
});

async function begin(): Promise<RunningApp> {
  const sources = { pachca: {}, jayguard: {} };
  const running = await startCollected(laptop, services, { name: 'INC-2026-114', from: sources });
  await get(running.window, 'marks.saveTag', { name: TAG, colour: 2, key: 1 });
  await running.window.reload();
  return running;
}

async function press(window: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await window.keyboard.press(key);
}

/** Goes there with Tab alone, as somebody without a mouse does. */
async function tabTo(window: Page, goal: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(goal.first()).toBeVisible();
  for (let presses = 0; presses < 120; presses += 1) {
    await window.keyboard.press(key);
    if (await goal.evaluateAll((all) => all.includes(document.activeElement as HTMLElement)))
      return;
  }
  throw new Error('not to be reached by Tab');
}

test('everything that a review is made of is done without a mouse', async () => {
  test.setTimeout(300_000);
  const running = await begin();
  const { app, window } = running;
  const review = new ReviewPage(window, texts);
  const bar = window.getByRole('textbox', { name: words.query.label });
  const dialog = window.getByRole('dialog');
  const settled = () => expect(review.table).toHaveAttribute('aria-busy', 'false');
  const empty = () => expect(bar).toHaveText(words.query.placeholder);
  await settled();

  await test.step('what a screen reader is told', async () => {
    const { matching } = await get(window, 'review.count', {
      selection: { query: '', zone: 'UTC', period: null },
    });
    await expect(review.table).toHaveAttribute('aria-rowcount', String(matching + 1));
    await expect(
      review.table.getByRole('columnheader', { name: words.columns.actor }),
    ).toBeVisible();
    const histogram = window.getByRole('slider', { name: words.histogram.slider });
    await expect(histogram).toHaveAttribute('aria-valuetext', /20\d\d.* событ/);
    await expect(histogram).toHaveAccessibleDescription(/событ.*Больше всего/);
  });

  await test.step('search, completed', async () => {
    await press(window, '/');
    await window.keyboard.type('event:user_log');
    const list = window.getByRole('listbox', { name: searches.completion.label });
    await expect(list.getByRole('option').first()).toContainText('user_log');
    await window.waitForTimeout(200);
    await press(window, 'ArrowDown', 'Enter');
    await expect(bar).toHaveText(/^event:user_log(in|out)/);
    await press(window, 'Escape', 'Escape');
    await expect(review.table).toBeFocused();
    await press(window, '/', 'Control+a', 'Delete', 'Escape', 'Escape');
    await empty();
  });

  await test.step('facets: include, exclude, take back', async () => {
    const facet = window
      .getByRole('navigation', { name: words.facets.label })
      .getByRole('group', { name: words.fields.event, exact: true });
    const [value] = (
      await get(window, 'review.facet', {
        selection: { query: '', zone: 'UTC', period: null },
        field: 'event',
        limit: 1,
      })
    ).values;
    if (!value) throw new Error('no events');
    const pick = facet.getByRole('button', {
      name: new RegExp(`^${value.value}.*: ${value.count} событ`),
    });
    await press(window, 'f');
    while (!(await pick.evaluate((one) => one === document.activeElement))) {
      await press(window, 'ArrowDown');
    }
    await press(window, 'Enter');
    await expect(bar).toHaveText(`event:${value.value}`);
    await press(window, 'Enter');
    await empty();
    await press(window, '-');
    await expect(bar).toHaveText(`-event:${value.value}`);
    await press(window, 'Alt+ArrowLeft');
    await empty();
  });

  await test.step('a period is selected in the histogram, and compared with the one before', async () => {
    const histogram = window.getByRole('slider', { name: words.histogram.slider });
    await press(window, 'Escape', 'h');
    await expect(histogram).toBeFocused();
    await press(window, 'End', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'd');
    await expect(dialog.getByRole('radio', { name: comparison.byWhat.period })).toBeChecked();
    await visit(window, {
      'compare-periods': () => expect(dialog.getByRole('table').first()).toBeVisible(),
    });
    await press(window, 'Escape');
    await expect(dialog).toBeHidden();
    await press(window, 'h', 'End', 'Shift+ArrowLeft', 'Enter');
    await expect(window.getByRole('button', { name: words.period.reset })).toBeVisible();
    await press(window, 'Alt+ArrowLeft');
    await expect(window.getByRole('button', { name: words.period.reset })).toBeHidden();
    await settled();
  });

  await test.step('marks, a note, back and forth', async () => {
    const tagged = async () => (await get(window, 'marks.tags'))[0]?.events;
    await press(window, 'j', 'Control+Home', 'Space', 'Space', '1');
    await expect.poll(tagged).toBe(2);
    await press(window, 'Control+z');
    await expect.poll(tagged).toBe(0);
    await press(window, 'Control+Shift+z');
    await expect.poll(tagged).toBe(2);
    await press(window, 'Escape', 'n');
    await expect(review.event.getByRole('textbox', { name: marks.note.label })).toBeFocused();
    await window.keyboard.type(NOTE);
    await press(window, 'Control+Enter');
    const noted = { name: `${marks.note.edit}: ${NOTE}` };
    await expect(review.event.getByRole('button', noted)).toBeVisible();
    await expect(review.table).toBeFocused();
  });

  await test.step('an actor beside all others; a number leads to its events', async () => {
    await press(window, 'End', 'd');
    await expect(dialog.getByRole('radio', { name: comparison.byWhat.actorName })).toBeVisible();
    const number = dialog.getByRole('table').first().getByRole('button').first();
    const [, count] =
      /^([\d\s]+) событ/.exec((await number.getAttribute('aria-label')) ?? '') ?? [];
    await tabTo(window, number);
    await press(window, 'Enter');
    await expect(dialog).toBeHidden();
    await expect(bar).toContainText(/(actorName|actor):.* event:/);
    await expect(review.count).toContainText(`${count?.trim()} `);
    await press(window, 'Alt+ArrowLeft');
    await empty();
    await settled();
  });

  await test.step('the event: fields, JSON, neighbours, origin', async () => {
    await press(window, 'j', 'j', 'Enter');
    await expect(review.event).toBeFocused();
    // Nobody walks through an event that is not there yet; a tab that is just made is passed by.
    await expect(review.event).toHaveAttribute('aria-busy', 'false');
    const tab = (name: string) => review.event.getByRole('tab', { name, exact: true });
    await tabTo(window, review.event.getByRole('tab', { selected: true }));
    await press(window, 'Home');
    while ((await tab(words.detail.json).getAttribute('aria-selected')) !== 'true') {
      await press(window, 'ArrowRight');
    }
    const tree = review.event.getByRole('tree').first();
    await tabTo(window, tree);
    await press(window, 'ArrowDown', 'p');
    await expect
      .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
      .toMatch(/^\$?\.?\w+/);
    await tabTo(window, tab(words.detail.json), 'Shift+Tab');
    await press(window, 'ArrowRight');
    await expect(tab(neighbours.tab)).toHaveAttribute('aria-selected', 'true');
    const near = review.event.getByRole('list', { name: neighbours.label }).getByRole('button');
    const current = review.event.locator('button[aria-current]');
    await visit(window, { 'review-neighbours': () => expect(current).toBeVisible() });
    const head = review.event.getByRole('heading', { level: 2 }).locator('..');
    const before = (await head.textContent()) ?? '';
    await tabTo(window, near);
    while (!(await current.evaluate((line) => line === document.activeElement))) {
      await press(window, 'ArrowDown');
    }
    await press(window, 'ArrowDown', 'Enter');
    await expect(head).not.toHaveText(before);
    await expect(current).toBeFocused();
    await press(window, 'Escape');
    await expect(review.table).toBeFocused();
  });

  await test.step('export, and the list of keys', async () => {
    const path = join(laptop.userData, 'keys.csv');
    await answerFileDialog(app, 'save', path);
    // The key for it belongs to the system's menu, which no test can press.
    await press(window, '/');
    const open = { name: texts.common.export, exact: true };
    await tabTo(window, window.getByRole('banner').getByRole('button', open));
    await press(window, 'Enter');
    await tabTo(window, dialog.getByRole('button', { name: texts.export.start }));
    await press(window, 'Enter');
    await expect(dialog.getByRole('status').filter({ hasText: texts.export.done })).toBeVisible();
    expect((await stat(path)).size).toBeGreaterThan(0);
    await press(window, 'Escape');
    await expect(dialog).toBeHidden();
    await press(window, '?');
    await expect(dialog.getByText(texts.table.keys.compare)).toBeVisible();
    await press(window, 'Escape');
  });
});
