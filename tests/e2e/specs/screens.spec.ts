import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { json, type Layer } from '../../../src/main/sample/server.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import type { KeychainState } from '../../support/desktop/keychain.ts';
import { get } from '../../support/desktop/bridge.ts';
import { startCollecting, whenIdle } from '../../support/desktop/collecting.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { collectElsewhere } from '../../support/desktop/elsewhere.ts';
import { choose } from '../pages/choose.ts';
import { CollectPage } from '../pages/collect.ts';
import { ExportDialog } from '../pages/export.ts';
import { ReviewPage } from '../pages/review.ts';
import { SourcesPage } from '../pages/sources.ts';
import { WelcomePage } from '../pages/welcome.ts';
import { visit } from '../screens/looks.ts';

/**
 * Every screen and state of the window, in both languages and both themes: axe finds nothing, and a
 * picture of each is left for people to look at. A new screen is one more entry in a list below.
 */
const texts = textsOf('ru');
const { common, failures, welcome: welcomeTexts, review: reviewTexts } = texts;
const PASSPHRASE = 'верная лошадь батарея скрепка';
const SESSION = 'INC-2026-114';
const ARCHIVE = 'INC-2026-081';
const names = { pachca: 'severny-vektor', jayguard: 'model-gateway' };

let laptop: Laptop;
let services: SampleServices;
/** What the services answer instead of an answer. */
let trouble: Layer | null;
const troubled: Layer = (request, next) => (trouble ? trouble(request, next) : next(request));

test.afterEach(async () => {
  await services.close();
  await laptop.close();
});

async function openOn(keychain: KeychainState): Promise<RunningApp> {
  trouble = null;
  services = await startSampleServices({
    events: { pachca: 4000, jayguard: 1500 },
    pachca: { layers: [troubled] },
    jayguard: { layers: [troubled] },
  });
  laptop = await openLaptop({ keychain });
  await mkdir(folder(), { recursive: true });
  return laptop.start({ locale: 'ru' });
}

const folder = () => join(laptop.userData, 'Документы', 'Расследования');

function pagesOf({ window }: RunningApp) {
  return {
    welcome: new WelcomePage(window, texts),
    sources: new SourcesPage(window, texts),
    collect: new CollectPage(window, texts),
    review: new ReviewPage(window, texts),
    exporting: new ExportDialog(window, texts),
  };
}

/** µs of a day of October in Moscow. */
const october = (day: number, hour = 0) => Date.UTC(2026, 9, day, hour - 3) * 1000;

/** Collects past the form, and waits for the end. */
async function collect({ window }: RunningApp, name: string, from: number, to: number) {
  const source = (await get(window, 'sources.list')).find((one) => one.name === name);
  if (!source) throw new Error(`no source ${name}`);
  const { id: sourceId, kind } = source;
  const withDetails = kind === 'jayguard';
  const asked = { from, to: to - 1, withDetails, withNames: !withDetails };
  await startCollecting(window, { ...asked, sourceId });
  await whenIdle(window);
}

/** All but two days that nobody asked for, and four for which Jay Guard refused. */
async function collectOctober(running: RunningApp): Promise<void> {
  await collect(running, names.pachca, october(1), october(13));
  await collect(running, names.pachca, october(15), october(32));
  await collect(running, names.jayguard, october(1), october(13));
  await collect(running, names.jayguard, october(15), october(20));
  trouble = () => json(401, { error: 'invalid_token' });
  await collect(running, names.jayguard, october(20), october(24));
  trouble = null;
  await collect(running, names.jayguard, october(24), october(32));
}

