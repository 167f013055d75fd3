import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import {
  jobStates,
  rawEvents,
  startCollecting,
  whenIdle,
} from '../../support/desktop/collecting.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { openGate, type Gate } from '../../support/desktop/gate.ts';
import { sessionProcesses } from '../../support/desktop/processes.ts';
import { answerQuestions } from '../../support/desktop/questions.ts';
import { choose } from '../pages/choose.ts';
import { CollectPage } from '../pages/collect.ts';
import { ReviewPage } from '../pages/review.ts';
import { WelcomePage } from '../pages/welcome.ts';
import { examine } from '../screens/looks.ts';

/** Collections as jobs: paused, left in the background, and brought up to date without being seen. */
const texts = textsOf('en');
const { closing } = texts.desktop;
const EVENTS = 300;
const SOURCE = 'Pachca of the works';

let laptop: Laptop;
let services: SampleServices;
let gate: Gate;

test.beforeEach(async () => {
  laptop = await openLaptop();
  gate = openGate();
  const end = new Date(Date.now() - 3_600_000).toISOString();
  services = await startSampleServices({ events: EVENTS, end, pachca: { layers: [gate.layer] } });
});
test.afterEach(async () => {
  gate.open();
  await services.close();
  await laptop.close();
});

const path = (name: string) => join(laptop.userData, `${name}.vestigo`);

async function createSession({ app, window }: RunningApp, name: string): Promise<void> {
  await answerFileDialog(app, 'save', path(name));
  await new WelcomePage(window, texts).createSession(name);
}

async function begin(): Promise<RunningApp & { sourceId: string }> {
  const running = await laptop.start();
  const { window } = running;
  const { address, token } = services.pachca;
  const source = { kind: 'pachca', name: SOURCE, address, token, keep: 'keychain' } as const;
  const { id } = await get(window, 'sources.save', source);
  await createSession(running, 'INC-2026-114');
  await window.getByRole('banner').getByRole('button', { name: texts.common.collect }).click();
  return { ...running, sourceId: id };
}

/** Nothing is missing and nothing is there twice. */
async function expectAll({ window }: RunningApp): Promise<void> {
  const raws = await rawEvents(window);
  expect(raws.toSorted()).toEqual([...services.pachca.events()].toSorted());
}

test('paused from the window it asks for nothing more, and goes on where it stopped', async () => {
  const running = await begin();
  const { window } = running;
  const collect = new CollectPage(window, texts);
  const held = gate.closeAfter(4);
  await collect.collectLastMonths(SOURCE);
  await held;
  const card = window.getByRole('article', { name: SOURCE });
  await card.getByRole('button', { name: texts.collect.pause }).click();
  await expect(card).toContainText(texts.collect.job.paused);
  const { collections } = await get(window, 'session.info');
  expect(collections).toMatchObject([{ status: 'partial', stop: 'paused' }]);
  const asked = gate.asked();
  gate.open();

  // Who loads the window again finds it paused still.
  await window.reload();
  await window.getByRole('banner').getByRole('button', { name: texts.common.collect }).click();
  await expect(card).toContainText(texts.collect.job.paused);
  expect(gate.asked()).toBe(asked);

  await card.getByRole('button', { name: texts.collect.resume }).click();
  await collect.waitForComplete(1);
  await expectAll(running);
  const { collections: after } = await get(window, 'session.info');
  expect(after).toMatchObject([{ status: 'complete', stop: null }]);
});

test('of two sources at one address the one goes on that collected, or the person says which', async () => {
  const running = await begin();
  const { window } = running;
  const collect = new CollectPage(window, texts);
  const { address, token } = services.pachca;
  const twin = {
    kind: 'pachca',
    name: 'severny-vektor-ural',
    address,
    token,
    keep: 'run',
  } as const;
  const { id } = await get(window, 'sources.save', twin);
  const toLedger = async () => {
    await window.reload();
    await window.getByRole('banner').getByRole('button', { name: texts.common.collect }).click();
  };
  const goOn = (within = window.getByRole('table')) =>
    within.getByRole('button', { name: texts.collect.goOn, exact: true }).click();
  const card = window.getByRole('article', { name: twin.name });
  const stop = async () => {
    await card.getByRole('button', { name: texts.collect.cancel, exact: true }).click();
    await whenIdle(window);
  };
  await toLedger();
  const held = gate.closeAfter(4);
  await collect.collectLastMonths(twin.name);
  await held;
  await stop();

  // With a token that is new it is not known whose it is.
  await get(window, 'sources.save', { ...twin, id });
  await toLedger();
  const dialog = window.getByRole('dialog', { name: texts.collect.goOnWith.title });
  await goOn();
  const submit = dialog.getByRole('button', { name: texts.collect.goOn, exact: true });
  await expect(dialog.getByRole('radio')).toHaveCount(2);
  await expect(submit).toBeDisabled();
  await examine(window, 'which source goes on');
  await window.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  expect(await jobStates(window)).toEqual([]);
  await goOn();
  await choose(dialog.getByRole('radio', { name: twin.name }));
  await goOn(dialog);
  await expect(card).toBeVisible();
  await stop();

  // Now it is: nothing is asked.
  await toLedger();
  await goOn();
  await expect(card).toBeVisible();
  await expect(dialog).toHaveCount(0);
  gate.open();
  await collect.waitForComplete(1);
  await expectAll(running);
  expect((await get(window, 'session.info')).collections).toHaveLength(1);
});

