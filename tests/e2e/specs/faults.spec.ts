import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { json, type Answer, type Layer } from '../../../src/main/sample/server.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import type { KeychainState } from '../../support/desktop/keychain.ts';
import { get } from '../../support/desktop/bridge.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { sessionProcesses } from '../../support/desktop/processes.ts';
import { collectElsewhere } from '../../support/desktop/elsewhere.ts';
import { choose } from '../pages/choose.ts';
import { CollectPage } from '../pages/collect.ts';
import { ReviewPage } from '../pages/review.ts';
import { SourcesPage } from '../pages/sources.ts';
import { WelcomePage } from '../pages/welcome.ts';

/** What a person reads and can do when something goes wrong, in the window itself. */
const texts = textsOf('ru');
const { common, failures, welcome: welcomeTexts, export: exportTexts } = texts;
const PASSPHRASE = 'верная лошадь батарея скрепка';
const SESSION = 'Инцидент 2026-114';
const SOURCE = 'Пачка — Северный Вектор';
const EVENTS = 600;

let laptop: Laptop;
let services: SampleServices;
/** What the services answer instead of an answer. */
let trouble: Layer | null;
const troubled: Layer = (request, next) => (trouble ? trouble(request, next) : next(request));

test.afterEach(async () => {
  await services.close().catch(() => undefined);
  await laptop.close();
});

async function openOn(keychain: KeychainState): Promise<RunningApp> {
  laptop = await openLaptop({ keychain });
  trouble = null;
  await startServices();
  return laptop.start({ locale: 'ru' });
}

/** A month that lies within the last 90 days; at the ports given, as a service that comes back does. */
async function startServices(ports = { pachca: 0, jayguard: 0 }): Promise<void> {
  const end = new Date(Date.now() - 3_600_000).toISOString();
  const layers = { layers: [troubled] };
  services = await startSampleServices({ events: EVENTS, end, ports, pachca: layers });
}

function pagesOf({ window }: RunningApp) {
  return {
    welcome: new WelcomePage(window, texts),
    sources: new SourcesPage(window, texts),
    collect: new CollectPage(window, texts),
    review: new ReviewPage(window, texts),
  };
}

const file = () => join(laptop.userData, 'incident.vestigo');

/** A session with a source, on the screen where collections are begun. */
async function readyToCollect({ app, window }: RunningApp): Promise<void> {
  const { address, token } = services.pachca;
  const source = { kind: 'pachca', name: SOURCE, address, token, keep: 'keychain' } as const;
  await get(window, 'sources.save', source);
  await answerFileDialog(app, 'save', file());
  await new WelcomePage(window, texts).createSession(SESSION);
  await window.getByRole('banner').getByRole('button', { name: common.collect }).click();
}

/** A session protected by a passphrase that is closed again; the window shows where it is listed. */
async function keepArchive({ app, window }: RunningApp): Promise<void> {
  await answerFileDialog(app, 'save', file());
  const protection = { kind: 'passphrase', passphrase: PASSPHRASE } as const;
  await get(window, 'sessions.create', { name: SESSION, protection });
  await get(window, 'sessions.close');
}

/** Answers some pages and then no more. */
function after(pages: number, answer: () => Answer): Layer {
  let left = pages;
  return (request, next) =>
    request.url.pathname.endsWith('audit_events') && --left < 0 ? answer() : next(request);
}

interface Breaking {
  what: string;
  answer: () => Answer;
  said: string;
}

const breaking: readonly Breaking[] = [
  {
    what: 'the token is revoked',
    answer: () => json(401, { error: 'invalid_token' }),
    said: failures['service.unauthorized'].what,
  },
  {
    what: 'a sign-in page comes instead of JSON',
    answer: () => ({ status: 200, body: '<!doctype html><title>Вход</title>' }),
    said: failures['service.not-json'].what,
  },
];

for (const { what, answer, said } of breaking) {
  test(`while collecting, ${what}: said, what came is kept, and it goes on`, async () => {
    const running = await openOn('unlocked');
    const { window } = running;
    const { collect, review } = pagesOf(running);
    await readyToCollect(running);
    trouble = after(4, answer);
    await collect.collectLastMonths(SOURCE);
    const heading = window.getByRole('heading', { name: texts.collect.ended.partial });
    const ended = window.getByRole('status').filter({ has: heading });
    await expect(ended).toContainText(said, { timeout: 60_000 });
    const { events } = await get(window, 'session.info');
    expect(events.pachca).toBeGreaterThan(0);
    expect(events.pachca).toBeLessThan(EVENTS);

    trouble = null;
    await ended.getByRole('button', { name: texts.collect.goOn }).click();
    await collect.waitForComplete(1);
    await collect.toReview();
    await expect(review.count).toHaveText(new RegExp(`^${EVENTS} `));
  });
}

