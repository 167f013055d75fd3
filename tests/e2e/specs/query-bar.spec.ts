import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
const words = texts.searches;

let laptop: Laptop;
let services: SampleServices;
/** One session for all. */
let running: RunningApp;
test.beforeAll(async () => {
  services = await startSampleServices({ events: { pachca: 1500, jayguard: 100 } });
  laptop = await openLaptop();
  running = await startCollected(laptop, services, { name: 'INC-2026-114', from: { pachca: {} } });
});
test.beforeEach(() => beginAnew(running.window));
test.afterAll(async () => {
  await services.close();
  await laptop.close();
});

const bar = (window: Page) => window.getByRole('textbox', { name: texts.review.query.label });
const list = (window: Page) => window.getByRole('listbox', { name: words.completion.label });

async function counted(window: Page, query: string): Promise<number> {
  const selection = { query, zone: 'UTC', period: null };
  return (await get(window, 'review.count', { selection })).matching;
}

/** Files of the program and the session in which a text can be read. */
async function filesWith(text: string): Promise<string[]> {
  const names = await readdir(laptop.userData, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const file of names.filter((one) => one.isFile())) {
    const bytes = await readFile(join(file.parentPath, file.name)).catch(() => Buffer.alloc(0));
    if (bytes.includes(text)) found.push(file.name);
  }
  return found;
}

/** Keys of one who types on are not caught by a list that has just come up: it waits 75 ms. */
const settle = (window: Page) => window.waitForTimeout(200);

test('by keyboard: fields and values are completed, and Enter searches all the same', async () => {
  const { window } = running;
  const review = new ReviewPage(window, texts);
  const { keyboard } = window;
  const options = list(window).getByRole('option');
  await keyboard.press('/');
  await keyboard.type('соб');
  await expect(options.first()).toContainText('event:');
  await settle(window);
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(bar(window)).toHaveText('event:');
  // What follows is offered at once, with its count.
  await keyboard.type('user_');
  await visit(window, { 'query-completion': () => expect(options.nth(3)).toBeVisible() });
  await keyboard.type('logi');
  const found = await counted(window, 'event:user_login');
  await expect(options.first()).toContainText('user_login');
  await expect(options.first()).toContainText(String(found).slice(-3));
  await settle(window);
  await keyboard.press('Tab');
  await expect(bar(window)).toHaveText('event:user_login');
  await expect(list(window)).toBeHidden();
  await expect(review.count).toContainText(String(found).slice(-3));

  // A value with blanks comes in quotes, and the query can be read.
  await keyboard.type(' userA');
  await expect(options.first()).toContainText('userAgent:');
  await settle(window);
  await keyboard.press('Tab');
  await expect(options.nth(1)).toBeVisible();
  await settle(window);
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(bar(window)).toHaveText(/^event:user_login userAgent:".+"$/);
  await expect(bar(window)).not.toHaveAttribute('aria-invalid');

  // Esc closes the list and stays; Enter with nothing chosen searches for what stands there.
  await keyboard.type(' AND ac');
  await expect(options.first()).toBeVisible();
  await keyboard.press('Escape');
  await expect(list(window)).toBeHidden();
  // The keys still go there.
  await keyboard.press('Control+a');
  await keyboard.type('us');
  await expect(options.first()).toBeVisible();
  await keyboard.press('Enter');
  await expect(list(window)).toBeHidden();
  await expect(bar(window)).toHaveText('us');
  await expect(review.table).toHaveAttribute('aria-busy', 'false');
});

test('where a query cannot be read, the place is underlined, said, and known to screen readers', async () => {
  const { window } = running;
  const review = new ReviewPage(window, texts);
  await window.keyboard.press('/');
  await window.keyboard.type('event:allow nofield:x');
  await expect(review.problem).toContainText('nofield');
  await expect(review.problem).toContainText('13');
  await expect(bar(window).locator('.q-problem')).toHaveText('n');
  await expect(bar(window)).toHaveAttribute('aria-invalid', 'true');
  await window.keyboard.press('Control+a');
  await window.keyboard.type('event:allow');
  await expect(review.problem).toBeHidden();
  await expect(bar(window)).not.toHaveAttribute('aria-invalid');
});

