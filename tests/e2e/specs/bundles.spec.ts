import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { startCollected } from '../../support/desktop/collected.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { choose } from '../pages/choose.ts';
import { ReviewPage } from '../pages/review.ts';
import { WelcomePage } from '../pages/welcome.ts';
import { visit } from '../screens/looks.ts';

const texts = textsOf('ru');
const { sealing: words, common, welcome } = texts;
const everything = { query: '', zone: 'UTC', period: null };

const by = (text: string, name: string) => text.replace('{{name}}', name);

let services: SampleServices;
const laptops: Laptop[] = [];
test.beforeEach(async () => {
  services = await startSampleServices({ events: { pachca: 300, jayguard: 60 } });
});
test.afterEach(async () => {
  await services.close();
  await Promise.all(laptops.splice(0).map((laptop) => laptop.close()));
});

async function newLaptop(): Promise<Laptop> {
  const laptop = await openLaptop();
  laptops.push(laptop);
  return laptop;
}

/** SHA-256 of all events as NDJSON, masked as the window has it. */
async function exported({ app, window }: RunningApp, path: string): Promise<string> {
  await answerFileDialog(app, 'save', path);
  const style = { columns: null, csv: { separator: ',', bom: false } } as const;
  const done = await get(window, 'export.start', {
    ...style,
    partitioned: false,
    syslog: false,
    selection: everything,
    sort: [],
    format: 'ndjson',
  });
  return done?.sha256 ?? '';
}

/** What a session knows beside its events. */
async function knowledge(window: Page): Promise<unknown> {
  const { sessionId, name, events, collections, coverage } = await get(window, 'session.info');
  const marks = [await get(window, 'marks.tags')];
  const history = await get(window, 'marks.history', { row: null, limit: 100 });
  return { sessionId, name, events, collections, coverage, marks, history };
}

