import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { jobStates, rawEvents, whenIdle } from '../../support/desktop/collecting.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { openGate, type Gate } from '../../support/desktop/gate.ts';
import { answerQuestions } from '../../support/desktop/questions.ts';
import { CollectPage } from '../pages/collect.ts';
import { ReviewPage } from '../pages/review.ts';
import { WelcomePage } from '../pages/welcome.ts';

/** The program ends in the middle of a collection, as asked or without a word, and starts again. */
const texts = textsOf('ru');
const { closing } = texts.desktop;
const EVENTS = 300;
const SOURCE = 'Пачка';

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

/** A collection of which some pages have come and the rest is being waited for. */
async function inTheMiddle(): Promise<RunningApp> {
  const running = await laptop.start({ locale: 'ru' });
  const { app, window } = running;
  const { address, token } = services.pachca;
  const source = { kind: 'pachca', name: SOURCE, address, token, keep: 'keychain' } as const;
  await get(window, 'sources.save', source);
  await answerFileDialog(app, 'save', join(laptop.userData, 'case.vestigo'));
  await new WelcomePage(window, texts).createSession('Дело');
  await window.getByRole('banner').getByRole('button', { name: texts.common.collect }).click();
  const held = gate.closeAfter(4);
  await new CollectPage(window, texts).collectLastMonths(SOURCE);
  await held;
  await expect
    .poll(async () => (await get(window, 'session.info')).events.pachca ?? 0)
    .toBeGreaterThan(0);
  return running;
}

const closeWindow = ({ app }: RunningApp) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

async function openAgain(): Promise<RunningApp> {
  const again = await laptop.start({ locale: 'ru' });
  await new WelcomePage(again.window, texts).openRecent('Дело');
  await expect(again.window.getByRole('banner')).toContainText('Дело');
  return again;
}

async function expectAll({ window }: RunningApp): Promise<void> {
  await whenIdle(window);
  const review = new ReviewPage(window, texts);
  await expect(review.count).toHaveText(new RegExp(`^${EVENTS} `));
  const raws = await rawEvents(window);
  expect(raws.toSorted()).toEqual([...services.pachca.events()].toSorted());
  const { collections } = await get(window, 'session.info');
  expect(collections).toMatchObject([{ status: 'complete', stop: null }]);
}

test('closing asks; closed, the collection goes on by itself when its session is opened again', async () => {
  const running = await inTheMiddle();
  const { app, window } = running;
  const stay = await answerQuestions(app, closing.quit.stay);
  await closeWindow(running);
  await expect.poll(stay.asked).toBe(1);
  expect(await jobStates(window)).toEqual(['running']);

  await answerQuestions(app, closing.quit.close);
  const ended = app.waitForEvent('close');
  await closeWindow(running);
  await ended;

  const again = await openAgain();
  await expect.poll(() => jobStates(again.window)).toEqual(['running']);
  const { collections } = await get(again.window, 'session.info');
  expect(collections).toHaveLength(1);
  expect(collections[0]?.windows.some(({ counts }) => counts.pages > 0)).toBe(true);
  gate.open();
  await expectAll(again);
});

test('killed, the collection is offered and not begun; one press completes it', async () => {
  const running = await inTheMiddle();
  const killed = running.app.waitForEvent('close');
  running.app.process().kill('SIGKILL');
  await killed;
  gate.open();

  const again = await openAgain();
  const { window } = again;
  await window.getByRole('banner').getByRole('button', { name: texts.common.collect }).click();
  const goOn = window.getByRole('button', { name: texts.collect.goOn, exact: true }).first();
  await expect(goOn).toBeVisible();
  expect(await jobStates(window)).toEqual([]);
  expect((await get(window, 'session.info')).collections).toMatchObject([{ stop: 'interrupted' }]);
  await goOn.click();
  await new CollectPage(window, texts).waitForComplete(1);
  await new CollectPage(window, texts).toReview();
  await expectAll(again);
});