test('searches are saved, found, applied, changed and deleted; the history comes back; no query lies open', async () => {
  const { window } = running;
  const review = new ReviewPage(window, texts);
  const dialog = window.getByRole('dialog');
  const save = async (query: string, name: string, place: 'session' | 'program') => {
    await review.search(query);
    await window.keyboard.press('Control+s');
    await dialog.getByRole('textbox', { name: words.form.name }).fill(name);
    await dialog.getByText(words.form[`${place}Note`]).click();
    if (place === 'program') {
      await visit(window, {
        'search-save': () => dialog.getByText(words.form.programNote).waitFor(),
      });
    }
    await dialog.getByRole('button', { name: words.form.save }).click();
    await expect(dialog).toBeHidden();
  };
  await save('event:user_login', 'Входы', 'session');
  await save('event:user_logout', 'Выходы', 'program');
  await review.search('event:мимоза*');

  // Only what the person said lies outside the encrypted file, and where it was said.
  expect(await filesWith('event:user_logout')).toEqual(['searches.json']);
  expect(await filesWith('мимоза')).toEqual([]);
  expect(await filesWith('event:user_login')).toEqual([]);

  await window.keyboard.press('Control+Shift+F');
  await visit(window, { searches: () => dialog.getByText('Выходы').waitFor() });
  await window.keyboard.type('вых');
  await window.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(bar(window)).toHaveText('event:user_logout');
  await expect(bar(window)).toBeFocused();
  await window.keyboard.type(' x');
  await expect(bar(window)).toHaveText('event:user_logout x');

  await window.keyboard.press('Control+Shift+F');
  await dialog.getByRole('button', { name: words.edit.replace('{{name}}', 'Входы') }).click();
  await dialog.getByRole('textbox', { name: words.form.name }).fill('Все входы');
  await dialog.getByRole('button', { name: words.form.save }).click();
  await expect(dialog.getByText('Все входы')).toBeVisible();
  await dialog.getByRole('button', { name: words.remove.replace('{{name}}', 'Выходы') }).click();
  await window.getByRole('alertdialog').getByRole('button', { name: words.removeYes }).click();
  await expect(dialog.getByText('Выходы')).toBeHidden();
  await running.close();

  const again = await laptop.start({ locale: 'ru' });
  await new WelcomePage(again.window, texts).openRecent('INC-2026-114');
  const later = again.window.getByRole('dialog');
  await expect(new ReviewPage(again.window, texts).table).toHaveAttribute('aria-busy', 'false');
  await again.window.keyboard.press('/');
  await again.window.keyboard.press('ArrowUp');
  const rows = later.getByRole('listitem');
  await visit(again.window, { 'searches-recent': () => rows.first().waitFor() });
  await expect(later.getByText('event:мимоза*')).toBeVisible();
  await expect(later.getByText('event:user_login', { exact: true })).toBeVisible();
  await again.window.keyboard.type('мимо');
  await again.window.keyboard.press('ArrowDown');
  await again.window.keyboard.press('Enter');
  await expect(bar(again.window)).toHaveText('event:мимоза*');
  await again.window.keyboard.press('Control+Shift+F');
  await expect(later.getByText('Все входы')).toBeVisible();
  await again.window.keyboard.press('Escape');

  const { common } = texts;
  await again.window.getByRole('button', { name: common.more, exact: true }).click();
  await again.window.getByRole('menuitem', { name: common.settings }).click();
  await later.getByRole('button', { name: words.history.clear }).click();
  await expect(later.getByText(words.history.cleared)).toBeVisible();
  expect((await get(again.window, 'searches.list')).recent).toEqual([]);
});