test('every screen of a working day', async () => {
  test.setTimeout(480_000);
  const running = await openOn('unlocked');
  const { app, window } = running;
  const { welcome, sources, collect: collecting, review, exporting } = pagesOf(running);
  const press = (name: string | RegExp) =>
    window.getByRole('button', { name, exact: true }).click();
  const escape = () => window.keyboard.press('Escape');
  const files = {
    main: join(folder(), 'incident.vestigo'),
    archive: join(folder(), 'archive.vestigo'),
    gone: join(folder(), 'gone.vestigo'),
    csv: join(folder(), 'events.csv'),
    ndjson: join(folder(), 'events.ndjson'),
  };
  const dialog = window.getByRole('dialog');
  const missing = (name: string) =>
    window
      .getByRole('complementary', { name: reviewTexts.coverage.label })
      .getByRole('listitem')
      .filter({ hasText: name });
  const tab = (name: string) => review.event.getByRole('tab', { name }).click();

  await visit(window, {
    welcome: () => welcome.heading.waitFor(),
    'session-new': async () => {
      await press(welcomeTexts.new.action);
      await dialog.getByLabel(welcomeTexts.new.name, { exact: true }).fill(SESSION);
      await choose(dialog.getByRole('radio', { name: welcomeTexts.new.passphrase }));
      await dialog.getByLabel(welcomeTexts.passphrase.label, { exact: true }).fill('верная лошадь');
      await dialog.getByLabel(welcomeTexts.new.again).fill('верная');
    },
    'session-new-discard': escape,
    'sources-empty': async () => {
      await press(common.discard);
      await sources.open();
    },
    'source-new': async () => {
      await press(texts.sources.add.action);
      await sources.token.fill('sample');
    },
    sources: async () => {
      await escape();
      await press(common.discard);
      const { pachca, jayguard } = services;
      await sources.add('pachca', names.pachca, pachca.address, pachca.token);
      await sources.add('jayguard', names.jayguard, jayguard.address, jayguard.token);
    },
    'source-failures': async () => {
      trouble = ({ token }) =>
        token === services.pachca.token
          ? json(403, {
              error: 'insufficient_scope',
              error_description: 'Insufficient scope. Required: audit_events:read',
            })
          : { status: 200, body: '<!doctype html><title>Вход</title>' };
      for (const name of Object.values(names)) {
        await sources.card(name).getByRole('button', { name: texts.sources.test }).click();
        await expect(sources.card(name).getByRole('alert')).toBeVisible();
      }
      trouble = null;
    },
    'source-remove': () => press(texts.sources.removeNamed.replace('{{name}}', names.pachca)),
    'review-empty': async () => {
      await escape();
      await press(common.backToSessions);
      await answerFileDialog(app, 'save', files.main);
      await welcome.createSession(SESSION);
      await window.getByText(reviewTexts.empty.session).waitFor();
    },
    'collect-first': async () => {
      await press(reviewTexts.empty.collect);
      await window.getByText(texts.collect.ledger.noneText).waitFor();
    },
    review: async () => {
      await collectOctober(running);
      await collecting.toReview();
      await expect(review.rows.first()).toBeVisible();
      // The last that is asked for.
      await expect(window.locator('#histogram [class*="alarm"]').first()).toBeVisible();
    },
    'review-event': async () => {
      // Until then its room is the table's; and then nothing is to be scrolled to.
      await expect(review.event).toBeHidden();
      await review.openEvent(0);
      const beyond = (grid: HTMLElement) => grid.scrollWidth - grid.clientWidth;
      expect(await review.table.evaluate(beyond)).toBe(0);
    },
    'review-conversation': async () => {
      await review.search('посылка has:findings');
      await review.openEvent(0);
    },
    'review-fields': () => tab(reviewTexts.detail.fields),
    'review-json': () => tab(reviewTexts.detail.json),
    'review-origin': () => tab(reviewTexts.detail.origin),
    'review-cell-menu': () =>
      review.rows.nth(2).getByRole('gridcell').nth(1).click({ button: 'right' }),
    'review-columns': async () => {
      await escape();
      await press(reviewTexts.table.columns);
    },
    'review-period': async () => {
      await escape();
      await press(reviewTexts.period.whole);
    },
    'review-query-error': async () => {
      await escape();
      await review.type('посылка AND (ip:10.0.* OR');
      await expect(review.problem).toBeVisible();
    },
    'review-no-match': async () => {
      await review.search('event:user_login кентавр');
      const [gaps = ''] = reviewTexts.empty.partialSession.split('{{');
      await window.getByText(gaps).waitFor();
    },
    'review-not-collected': async () => {
      await review.clear();
      await missing(names.pachca).getByRole('button', { name: /13/ }).click();
      await window.getByText(reviewTexts.empty.notCollectedHint).waitFor();
    },
    help: async () => {
      await press(reviewTexts.period.reset);
      await review.table.focus();
      await window.keyboard.press('?');
    },
    settings: async () => {
      await escape();
      await press(common.more);
      await window.getByRole('menuitem', { name: common.settings }).click();
    },
    export: async () => {
      await escape();
      await review.search('event:user_2fa_fail');
      await review.openExport();
    },
    'export-done': async () => {
      await answerFileDialog(app, 'save', files.csv);
      await exporting.export('CSV');
    },
    import: async () => {
      await exporting.close();
      await answerFileDialog(app, 'save', files.ndjson);
      await review.openExport();
      await exporting.export('NDJSON');
      await exporting.close();
      await press(common.more);
      await window.getByRole('menuitem', { name: common.import }).click();
    },
    'import-done': async () => {
      await answerFileDialog(app, 'open', files.ndjson);
      await press(texts.export.import.choose);
      await expect(dialog.getByRole('status')).toBeVisible();
    },
    'collect-form': async () => {
      await escape();
      const action = { name: reviewTexts.coverage.collect };
      await missing(names.pachca).getByRole('button', action).click();
      await press(texts.collect.filters.none);
    },
    'collect-calendar': () => press(new RegExp(texts.collect.period.calendar)),
    'collect-running': async () => {
      await escape();
      let answered = 0;
      trouble = (request, next) =>
        ++answered < 4 ? next(request) : json(429, {}, { 'retry-after': '90' });
      await press(texts.collect.new.start);
      await window.getByText(/ограничил частоту/).waitFor();
    },
    'collect-ended': async () => {
      await press(texts.collect.cancel);
      await window.getByText(texts.collect.ended.cancelledEmpty).waitFor();
      trouble = null;
      await window.getByRole('table').getByRole('button', { expanded: false }).nth(2).click();
    },
    'welcome-sessions': async () => {
      for (const path of [files.gone, files.archive]) {
        await answerFileDialog(app, 'save', path);
        const protection = { kind: 'passphrase', passphrase: PASSPHRASE } as const;
        await get(window, 'sessions.create', { name: ARCHIVE, protection });
      }
      await get(window, 'sessions.close');
      await rm(files.gone);
      await window.reload();
      await welcome.heading.waitFor();
    },
    'session-passphrase': () => welcome.openRecent(ARCHIVE),
    'session-passphrase-wrong': async () => {
      await welcome.enterPassphrase('неверная лошадь');
      await expect(dialog.getByRole('alert')).toBeVisible();
    },
    'session-in-use': async () => {
      const asked = Promise.withResolvers<void>();
      trouble = () => {
        asked.resolve();
        return json(429, {}, { 'retry-after': '90' });
      };
      const end = collectElsewhere({
        session: files.archive,
        passphrase: PASSPHRASE,
        ...services.pachca,
      });
      await asked.promise;
      await welcome.enterPassphrase(PASSPHRASE);
      await expect(window.getByRole('alert')).toContainText(failures['session.in-use'].what);
      await end();
    },
    'session-damaged': async () => {
      const bytes = await readFile(files.archive);
      bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100);
      await writeFile(files.archive, bytes);
      await welcome.openRecent(ARCHIVE);
      await welcome.enterPassphrase(PASSPHRASE);
      await expect(window.getByRole('alert')).toContainText(failures['session.damaged'].what);
    },
  });
});

