import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openWindow, type Scene } from './harness.ts';

/**
 * Pictures of every screen in both languages and themes over the fake main process, in seconds and
 * without Electron: `node tests/support/renderer/look.ts FOLDER [NAME [ru-dark]]`. For the eye, while screens
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

const reveal: Words = ['Что это значит', 'What this means'];

/** The collection page with these jobs and this ledger. */
function collecting(name: string, scene: Scene, go?: Picture['go']): Picture {
  return {
    name: `collect${name && `-${name}`}`,
    scene: { ...open, ...scene },
    async go(page, press) {
      await press(collect);
      await page.waitForTimeout(300);
      await go?.(page, press);
    },
  };
}

const openRecord = (at: number) => async (page: Page) => {
  const rows = page.getByRole('table').first().getByRole('button', { expanded: false });
  await rows.nth(at).click();
  await rows.nth(at).scrollIntoViewIfNeeded();
};

const collectPictures: readonly Picture[] = [
  collecting('', { ledger: 'trouble' }),
  collecting('running', { jobs: 'running,details,queued,other' }),
  collecting('waiting', { jobs: 'waiting' }),
  collecting('offline', { jobs: 'offline,other' }),
  collecting('paused', { jobs: 'paused' }),
  collecting('clean', { ledger: 'clean' }),
  collecting('but', { ledger: 'but' }, (_page, press) => press(reveal)),
  collecting('no', { ledger: 'trouble' }, (_page, press) => press(reveal)),
  collecting('record', { ledger: 'trouble' }, openRecord(6)),
  collecting('record-refresh', { ledger: 'but' }, openRecord(0)),
  collecting('trouble-only', { ledger: 'trouble' }, async (page) => {
    await page.getByText(/^(Только с проблемами|Problems only)$/).click();
    await openRecord(0)(page);
  }),
  collecting('ended', { ledger: 'clean' }, async (page) => {
    await page.locator('form button[type=submit]').click();
    await page
      .getByRole('status')
      .filter({ hasText: /^(Собрано|Collected)/ })
      .first()
      .waitFor();
  }),
  collecting('update', { ledger: 'clean' }, async (page, press) => {
    await press(['Обновить другие сессии…', 'Update other sessions…']);
    await page.getByRole('checkbox').nth(0).locator('..').click();
  }),
];