test('the network is gone for a while: it waits, says so, and goes on by itself', async () => {
  const running = await openOn('unlocked');
  const { window } = running;
  const { collect, review } = pagesOf(running);
  await readyToCollect(running);
  const gone = Promise.withResolvers<void>();
  let pages = 0;
  trouble = (request, next) => {
    if (request.url.pathname.endsWith('audit_events') && ++pages > 4) gone.resolve();
    return pages > 4 ? new Promise<never>(() => undefined) : next(request);
  };
  const { pachca, jayguard } = services;
  const port = ({ origin }: { origin: string }) => Number(new URL(origin).port);
  const ports = { pachca: port(pachca), jayguard: port(jayguard) };
  await collect.collectLastMonths(SOURCE);
  await gone.promise;
  await services.close();
  const waiting = texts.collect.waiting.offline.split('{{')[0] ?? '';
  const card = window.getByRole('article', { name: SOURCE });
  await expect(card).toContainText(waiting, { timeout: 60_000 });

  // Nobody presses anything.
  trouble = null;
  await startServices(ports);
  await collect.waitForComplete(1);
  await collect.toReview();
  await expect(review.count).toHaveText(new RegExp(`^${EVENTS} `));
  const { collections } = await get(window, 'session.info');
  expect(collections).toMatchObject([{ status: 'complete', stop: null }]);
});

test('a wrong passphrase, a file in use and a damaged one are three different things', async () => {
  const running = await openOn('unlocked');
  const { window } = running;
  const { welcome, review } = pagesOf(running);
  await keepArchive(running);
  const alert = window.getByRole('alert');

  await welcome.openRecent(SESSION);
  await welcome.enterPassphrase('неверная лошадь');
  await expect(alert).toHaveText(welcomeTexts.passphrase.wrong);
  // What is typed next stands in the place of what was wrong.
  const field = window.getByRole('dialog').getByLabel(welcomeTexts.passphrase.label);
  await expect(field).toBeFocused();
  await window.keyboard.type('x');
  await expect(field).toHaveValue('x');

  const asked = Promise.withResolvers<void>();
  trouble = () => {
    asked.resolve();
    return json(429, {}, { 'retry-after': '90' });
  };
  const end = collectElsewhere({ session: file(), passphrase: PASSPHRASE, ...services.pachca });
  await asked.promise;
  await welcome.enterPassphrase(PASSPHRASE);
  await expect(alert).toContainText(failures['session.in-use'].what);
  await expect(alert).toContainText(basename(file()));
  await end();

  // The notice opens it as soon as nobody else holds it.
  await alert.getByRole('button', { name: common.retry }).click();
  await welcome.enterPassphrase(PASSPHRASE);
  await expect(review.table).toBeVisible();
  await get(window, 'sessions.close');

  const bytes = await readFile(file());
  bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100);
  await writeFile(file(), bytes);
  await welcome.openRecent(SESSION);
  await welcome.enterPassphrase(PASSPHRASE);
  await expect(alert).toContainText(failures['session.damaged'].what);
  const entry = window.getByRole('listitem').filter({ hasText: SESSION });
  await expect(entry).toContainText(welcomeTexts.recent.damaged);
  await alert.getByRole('button', { name: common.close }).click();
  await expect(alert).toHaveCount(0);
  expect(await readFile(file())).toEqual(bytes);
});

