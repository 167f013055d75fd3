import { join, resolve } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { colleagues, owner } from '../../../src/main/sample/company.ts';
import { answerLost } from '../../../src/main/sample/faults.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { startCollecting, whenIdle } from '../../support/desktop/collecting.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { ReviewPage } from '../pages/review.ts';
import { visit } from '../screens/looks.ts';

const texts = textsOf('ru');
const { common, findings: words } = texts;

let laptop: Laptop;
let services: SampleServices;
let isLost = false;
test.beforeEach(async () => {
  isLost = false;
  services = await startSampleServices({
    events: { pachca: 2000, jayguard: 0 },
    pachca: { layers: [(request, next) => (isLost ? answerLost(request, next) : next(request))] },
  });
  laptop = await openLaptop();
});
test.afterEach(async () => {
  await services.close();
  await laptop.close();
});

/** A session with the sign-ins of the month: the second factors that were right and those that were not. */
async function begin(): Promise<RunningApp> {
  const running = await laptop.start({ locale: 'ru' });
  const { app, window } = running;
  await answerFileDialog(app, 'save', join(laptop.userData, 'sign-ins.vestigo'));
  await get(window, 'sessions.create', { name: 'INC-2026-114', protection: { kind: 'keychain' } });
  const { address, token } = services.pachca;
  const source = {
    kind: 'pachca',
    name: 'severny-vektor',
    address,
    token,
    keep: 'keychain',
  } as const;
  const { id: sourceId } = await get(window, 'sources.save', source);
  const { from, to } = services.period;
  const period = { from: Date.parse(from) * 1000, to: Date.parse(to) * 1000 + 999 };
  for (const eventKey of ['user_2fa_fail', 'user_2fa_success']) {
    await startCollecting(window, { sourceId, ...period, filters: { eventKey } });
  }
  await whenIdle(window);
  await window.reload();
  return running;
}

const messagesTried = () =>
  services.pachca.log.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));

/** Rules from outside: a folder of some about other products, and a file of one that is refused. */
async function loadRules(app: RunningApp['app'], window: Page): Promise<void> {
  const folder = resolve('tests/fixtures/rules');
  await answerFileDialog(app, 'open', join(folder, 'others'));
  await window.getByRole('button', { name: words.rules.loadFolder }).click();
  await expect(window.getByText(words.rules.appliesNot)).toHaveCount(2);
  await answerFileDialog(app, 'open', join(folder, 'refused/modifier-windash.yml'));
  await window.getByRole('button', { name: words.rules.loadFile }).click();
  await expect(window.getByText(/modifier-windash\.yml, строка 6: /)).toBeVisible();
}

test("the guide's round: sign-ins, the finding, its events, confirmed, told exactly once", async () => {
  // Five screens on the way, in both looks: more than other tests see.
  test.slow();
  const { app, window } = await begin();
  const review = new ReviewPage(window, texts);
  const dialog = window.getByRole('dialog', { name: words.tell.title });
  const victim = colleagues[0] ?? owner;
  const list = window.getByRole('listbox', { name: words.list });
  const item = list.getByRole('option').filter({ hasText: String(victim.id) });

  // The finding, and its events.
  await visit(window, {
    findings: async () => {
      await window.getByRole('button', { name: common.findings, exact: true }).click();
      await item.click();
    },
  });
  await window.getByRole('button', { name: words.showEvents }).click();
  const { findings } = await get(window, 'rules.run', { zone: 'UTC' });
  const found = findings.find(({ group }) => Object.values(group).includes(String(victim.id)));
  const rows = found?.rows ?? [];
  await expect(review.rows).toHaveCount(rows.length);
  const shown = await review.rows.evaluateAll((all) =>
    all.map((row) => Number(row.getAttribute('data-row'))),
  );
  expect(shown.toSorted((a, b) => a - b)).toEqual(rows.toSorted((a, b) => a - b));
  const records = await get(window, 'review.records', { rows });
  const planted = services.planted.find(({ topic, quiet }) => topic === 'second-factor' && !quiet);
  expect(planted?.ids).toEqual(expect.arrayContaining(records.map(({ row }) => row.id)));

  // Confirmed by keyboard, and told: without personal data unless it is wanted.
  await window.getByRole('button', { name: common.findings, exact: true }).click();
  await item.click();
  await window.keyboard.press('c');
  await window.keyboard.type('Владелец подтвердил по телефону: входил не он.');
  await window
    .getByRole('dialog')
    .getByRole('button', { name: words.confirm, exact: true })
    .click();
  await expect(item).toContainText(words.one.confirmed);
  const text = dialog.getByRole('textbox', { name: words.tell.text });
  const recipient = dialog.getByText(`${owner.firstName} ${owner.lastName}`).last();
  await visit(window, {
    'findings-tell': async () => {
      await item.click();
      await window.keyboard.press('a');
      await dialog.getByRole('textbox', { name: words.tell.find }).fill('Соловьёва');
      await dialog.getByText(owner.email).click();
      await expect(recipient).toBeVisible();
    },
  });
  await expect(text).toHaveValue(new RegExp(words.message.state.confirmed));
  expect(await text.inputValue()).not.toContain(String(victim.id));
  await dialog.getByText(words.tell.personal, { exact: true }).click();
  expect(await text.inputValue()).toContain(String(victim.id));
  await dialog.getByText(words.tell.personal, { exact: true }).click();
  await text.fill('Проверьте вход ночью.');
  await dialog.getByRole('button', { name: words.tell.send, exact: true }).click();
  await expect(dialog.getByRole('status')).toContainText('Отправлено получателю «Анна Соловьёва»');
  expect(services.pachca.messages).toMatchObject([
    { entityType: 'user', entityId: owner.id, content: 'Проверьте вход ночью.' },
  ]);
  expect(messagesTried()).toHaveLength(1);
  await dialog.getByRole('button', { name: words.tell.close }).click();

  // The answer is lost: it may have been sent, that is said, and nothing is sent again.
  isLost = true;
  await visit(window, {
    'findings-unclear': async () => {
      await item.click();
      await window.keyboard.press('a');
      await expect(dialog).toContainText(words.tell.already);
      await dialog.getByRole('textbox', { name: words.tell.find }).fill('Инциденты');
      await dialog.getByText('Инциденты ИБ', { exact: false }).last().click();
      await dialog.getByRole('button', { name: words.tell.sendAgain }).click();
      await expect(dialog.getByRole('status')).toContainText(
        'Возможно, отправлено в «Инциденты ИБ»',
      );
    },
  });
  expect(services.pachca.messages).toHaveLength(2);
  expect(messagesTried()).toHaveLength(2);
  const notices = await get(window, 'notices.list');
  expect(notices.map(({ state }) => state)).toEqual(['unclear', 'sent']);
  await dialog.getByRole('button', { name: common.close }).last().click();

  await visit(window, {
    'findings-rules': async () => {
      await window.getByRole('tab', { name: /^Правила/ }).click();
      await loadRules(app, window);
    },
    'findings-editor': async () => {
      await window.getByRole('button', { name: words.rules.write }).click();
      await expect(window.getByText('source:pachca event:user_2fa_fail')).toBeVisible();
    },
  });
  // What is wrong is said as it is written, with its line.
  await window.keyboard.press('Control+End');
  await window.keyboard.type('near: 5m\ndetection: twice');
  await expect(window.getByRole('button', { name: /^Строка 11: / })).toBeVisible();
});