test('without a keychain', async () => {
  const running = await openOn('absent');
  const { window } = running;
  const { welcome, sources } = pagesOf(running);
  await visit(window, {
    'keychain-absent': () => welcome.heading.waitFor(),
    'keychain-absent-session': async () => {
      await window.getByRole('button', { name: welcomeTexts.new.action }).click();
    },
    'keychain-absent-source': async () => {
      await window.keyboard.press('Escape');
      await sources.open();
      await window.getByRole('button', { name: texts.sources.add.action }).click();
    },
    'collect-samples': async () => {
      await window.keyboard.press('Escape');
      await window.getByRole('button', { name: common.backToSessions }).click();
      await welcome.startSamples();
      await window.getByText(texts.collect.sample.ready).waitFor();
    },
  });
});

test('with a locked keychain', async () => {
  const before = await openOn('unlocked');
  const { address, token } = services.pachca;
  const source = { kind: 'pachca', name: names.pachca, address, token, keep: 'keychain' } as const;
  await get(before.window, 'sources.save', source);
  await answerFileDialog(before.app, 'save', join(folder(), 'incident.vestigo'));
  const protection = { kind: 'keychain' } as const;
  await get(before.window, 'sessions.create', { name: SESSION, protection });
  await before.close();
  await laptop.keychain.lock();

  const running = await laptop.start({ locale: 'ru' });
  const { welcome, sources } = pagesOf(running);
  await visit(running.window, {
    'keychain-locked': async () => {
      await welcome.openRecent(SESSION);
      await expect(running.window.getByRole('alert')).toBeVisible();
    },
    'keychain-locked-sources': async () => {
      await sources.open();
      await sources.card(names.pachca).getByRole('button', { name: texts.sources.test }).click();
      await expect(sources.card(names.pachca).getByRole('alert')).toBeVisible();
    },
  });
});
