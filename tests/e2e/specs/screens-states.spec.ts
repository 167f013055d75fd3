import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { owner } from '../../../src/main/sample/company.ts';
import { json, type Layer } from '../../../src/main/sample/server.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { openLaptop, type Laptop } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { startCollecting, whenIdle } from '../../support/desktop/collecting.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { choose } from '../pages/choose.ts';
import { PrivacyPage } from '../pages/privacy.ts';
import { ReviewPage } from '../pages/review.ts';
import { WelcomePage } from '../pages/welcome.ts';
import { visit } from '../screens/looks.ts';

/**
 * What a session knows of its events beside what the services said, on the screen, in every look:
 * late, gone, changed, one's own traces, what cannot be read, what was never fetched.
 */
const texts = textsOf('ru');
const { common, review: words } = texts;

let laptop: Laptop;
let services: SampleServices;
let trouble: Layer | null;

test.beforeEach(async () => {
  trouble = null;
  laptop = await openLaptop();
  services = await startSampleServices({
    events: { pachca: 1500, jayguard: 400 },
    jayguard: { layers: [(request, next) => (trouble ? trouble(request, next) : next(request))] },
  });
});
test.afterEach(async () => {
  await services.close().catch(() => undefined);
  await laptop.close();
});

/** µs of a day of October in Moscow. */
const october = (day: number) => Date.UTC(2026, 9, day, -3) * 1000;