test('a session is left with what it collects, comes back as it is, and is closed when it is done', async () => {
  const running = await begin();
  const { app, window, sourceId } = running;
  const collect = new CollectPage(window, texts);
  const held = gate.closeAfter(4);
  await collect.collectLastMonths(SOURCE);
  await held;
  const processes = () => sessionProcesses(app);
  const close = async () => {
    await window.getByRole('button', { name: texts.common.more, exact: true }).click();
    await window.getByRole('menuitem', { name: texts.common.closeSession }).click();
  };
  const welcome = new WelcomePage(window, texts);

  const stay = await answerQuestions(app, closing.leave.stay);
  await close();
  await expect.poll(stay.asked).toBe(1);
  await answerFileDialog(app, 'save', path('INC-2026-097'));
  const other = { name: 'INC-2026-097', protection: { kind: 'keychain' } } as const;
  expect(await get(window, 'sessions.create', other)).toBeNull();
  expect(await readdir(laptop.userData)).not.toContain('Other.vestigo');
  expect(await jobStates(window)).toEqual(['running']);

  await answerQuestions(app, closing.leave.background);
  await close();
  await expect(welcome.heading).toBeVisible();
  const job = { state: 'running', session: { name: 'INC-2026-114', current: false } };
  expect(await get(window, 'collect.jobs')).toMatchObject([job]);
  expect(await processes()).toHaveLength(1);
  await welcome.openRecent('INC-2026-114');
  await expect(window.getByRole('banner')).toContainText('INC-2026-114');
  expect(await processes()).toHaveLength(1);
  expect(await get(window, 'collect.jobs')).toMatchObject([{ session: { current: true } }]);

  await close();
  await createSession(running, 'INC-2026-097');
  // The account is busy with the other session: this one waits for its turn.
  const { from, to } = services.period;
  const period = { from: Date.parse(from) * 1000, to: Date.parse(to) * 1000 + 999 };
  await startCollecting(window, { sourceId, ...period });
  expect(await jobStates(window)).toEqual(['running', 'queued']);
  expect(await processes()).toHaveLength(2);
  gate.open();
  await whenIdle(window);
  await expect.poll(processes).toHaveLength(1);
  await expectAll(running);

  await close();
  await welcome.openRecent('INC-2026-114');
  await expect(window.getByRole('banner')).toContainText('INC-2026-114');
  await expectAll(running);
});

test('a recent session is brought up to date behind the one on the screen', async () => {
  const running = await begin();
  const { app, window, sourceId } = running;
  const review = new ReviewPage(window, texts);
  const { from } = services.period;
  const half = Date.parse(from) * 1000 + 15 * 86_400_000_000;
  await startCollecting(window, { sourceId, from: Date.parse(from) * 1000, to: half });
  await whenIdle(window);
  const before = (await get(window, 'session.info')).events.pachca ?? 0;
  expect(before).toBeLessThan(EVENTS);
  await get(window, 'sessions.close');
  await createSession(running, 'INC-2026-097');

  const { others } = texts.collect;
  await window.getByRole('banner').getByRole('button', { name: texts.common.collect }).click();
  await window.getByRole('button', { name: others.action }).click();
  const dialog = window.getByRole('dialog', { name: others.title });
  // The one on the screen has the form for that.
  await expect(dialog.getByRole('checkbox')).toHaveCount(1);
  await choose(dialog.getByRole('checkbox', { name: 'INC-2026-114' }));
  await dialog.getByRole('button', { name: others.submit }).click();
  await expect(dialog.getByRole('status')).toHaveText(others.queued_one.replace('{{count}}', '1'));
  await dialog.getByRole('button', { name: others.done }).click();
  await whenIdle(window);
  await expect.poll(() => sessionProcesses(app)).toHaveLength(1);
  expect(await get(window, 'session.info')).toMatchObject({
    name: 'INC-2026-097',
    collections: [],
  });

  await get(window, 'sessions.close');
  await new WelcomePage(window, texts).openRecent('INC-2026-114');
  await expect(review.count).toHaveText(new RegExp(`^${EVENTS} `));
  await expectAll(running);
  const { collections } = await get(window, 'session.info');
  expect(collections.at(-1)).toMatchObject({ status: 'complete', overlapMs: 15 * 60_000 });
});