test('a bundle goes to another laptop: sealed, told changed or intact, opened, merged', async () => {
  test.setTimeout(480_000);
  const at = await newLaptop();
  const from = await startCollected(at, services, {
    name: 'INC-2026-114',
    from: { pachca: {}, jayguard: { withDetails: true } },
  });
  const rows = await get(from.window, 'review.rows', {
    selection: everything,
    sort: [],
    offset: 0,
    limit: 3,
  });
  const [first = 0, second = 0] = rows.map(({ row }) => row);
  await get(from.window, 'marks.tag', {
    target: { rows: [first, second] },
    tag: 'улика',
    on: true,
  });
  await get(from.window, 'marks.note', { row: first, note: 'Спросить Игоря' });
  await from.window.reload();
  await expect(new ReviewPage(from.window, texts).table).toHaveAttribute('aria-busy', 'false');

  const bundle = join(at.userData, 'case.vestigo.zip');
  const dialogOf = (window: Page) => window.getByRole('dialog');
  const press = (window: Page, name: string) =>
    window.getByRole('button', { name, exact: true }).click();
  const chooseInMore = async (window: Page, name: string) => {
    await press(window, common.more);
    await window.getByRole('menuitem', { name }).click();
  };
  await visit(from.window, {
    seal: async () => {
      await chooseInMore(from.window, words.seal.action);
      await expect(dialogOf(from.window)).toContainText(words.seal.newKey);
      const signer = dialogOf(from.window).getByRole('textbox', { name: words.seal.signer });
      await signer.fill('a.soloveva');
    },
    sealed: async () => {
      await answerFileDialog(from.app, 'save', bundle);
      await press(from.window, words.seal.start);
      await expect(dialogOf(from.window)).toContainText(words.seal.done);
    },
  });
  await from.window.keyboard.press('Escape');
  const known = await knowledge(from.window);
  const sum = await exported(from, join(at.userData, 'from.ndjson'));
  await get(from.window, 'marks.note', { row: first, note: 'Игорь ответил: это не он' });
  const locked = join(at.userData, 'locked.vestigo.zip');
  await answerFileDialog(from.app, 'save', locked);
  const options = { selection: null, notes: true, signer: 'a.soloveva', once: false } as const;
  const identity = await generateIdentity();
  const encryptTo = { recipients: [await identityToRecipient(identity)] };
  await get(from.window, 'bundle.seal', { ...options, encryptTo });
  await visit(from.window, {
    'seal-keychain-absent': async () => {
      // Its service starts anew: for a program that runs it is gone.
      await at.keychain.lock();
      await chooseInMore(from.window, words.seal.action);
      await expect(dialogOf(from.window)).toContainText(words.seal.absent);
    },
  });
  await from.close();
  await services.close();

  const to = await newLaptop();
  const there = await to.start({ locale: 'ru' });
  const { app, window } = there;
  const dialog = dialogOf(window);
  const verdict = window.getByRole('region', { name: words.verdict.label });
  await new WelcomePage(window, texts).heading.waitFor();
  const broken = join(to.userData, 'case.vestigo.zip');
  await copyFile(bundle, broken);
  const bytes = await readFile(broken);
  bytes[bytes.length >> 1] = ~(bytes[bytes.length >> 1] ?? 0);
  await writeFile(broken, bytes);
  await visit(window, {
    'bundle-changed': async () => {
      await answerFileDialog(app, 'open', broken);
      await press(window, words.open.action);
      await press(window, words.open.choose);
      await expect(verdict).toHaveAttribute('data-verdict', 'changed');
      await expect(dialog.getByRole('button', { name: words.open.asSession })).toHaveCount(0);
    },
    'bundle-unknown': async () => {
      await answerFileDialog(app, 'open', bundle);
      await press(window, words.open.another);
      await expect(verdict).toContainText(words.verdict.unknown);
      // What is asked for first is who signed it.
      await expect(dialog.getByRole('button', { name: words.open.anyway })).toBeVisible();
      await expect(dialog.getByRole('button', { name: words.open.asSession })).toHaveCount(0);
    },
    'bundle-known': async () => {
      await dialog.getByText(words.confirm.compared).click();
      await dialog.getByRole('textbox', { name: words.confirm.name }).fill('a.soloveva, SOC');
      await press(window, words.confirm.action);
      await expect(verdict).toContainText(words.verdict.known);
    },
    'bundle-protect': async () => {
      await press(window, words.open.asSession);
      await expect(dialog.getByRole('radio', { name: welcome.new.keychain })).toBeChecked();
    },
  });
  const opened = join(to.userData, 'opened.vestigo');
  await answerFileDialog(app, 'save', opened);
  await press(window, words.open.start);
  const review = new ReviewPage(window, texts);
  await expect(review.table).toHaveAttribute('aria-busy', 'false');
  await expect(dialog).toHaveCount(0);
  expect(await knowledge(window)).toEqual(known);
  expect(await exported(there, join(to.userData, 'to.ndjson'))).toBe(sum);

  await get(window, 'marks.note', { row: first, note: 'Игорь был в отпуске' });
  await visit(window, {
    'bundle-encrypted': async () => {
      await answerFileDialog(app, 'open', locked);
      await chooseInMore(window, words.open.action);
      await press(window, words.open.choose);
      await expect(dialog).toContainText(words.open.encrypted);
    },
    'bundle-wrong-passphrase': async () => {
      await choose(dialog.getByRole('radio', { name: words.open.passphrase }));
      await dialog.getByLabel(words.seal.passphrase, { exact: true }).fill('не та фраза');
      await press(window, words.open.unlock);
      await expect(dialog).toContainText(words.open.wrongPassphrase);
    },
    'bundle-merge': async () => {
      await choose(dialog.getByRole('radio', { name: words.open.identity }));
      await dialog.getByLabel(words.open.identityLabel).fill(`# Анна\n${identity}`);
      await press(window, words.open.unlock);
      await expect(verdict).toContainText(words.verdict.known);
      await press(window, words.open.merge);
    },
    'bundle-merged': async () => {
      await press(window, words.merge.start);
      await expect(dialog).toContainText(words.conflicts.keptBoth);
      await expect(dialog).toContainText('В пакете (a.soloveva, SOC)');
    },
    origins: async () => {
      await window.keyboard.press('Escape');
      await chooseInMore(window, words.origins.action);
      await expect(dialog).toContainText('Игорь ответил: это не он');
      const nothing = by(words.stated.none, 'a.soloveva, SOC');
      await expect(dialog.getByText(nothing)).toHaveCount(2);
    },
    'known-signers': async () => {
      await window.keyboard.press('Escape');
      await chooseInMore(window, common.settings);
      await press(window, words.signers.show);
      await expect(dialog).toContainText('a.soloveva, SOC');
    },
  });
  await window.keyboard.press('Escape');
  await chooseInMore(window, words.origins.action);
  await dialog.getByText(words.conflicts.goTo).click();
  await expect(review.rows).toHaveCount(1);
  expect(await get(window, 'bundle.signers')).toMatchObject([{ own: false }]);

  // Handed on, it states where it came from.
  const onward = join(to.userData, 'onward.vestigo.zip');
  await answerFileDialog(app, 'save', onward);
  await get(window, 'bundle.seal', { ...options, signer: 'Вера', encryptTo: null });
  await visit(window, {
    'bundle-stated': async () => {
      await answerFileDialog(app, 'open', onward);
      await chooseInMore(window, words.open.action);
      await press(window, words.open.choose);
      const name = by(words.stated.title, 'Вера');
      const before = dialog.getByRole('group', { name });
      await expect(before.getByRole('listitem')).toHaveCount(2);
      await before.scrollIntoViewIfNeeded();
    },
  });
});