test('without a keychain the whole way goes by a passphrase and a token of this run', async () => {
  const running = await openOn('absent');
  const { app, window } = running;
  const { sources, collect } = pagesOf(running);
  await expect(window.getByText(common.keychainAbsent)).toBeVisible();
  await sources.open();
  const { address, token } = services.pachca;
  await sources.add('pachca', SOURCE, address, token);
  await expect(sources.card(SOURCE)).toContainText(texts.sources.tokenState.run);
  await window.getByRole('button', { name: common.backToSessions }).click();

  await window.getByRole('button', { name: welcomeTexts.new.action }).click();
  const dialog = window.getByRole('dialog');
  await expect(dialog).toContainText(welcomeTexts.new.keychainNote.absent);
  await dialog.getByLabel(welcomeTexts.new.name, { exact: true }).fill(SESSION);
  await dialog.getByLabel(welcomeTexts.passphrase.label, { exact: true }).last().fill(PASSPHRASE);
  await dialog.getByLabel(welcomeTexts.new.again).fill(PASSPHRASE);
  await answerFileDialog(app, 'save', file());
  await dialog.getByRole('button', { name: welcomeTexts.new.create }).click();
  await window.getByRole('banner').getByRole('button', { name: common.collect }).click();
  await collect.collectLastMonths(SOURCE);
  await collect.waitForComplete(1);
  await running.close();

  const again = await laptop.start({ locale: 'ru' });
  const pages = pagesOf(again);
  await pages.welcome.openRecent(SESSION);
  await pages.welcome.enterPassphrase(PASSPHRASE);
  await expect(pages.review.count).toHaveText(new RegExp(`^${EVENTS} `));
  await pages.sources.open();
  await expect(pages.sources.card(SOURCE)).toContainText(texts.sources.tokenState.missing);
});

test('a locked keychain, an absent one and a missing entry each have words of their own', async () => {
  const first = await openOn('unlocked');
  await readyToCollect(first);
  await first.close();

  await laptop.keychain.lock();
  const locked = await laptop.start({ locale: 'ru' });
  const { welcome, sources } = pagesOf(locked);
  await expect(locked.window.getByText(common.keychainLocked)).toBeVisible();
  await welcome.openRecent(SESSION);
  const alert = locked.window.getByRole('alert');
  await expect(alert).toContainText(failures['keychain.locked'].what);
  await sources.open();
  await expect(sources.card(SOURCE)).toContainText(texts.sources.tokenState.locked);
  await locked.close();

  const stranger = await openLaptop();
  try {
    const other = await stranger.start({ locale: 'ru' });
    await answerFileDialog(other.app, 'open', file());
    await other.window.getByRole('button', { name: welcomeTexts.openFile }).click();
    await expect(other.window.getByRole('alert')).toContainText(failures['keychain.no-entry'].what);
  } finally {
    await stranger.close();
  }
  const bare = await openLaptop({ keychain: 'absent' });
  try {
    const other = await bare.start({ locale: 'ru' });
    await expect(other.window.getByText(common.keychainAbsent)).toBeVisible();
    await answerFileDialog(other.app, 'open', file());
    await other.window.getByRole('button', { name: welcomeTexts.openFile }).click();
    await expect(other.window.getByRole('alert')).toContainText(failures['keychain.absent'].what);
  } finally {
    await bare.close();
  }
});

test('the process that holds the session dies: said calmly, and the session opens again', async () => {
  const running = await openOn('unlocked');
  const { app, window } = running;
  const { welcome, collect, review } = pagesOf(running);
  await readyToCollect(running);
  await collect.collectLastMonths(SOURCE);
  await collect.waitForComplete(1);
  await collect.toReview();
  await expect(review.count).toHaveText(new RegExp(`^${EVENTS} `));

  for (const id of await sessionProcesses(app)) process.kill(id, 'SIGKILL');
  await expect(welcome.heading).toBeVisible();
  await expect(window.getByRole('alertdialog')).toContainText(failures.internal.next);
  await welcome.openRecent(SESSION);
  await expect(review.count).toHaveText(new RegExp(`^${EVENTS} `));
  await expect(review.rows.first()).toBeVisible();
});

test('an export into a folder that can only be read says so and leaves no file', async () => {
  const running = await openOn('unlocked');
  const { app, window } = running;
  const { collect } = pagesOf(running);
  await readyToCollect(running);
  await collect.collectLastMonths(SOURCE);
  await collect.waitForComplete(1);
  await collect.toReview();

  const folder = join(laptop.userData, 'только чтение');
  await mkdir(folder);
  await chmod(folder, 0o500);
  await answerFileDialog(app, 'save', join(folder, 'events.csv'));
  await window.getByRole('banner').getByRole('button', { name: common.export }).click();
  const dialog = window.getByRole('dialog', { name: exportTexts.title });
  await choose(dialog.getByRole('radio', { name: /^CSV/ }));
  await dialog.getByRole('button', { name: exportTexts.start }).click();
  await expect(dialog.getByRole('alert')).toContainText(failures['file.not-permitted'].what);
  expect(await readdir(folder)).toEqual([]);
});
