import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openWindow, type Scene } from './harness.ts';

/**
 * Pictures of every screen in both languages and themes over the fake main process, in seconds and
 * without Electron: `node tests/support/renderer/look.ts FOLDER [NAME]`. For the eye, while screens
 * are made; the pictures in docs/screens come from the end-to-end tests.
 */
type Words = readonly [ru: string, en: string];
interface Picture {
  name: string;
  scene: Scene;
  go?: (page: Page, press: (words: Words) => Promise<void>) => Promise<void>;
}

const open: Scene = { session: 'open' };
const more: Words = ['Ещё', 'More'];
const collect: Words = ['Собрать', 'Collect'];
const start: Words = ['Выбрать место и экспортировать', 'Choose a place and export'];

const pictures: readonly Picture[] = [
  { name: 'welcome', scene: { standIn: '1' } },
  { name: 'welcome-empty', scene: { empty: '1' } },
  { name: 'welcome-failed', scene: { fail: 'sessions.recent:internal' } },
  {
    name: 'new-session',
    scene: { keychain: 'absent' },
    go: (_page, press) => press(['Новая сессия', 'New session']),
  },
  {
    name: 'sources',
    scene: {},
    async go(page, press) {
      await press(['Источники', 'Sources']);
      for (const test of await page.getByRole('button', { name: /^(Проверить|Test)$/ }).all()) {
        await test.click();
      }
      await page.waitForTimeout(700);
    },
  },
  {
    name: 'source-new',
    scene: { keychain: 'locked' },
    async go(_page, press) {
      await press(['Источники', 'Sources']);
      await press(['Добавить источник', 'Add source']);
    },
  },
  { name: 'review', scene: open, go: (page) => page.waitForTimeout(600) },
  {
    name: 'overview',
    scene: open,
    async go(page, press) {
      await press(['Обзор', 'Overview']);
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'collect',
    scene: { ...open, freeze: '23' },
    async go(page, press) {
      await press(collect);
      await page.waitForTimeout(200);
      await page.locator('form button[type=submit]').click();
      await page.waitForTimeout(600);
    },
  },
  { name: 'collect-none', scene: { ...open, empty: '1' }, go: (_page, press) => press(collect) },
  { name: 'export', scene: open, go: (_page, press) => press(['Экспорт', 'Export']) },
  {
    name: 'exported',
    scene: open,
    async go(page, press) {
      await press(['Экспорт', 'Export']);
      await press(start);
      await page.getByText('SHA-256').first().waitFor();
    },
  },
  {
    name: 'import',
    scene: open,
    async go(page, press) {
      await press(more);
      await page.getByRole('menuitem', { name: /Импорт|Import/ }).click();
    },
  },
  { name: 'settings', scene: {}, go: (_page, press) => press(['Настройки', 'Settings']) },
];

const [folder = 'test-results/look', only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const look = await openWindow();
try {
  for (const { name, scene, go } of pictures) {
    if (only && !name.startsWith(only)) continue;
    for (const language of ['ru', 'en'] as const) {
      for (const theme of ['dark', 'light'] as const) {
        const page = await look.show({ ...scene, language, theme });
        const press = async ([ru, en]: Words) => {
          const label = language === 'ru' ? ru : en;
          await page.getByRole('button', { name: label, exact: true }).first().click();
        };
        await go?.(page, press);
        await page.waitForTimeout(300);
        await page.screenshot({ path: join(folder, `${name}-${language}-${theme}.png`) });
      }
    }
  }
} finally {
  await look.close();
}