test('late, gone, changed and own events, quarantine, details', async () => {
  test.setTimeout(480_000);
  const { app, window } = await laptop.start({ locale: 'ru' });
  const review = new ReviewPage(window, texts);
  const dialog = window.getByRole('dialog');
  const press = (name: string) => window.getByRole('button', { name, exact: true }).click();
  const escape = () => window.keyboard.press('Escape');
  const openDetails = async () => {
    await press(common.more);
    await window.getByRole('menuitem', { name: common.fetchDetails }).click();
  };
  await new WelcomePage(window, texts).heading.waitFor();

  const source = async (kind: 'pachca' | 'jayguard', name: string) => {
    const { address, token } = services[kind];
    return (await get(window, 'sources.save', { kind, name, address, token, keep: 'run' })).id;
  };
  const pachca = await source('pachca', 'severny-vektor');
  const jayguard = await source('jayguard', 'model-gateway');
  await answerFileDialog(app, 'save', join(laptop.userData, 'states.vestigo'));
  const protection = { kind: 'passphrase', passphrase: 'верная лошадь батарея' } as const;
  await get(window, 'sessions.create', { name: 'INC-2026-114', protection });
  await window.reload();
  await review.table.waitFor();

  // The source as it was, then as it is: one event came late, one is gone, one reads otherwise.
  const { archive } = services.pachca;
  const unreadable = (raw: string) => raw.replace(/"created_at":"[^"]*"/, '"created_at":"вчера"');
  for (const number of [300, 301, 700]) archive.rewrite(number, unreadable);
  const ownReading = (raw: string) =>
    JSON.stringify({
      ...JSON.parse(raw),
      event_key: 'audit_events_accessed',
      actor_id: String(owner.id),
    });
  for (let number = 1200; number < 1240; number += 2) archive.rewrite(number, ownReading);
  const period = { from: october(1), to: october(28) - 1 };
  await startCollecting(window, { sourceId: pachca, ...period });
  await startCollecting(window, { sourceId: jayguard, ...period });
  await whenIdle(window);
  archive.happen(october(12) / 1000 + 3_600_000);
  archive.vanish(400);
  archive.rewrite(500, (raw) => raw.replace(/"ip_address":[^,]*/, '"ip_address":"185.22.14.7"'));
  await startCollecting(window, { sourceId: pachca, ...period, refresh: true });
  await whenIdle(window);
  // The notices of their ends would lie over half of it.
  await window.reload();
  const info = await get(window, 'session.info');
  expect(info.flags).toMatchObject({ late: 1, gone: 1, changed: 2 });
  expect(info.flags.own).toBeGreaterThanOrEqual(20);
  expect(info.quarantined).toBe(3);
  const own = window.getByRole('switch', { name: words.own.hide });

  await visit(window, {
    'review-states': async () => {
      await review.search('is:late OR is:gone OR is:changed');
      await expect(review.rows).toHaveCount(4);
    },
    'review-late': async () => {
      await review.search('is:late');
      await review.openEvent(0);
      await expect(review.event).toContainText(words.stateNotes.late);
    },
    'review-gone': async () => {
      await review.search('is:gone');
      await review.openEvent(0);
      await expect(review.event).toContainText(words.stateNotes.gone);
    },
    'review-compare': async () => {
      await review.search('is:changed');
      await review.openEvent(0);
      await press(words.compare.action);
      await expect(dialog).toContainText('185.22.14.7');
    },
    'review-trust': async () => {
      await escape();
      await review.clear();
      await press(texts.reliance.why);
      await expect(dialog.getByText(texts.reliance.unseen)).toBeVisible();
      await expect(dialog.getByRole('button', { name: texts.reliance.show })).toHaveCount(3);
    },
    'review-own': async () => {
      await escape();
      await expect(dialog).toHaveCount(0);
      const before = await review.count.textContent();
      await window.locator('label', { has: own }).click();
      await expect(own).toBeChecked();
      await expect(review.count).not.toHaveText(before ?? '');
    },
    quarantine: async () => {
      await review.clear();
      await new PrivacyPage(window, texts).revealAll('Сверка с источником');
      await window
        .getByRole('button', {
          name: words.coverage.quarantined.replace('{{number}}', '3'),
        })
        .click();
      await expect(dialog).toContainText('вчера');
    },
    'quarantine-read-again': async () => {
      await press(words.quarantine.reread);
      await expect(dialog).toContainText(words.quarantine.rereadNone);
    },
    'quarantine-exported': async () => {
      await answerFileDialog(app, 'save', join(laptop.userData, 'quarantine.ndjson'));
      await press(words.quarantine.export);
      await expect(dialog).toContainText('SHA-256');
    },
    'review-findings-unknown': async () => {
      await escape();
      await review.search('has:findings');
      await window.getByText(/У \d+ событий Jay Guard/).waitFor();
    },
    'fetch-details': async () => {
      await review.search('event:redact');
      await openDetails();
      await choose(dialog.getByRole('radio', { name: words.fetchDetails.shown }));
    },
    'fetch-details-running': async () => {
      let batches = 0;
      trouble = (request, next) =>
        request.url.pathname.endsWith('/details') && ++batches > 1
          ? json(429, {}, { 'retry-after': '90' })
          : next(request);
      await choose(dialog.getByRole('radio', { name: words.fetchDetails.all }));
      await press(words.fetchDetails.start);
      await expect.poll(() => batches).toBeGreaterThan(1);
      await dialog.getByRole('progressbar').waitFor();
    },
    'fetch-details-stopped': async () => {
      await press(words.fetchDetails.stop);
      await expect(dialog.getByRole('status')).toBeVisible();
    },
    'fetch-details-done': async () => {
      trouble = null;
      await escape();
      await openDetails();
      await press(words.fetchDetails.start);
      await expect(dialog.getByRole('status')).toContainText(/\d/);
    },
    'review-new-above': async () => {
      await escape();
      await review.clear();
      await review.wheel(24 * 200);
      await expect.poll(async () => (await review.firstInSight())?.index ?? 0).toBeGreaterThan(99);
      const newer = { from: october(28), to: october(31) - 1 };
      await startCollecting(window, { sourceId: pachca, ...newer });
      await whenIdle(window);
      // What came offers to show its events, too.
      await window.getByRole('button', { name: words.table.showAbove, exact: true }).waitFor();
    },
  });
  const { details } = await get(window, 'session.info');
  expect(details.fetched).toBe(details.of);
  await review.search('has:findings');
  await expect(review.rows.first()).toBeVisible();
});