const findingsPictures: readonly Picture[] = [
  finding('', {}),
  finding('none', { empty: '1' }),
  finding('judged', {}, async (page) => {
    await page.keyboard.press('c');
    await page.keyboard.type('Владелец подтвердил по телефону: это не он.');
    await page
      .getByRole('button', { name: /^(Подтвердить|Confirm)$/ })
      .last()
      .click();
    await page.waitForTimeout(300);
  }),
  finding('dismiss', {}, (page) => page.keyboard.press('d')),
  finding('tell', {}, telling),
  finding('tell-mute', { mute: '1' }, async (page) => {
    await page.keyboard.press('a');
    await page.waitForTimeout(400);
  }),
  finding('told', {}, send),
  finding('told-lost', { lost: '1' }, send),
  finding('rules', {}, openRules),
  finding('editor', {}, tryRule),
  finding('editor-wrong', {}, async (page, press) => {
    await tryRule(page, press);
    for (let at = 0; at < 6; at += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.type('|near');
    await page.waitForTimeout(500);
  }),
];

/** The page of findings in this scene. */
function finding(name: string, scene: Scene, go?: Picture['go']): Picture {
  return {
    name: `findings${name && `-${name}`}`,
    scene: { ...open, ...scene },
    async go(page, press) {
      await press(['Находки', 'Findings']);
      await page.waitForTimeout(500);
      await go?.(page, press);
    },
  };
}

async function openRules(page: Page): Promise<void> {
  await page.getByRole('tab', { name: /^(Правила|Rules)/ }).click();
  await page.waitForTimeout(300);
}

async function tryRule(page: Page, press: (words: Words) => Promise<void>): Promise<void> {
  await openRules(page);
  await press(['Попробовать правило…', 'Try a rule…']);
  await page.waitForTimeout(500);
}

async function telling(page: Page): Promise<void> {
  await page.keyboard.press('a');
  await page.waitForTimeout(400);
  await page.keyboard.type('ан');
  await page.waitForTimeout(300);
  await page.getByText('Анна Соловьёва').last().click();
}

async function send(page: Page): Promise<void> {
  await telling(page);
  await page.getByRole('button', { name: /^(Отправить|Send)/ }).click();
  await page.waitForTimeout(300);
}

const seal: Words = ['Запечатать пакет…', 'Seal a bundle…'];
const sealStart: Words = ['Выбрать место и запечатать', 'Choose a place and seal'];
const chooseBundle: Words = ['Выбрать пакет…', 'Choose a bundle…'];

async function chosenInMore(page: Page, press: (words: Words) => Promise<void>, words: Words) {
  await press(more);
  await page.getByRole('menuitem', { name: new RegExp(words.join('|')) }).click();
  await page.waitForTimeout(300);
}

function sealing(name: string, scene: Scene, go?: Picture['go']): Picture {
  return {
    name: `seal${name && `-${name}`}`,
    scene: { ...open, ...scene },
    async go(page, press) {
      await chosenInMore(page, press, seal);
      await go?.(page, press);
    },
  };
}

/** A bundle chosen from the start page, or beside an open session. */
function bundle(name: string, scene: Scene, go?: Picture['go']): Picture {
  return {
    name: `bundle-${name}`,
    scene,
    async go(page, press) {
      const words: Words = ['Открыть пакет…', 'Open a bundle…'];
      if (scene.session === 'open') await chosenInMore(page, press, words);
      else await press(words);
      await press(chooseBundle);
      await page.waitForTimeout(scene.freeze ? 400 : 900);
      await go?.(page, press);
    },
  };
}

const bundlePictures: readonly Picture[] = [
  sealing('', {}),
  sealing('new-key', { empty: '1' }),
  sealing('absent', { keychain: 'absent' }),
  sealing('locked', { keychain: 'locked' }),
  sealing('recipients', {}, async (page) => {
    await page.getByText(/^(Владельцы ключей|Holders of keys)$/).click();
    await page.locator('textarea').fill('age1qqqq \n');
    await page.getByText(/^(Открыты|Unmasked)$/).click();
  }),
  sealing('passphrase', {}, async (page) => {
    await page.getByText(/^(По фразе|A passphrase)$/).click();
  }),
  sealing('running', { freeze: '3' }, async (page, press) => {
    await press(sealStart);
    await page.waitForTimeout(400);
  }),
  sealing('done', {}, async (page, press) => {
    await press(sealStart);
    await page.getByText('SHA-256').first().waitFor();
  }),
  bundle('verifying', { bundle: 'unknown', freeze: '3' }),
  bundle('unknown', { bundle: 'unknown' }),
  bundle('known', { ...open, bundle: 'known' }),
  bundle('part', { bundle: 'part' }),
  bundle('changed', { bundle: 'changed' }),
  bundle(
    'refused',
    { bundle: 'known', fail: 'bundle.open:bundle.refused' },
    async (page, press) => {
      await press(['Открыть новой сессией…', 'Open as a new session…']);
      await press(['Выбрать место и открыть', 'Choose a place and open']);
      await page.waitForTimeout(300);
    },
  ),
  bundle('encrypted', { bundle: 'encrypted' }),
  bundle('wrong-key', { bundle: 'encrypted' }, async (page, press) => {
    await page.getByText(/^(Парольной фразой|A passphrase)$/).click();
    await page.locator('input[type=password]').fill('не та');
    await press(['Открыть и проверить', 'Open and verify']);
    await page.waitForTimeout(300);
  }),
  bundle('protect', { bundle: 'known', keychain: 'absent' }, (_page, press) =>
    press(['Открыть новой сессией…', 'Open as a new session…']),
  ),
  bundle('merge', { ...open, bundle: 'known' }, (_page, press) =>
    press(['Внести в открытую сессию…', 'Bring into the open session…']),
  ),
  bundle('merged', { ...open, bundle: 'known' }, async (page, press) => {
    await press(['Внести в открытую сессию…', 'Bring into the open session…']);
    await press(['Внести', 'Bring in']);
    await page.waitForTimeout(900);
  }),
  {
    name: 'origins',
    scene: open,
    go: (page, press) => chosenInMore(page, press, ['Происхождение…', 'Origins…']),
  },
  {
    name: 'origins-none',
    scene: { ...open, empty: '1' },
    go: (page, press) => chosenInMore(page, press, ['Происхождение…', 'Origins…']),
  },
  {
    name: 'signers',
    scene: {},
    async go(page, press) {
      await press(['Настройки', 'Settings']);
      await press(['Показать…', 'Show…']);
      await page.waitForTimeout(300);
    },
  },
];

const pictures: readonly Picture[] = [
  ...bundlePictures,
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
  { name: 'review-state', scene: open, go: (page) => openRow(page, 4) },
  { name: 'review-gone', scene: open, go: (page) => openRow(page, 9) },
  {
    name: 'tags',
    scene: open,
    async go(page, press) {
      await press(more);
      await page.getByRole('menuitem', { name: /^(Метки|Tags)$/ }).click();
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'tag-all',
    scene: open,
    async go(page) {
      await page.waitForTimeout(400);
      await page.getByRole('grid').focus();
      await page.keyboard.press('Shift+T');
      await page.waitForTimeout(200);
      await page.keyboard.type('проверить');
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'marked',
    scene: open,
    async go(page) {
      await page.waitForTimeout(400);
      await page.getByRole('grid').focus();
      for (const key of ['Space', 'Space', 'Space', '1', 's', '2', 'Escape']) {
        await page.keyboard.press(key);
        await page.waitForTimeout(120);
      }
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: /^(Заметка…|Note…)$/ }).click();
      await page.keyboard.type(
        'Вход с нового адреса сразу после **трёх** неудачных 2FA: спросить Игоря.',
      );
      await page.keyboard.press('Control+Enter');
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'overview',
    scene: open,
    async go(page, press) {
      await press(['Обзор', 'Overview']);
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'review-compare',
    scene: open,
    async go(page, press) {
      await openRow(page, 4);
      await press(['Сравнить', 'Compare']);
    },
  },
  {
    name: 'review-json',
    scene: open,
    async go(page) {
      await openRow(page, 0);
      await page.getByRole('tab', { name: 'JSON' }).click();
      await page.getByRole('searchbox').first().fill('посылк');
      await page.keyboard.press('Enter');
      await page.waitForTimeout(200);
    },
  },
  {
    name: 'review-near',
    scene: open,
    async go(page) {
      await openRow(page, 7);
      await page.getByRole('tab', { name: /^(Соседи|Nearby)$/ }).click();
      await page.waitForTimeout(200);
    },
  },
  comparing('period', /^(Периоды|Periods)$/),
  comparing('actors', /^(Участники|Actors)$/),
  {
    name: 'review-trust',
    scene: open,
    async go(page, press) {
      await page.waitForTimeout(400);
      await press(['Что это значит', 'What this means']);
    },
  },
  {
    name: 'review-own',
    scene: { ...open, ledger: 'clean' },
    go: (page) => page.waitForTimeout(400),
  },
  {
    name: 'review-quarantine',
    scene: open,
    go: (page) =>
      page
        .getByRole('button', { name: /^(Не распознано|Could not be read)/ })
        .first()
        .click(),
  },
  { name: 'review-details', scene: open, go: openDetails },
  { name: 'review-details-running', scene: { ...open, jobs: 'details' }, go: openDetails },
  {
    name: 'review-unfetched',
    scene: open,
    async go(page) {
      await page.getByRole('textbox').first().click();
      await page.keyboard.type('finding:кентавр');
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'facets-several',
    scene: open,
    async go(page) {
      await facet(page, /^user_login/).click();
      await page.waitForTimeout(400);
      await facet(page, /^user_logout|^user_2fa/)
        .first()
        .click();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'facets-search',
    scene: open,
    async go(page) {
      await page.waitForTimeout(500);
      await page.getByRole('button', { name: /^(Искать в|Search in) .(Кто|Actor)/ }).click();
      await page.keyboard.type('ан');
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'facets-add',
    scene: open,
    async go(page, press) {
      await press(['Добавить фасет', 'Add a facet']);
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'facets-menu',
    scene: open,
    async go(page) {
      await page.waitForTimeout(300);
      await page.getByRole('button', { name: /^(Фасет|Facet) .(Событие|Event)/ }).click();
    },
  },
  stacked('event', /^(По событию|By event)$/),
  stacked('source', /^(По источнику|By source)$/),
  stacked('tags', /^(По метке|By tag)$/),
  completing('fields', 'acto'),
  completing('values', 'event:us'),
  completing('words', 'event:вош'),
  completing('time', 'time>='),
  {
    name: 'query-problem',
    scene: open,
    go: (page) => typeQuery(page, 'event:user_login (ip:10.*'),
  },
  {
    name: 'searches',
    scene: open,
    go: (_page, press) => press(['Сохранённые и недавние запросы', 'Saved and recent searches']),
  },
  {
    name: 'searches-recent',
    scene: open,
    async go(page) {
      await page.getByRole('textbox').first().click();
      await page.keyboard.press('ArrowUp');
    },
  },
  {
    name: 'search-save',
    scene: open,
    async go(page) {
      await typeQuery(page, 'event:user_login');
      await page.keyboard.press('Enter');
      await page.waitForTimeout(300);
      await page.keyboard.press('Control+s');
      await page.keyboard.type('Входы');
    },
  },
  {
    name: 'people',
    scene: open,
    go: (page, press) => openPeople(page, press),
  },
  {
    name: 'people-linked',
    scene: open,
    async go(page, press) {
      await openPeople(page, press);
      for (let at = 0; at < 2; at += 1) {
        await page
          .getByText(/^(Один человек|One person)$/)
          .first()
          .click();
        await page.waitForTimeout(200);
      }
      await page
        .getByRole('tab')
        .filter({ hasText: /^(Связано|Linked)/ })
        .click();
    },
  },
  {
    name: 'people-by-hand',
    scene: open,
    async go(page) {
      await openRow(page, 0);
      await page.getByRole('button', { name: /^(Человек…|Person…)$/ }).click();
      await page.waitForTimeout(300);
    },
  },
  ...findingsPictures,
  ...collectPictures,
  { name: 'collect-none', scene: { ...open, empty: '1' }, go: (_page, press) => press(collect) },
  { name: 'export', scene: open, go: (_page, press) => press(['Экспорт', 'Export']) },
  {
    name: 'export-report',
    scene: open,
    async go(page, press) {
      await press(['Экспорт', 'Export']);
      await page.getByText(/HTML/).first().click();
      await page.waitForTimeout(200);
    },
  },
  {
    name: 'export-parquet',
    scene: { ...open, freeze: '4' },
    async go(page, press) {
      await press(['Экспорт', 'Export']);
      await page.getByText('Parquet', { exact: true }).click();
      await press(start);
      await page.waitForTimeout(900);
    },
  },
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
  { name: 'locked', scene: { ...open, locked: 'passphrase' } },
  { name: 'locked-keychain', scene: { ...open, locked: 'keychain' } },
  {
    name: 'reveal',
    scene: { ...open, reveals: '1' },
    async go(page, press) {
      await openRow(page, 0);
      await press(['Показать данные…', 'Unmask…']);
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'reveals',
    scene: { ...open, reveals: '1' },
    async go(page, press) {
      await press(['Личные данные скрыты', 'Personal data masked']);
      await page.getByRole('menuitem', { name: /^(Журнал|Record)/ }).click();
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'privacy-menu',
    scene: open,
    go: (_page, press) => press(['Личные данные скрыты', 'Personal data masked']),
  },
  {
    name: 'delete-session',
    scene: {},
    async go(page) {
      await page
        .getByRole('button', { name: /^(Действия|Ещё|More|Actions)/ })
        .nth(1)
        .click();
      await page.getByRole('menuitem', { name: /^(Удалить|Delete)/ }).click();
      await page.waitForTimeout(300);
    },
  },
  { name: 'settings', scene: {}, go: (_page, press) => press(['Настройки', 'Settings']) },
];

const facet = (page: Page, name: RegExp) =>
  page
    .getByRole('navigation', { name: /^(Фасеты|Facets)$/ })
    .getByRole('button', { name })
    .first();

function stacked(name: string, choice: RegExp): Picture {
  return {
    name: `stack-${name}`,
    scene: open,
    async go(page, press) {
      await press(['Из чего сложены столбцы', 'What the bars are made of']);
      await page.getByRole('menuitem', { name: choice }).click();
      await page.waitForTimeout(500);
      const plot = await page
        .getByRole('slider', { name: /^(События во|Events over)/ })
        .boundingBox();
      if (plot) await page.mouse.move(plot.x + plot.width * 0.4, plot.y + 40);
      await page.waitForTimeout(200);
    },
  };
}

function comparing(name: string, by: RegExp): Picture {
  return {
    name: `compare-${name}`,
    scene: open,
    async go(page, press) {
      await press(more);
      await page.getByRole('menuitem', { name: /^(Сравнить…|Compare…)$/ }).click();
      await page.getByText(by).click();
      await page.waitForTimeout(500);
    },
  };
}

async function openPeople(page: Page, press: (words: Words) => Promise<void>): Promise<void> {
  await press(more);
  await page.getByRole('menuitem', { name: /^(Люди|People)$/ }).click();
  await page.waitForTimeout(300);
}

async function typeQuery(page: Page, query: string): Promise<void> {
  await page.getByRole('textbox').first().click();
  await page.keyboard.type(query);
  await page.waitForTimeout(700);
}

/** The list of the query bar after this was typed. */
function completing(name: string, query: string): Picture {
  return {
    name: `completion-${name}`,
    scene: open,
    async go(page) {
      await typeQuery(page, query);
      await page.keyboard.press('ArrowDown');
    },
  };
}

async function openRow(page: Page, at: number): Promise<void> {
  await page.locator(`[data-index="${at}"] [data-column="1"]`).click();
  await page.waitForTimeout(300);
}

async function openDetails(page: Page, press: (words: Words) => Promise<void>): Promise<void> {
  await page.waitForTimeout(300);
  await press(more);
  await page.getByRole('menuitem', { name: /подробности|details/ }).click();
  await page.waitForTimeout(300);
}

const [folder = 'test-results/look', only, inLook] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const look = await openWindow();
try {
  for (const { name, scene, go } of pictures) {
    if (only && !name.startsWith(only)) continue;
    const page = await look.show({ ...scene, language: 'ru', theme: 'dark' });
    await go?.(page, async ([ru]) => {
      await page.getByRole('button', { name: ru, exact: true }).first().click();
    });
    for (const language of ['ru', 'en'] as const) {
      for (const theme of ['dark', 'light'] as const) {
        if (inLook && inLook !== `${language}-${theme}`) continue;
        await page.evaluate((change) => window.vestigo.invoke('settings.set', change), {
          language,
          theme,
        });
        await page.waitForTimeout(200);
        await page.screenshot({ path: join(folder, `${name}-${language}-${theme}.png`) });
      }
    }
  }
} finally {
  await look.close();
}
