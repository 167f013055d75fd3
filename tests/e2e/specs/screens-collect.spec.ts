import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { json, type Layer } from '../../../src/main/sample/server.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { openLaptop, type Laptop } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { startCollecting, whenIdle } from '../../support/desktop/collecting.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { openGate, type Gate } from '../../support/desktop/gate.ts';
import { CollectPage } from '../pages/collect.ts';
import { ReviewPage } from '../pages/review.ts';
import { WelcomePage } from '../pages/welcome.ts';
import { visit } from '../screens/looks.ts';

/** The collection page while it runs, waits, has ended, and when it is asked whether to be relied on. */
const texts = textsOf('ru');
const { common, collect: words, reliance } = texts;

let laptop: Laptop;
let services: SampleServices;
let gate: Gate;
let trouble: Layer | null;

test.beforeEach(async () => {
  trouble = null;
  gate = openGate();
  const troubled: Layer = (request, next) => (trouble ? trouble(request, next) : next(request));
  laptop = await openLaptop();
  services = await startSampleServices({
    events: { pachca: 4000, jayguard: 600 },
    pachca: { layers: [gate.layer, troubled] },
  });
});
test.afterEach(async () => {
  gate.open();
  await services.close();
  await laptop.close();
});

/** µs of a day of October in Moscow. */
const october = (day: number) => Date.UTC(2026, 9, day, -3) * 1000;
const days = (from: number, to: number) => ({ from: october(from), to: october(to) - 1 });

test('a collection on its way, its record, and whether it can be relied on', async () => {
  test.setTimeout(420_000);
  const { app, window } = await laptop.start({ locale: 'ru' });
  const collecting = new CollectPage(window, texts);
  const dialog = window.getByRole('dialog');
  const press = (name: string) => window.getByRole('button', { name, exact: true }).click();
  const again = async () => {
    await collecting.toReview();
    await window.getByRole('banner').getByRole('button', { name: common.collect }).click();
    await window.getByRole('table').waitFor();
  };
  const dismiss = async () => {
    const close = { name: common.close, exact: true };
    const first = window.getByRole('status').getByRole('button', close).first();
    while ((await first.count()) > 0) await first.click();
    await window.mouse.move(0, 0);
  };
  await new WelcomePage(window, texts).heading.waitFor();

  const save = async (kind: 'pachca' | 'jayguard', name: string, address: string) => {
    const { token } = services[kind];
    return (await get(window, 'sources.save', { kind, name, address, token, keep: 'run' })).id;
  };
  const pachca = await save('pachca', 'severny-vektor', services.pachca.address);
  const jayguard = await save('jayguard', 'model-gateway', services.jayguard.address);
  const faraway = await save(
    'pachca',
    'severny-vektor-ural',
    'https://pachca.invalid/api/shared/v1',
  );
  const protection = { kind: 'passphrase', passphrase: 'верная лошадь батарея' } as const;
  for (const name of ['INC-2026-081', 'INC-2026-097', 'INC-2026-114']) {
    await answerFileDialog(app, 'save', join(laptop.userData, `${name}.vestigo`));
    await get(window, 'sessions.create', { name, protection });
  }
  await window.reload();
  await new ReviewPage(window, texts).table.waitFor();
  await window.getByRole('banner').getByRole('button', { name: common.collect }).click();

  const card = window.getByRole('article', { name: 'severny-vektor', exact: true });
  const away = window.getByRole('article', { name: 'severny-vektor-ural' });
  const verdict = window.getByRole('region', { name: reliance.label });
  await visit(window, {
    'collect-windows': async () => {
      const held = gate.closeAfter(30);
      await startCollecting(window, { sourceId: pachca, ...days(1, 20), withNames: true });
      await held;
      await expect(card.getByRole('img')).toBeVisible();
      // What was on its way has come, and the ledger and the status bar know of it.
      const fresh = card.locator('dt', { hasText: words.facts.newEvents }).locator('+ dd');
      await expect(fresh).not.toHaveText('0');
      await expect
        .poll(async () => {
          const all = await window.getByRole('contentinfo').textContent();
          return all?.startsWith(`${await fresh.textContent()} `);
        })
        .toBe(true);
    },
    'collect-paused': async () => {
      await card.getByRole('button', { name: words.pause }).click();
      await expect(card).toContainText(words.job.paused);
    },
    'collect-queued': async () => {
      await card.getByRole('button', { name: words.resume }).click();
      await expect(card).not.toContainText(words.job.paused);
      await startCollecting(window, { sourceId: pachca, ...days(22, 26) });
      await startCollecting(window, { sourceId: pachca, ...days(20, 22) });
      await window.getByRole('region', { name: words.job.queue }).waitFor();
    },
    'collect-without-names': async () => {
      gate.open();
      await whenIdle(window);
      await dismiss();
      trouble = (request, next) =>
        request.url.pathname.includes('/users')
          ? json(403, { error: 'insufficient_scope' })
          : next(request);
      await startCollecting(window, {
        sourceId: pachca,
        ...days(1, 20),
        refresh: true,
        withNames: true,
      });
      await expect(window.getByText(words.ended.noNames)).toBeVisible();
      trouble = null;
    },
    'collect-rely-no': async () => {
      // From how it ended to what it brought, and to nothing else.
      await press(words.ended.show);
      const editor = window.getByRole('textbox', { name: texts.review.query.label });
      await expect(editor).toHaveText('source:pachca');
      await window.getByRole('banner').getByRole('button', { name: common.collect }).click();
      await dismiss();
      trouble = () => json(401, { error: 'invalid_token' });
      await startCollecting(window, { sourceId: pachca, ...days(29, 32) });
      await whenIdle(window);
      trouble = null;
      await startCollecting(window, { sourceId: jayguard, ...days(1, 29), withDetails: true });
      await whenIdle(window);
      await dismiss();
      await press(reliance.why);
    },
    'collect-trouble': async () => {
      await press(reliance.why);
      await window.getByText(words.ledger.troubleOnly).click();
      const rows = window.getByRole('table').first().getByRole('button', { expanded: false });
      await rows.first().click();
    },
    'collect-since': async () => {
      await startCollecting(window, { sourceId: pachca, ...days(26, 32) });
      await startCollecting(window, { sourceId: jayguard, ...days(29, 32), withDetails: true });
      await whenIdle(window);
      await dismiss();
      await again();
      await expect(window.getByRole('group', { name: words.since.label })).toContainText(
        'severny-vektor',
      );
    },
    'collect-rely-yes': async () => {
      await expect(verdict).toContainText(reliance.yes.slice(0, 20));
      const table = window.getByRole('table').first();
      const heads = table.getByRole('columnheader');
      const left = async () => (await heads.nth(3).boundingBox())?.x;
      const before = await left();
      await table.getByRole('button', { expanded: false }).last().click();
      await window.getByRole('table', { name: words.table.label }).scrollIntoViewIfNeeded();
      // What is opened below moves no column, and the pane does not scroll sideways.
      expect(await left()).toBe(before);
      const sideways = await table.evaluate((one) => {
        const pane = one.closest('section')?.parentElement;
        return pane && pane.scrollWidth - pane.clientWidth;
      });
      expect(sideways).toBe(0);
    },
    'collect-rely-but': async () => {
      const { archive } = services.pachca;
      archive.happen(october(12) / 1000 + 3_600_000);
      archive.vanish(400);
      archive.rewrite(500, (raw) =>
        raw.replace(/"ip_address":[^,]*/, '"ip_address":"185.22.14.7"'),
      );
      await startCollecting(window, { sourceId: pachca, ...days(1, 32), refresh: true });
      await whenIdle(window);
      await dismiss();
      await again();
      await press(reliance.why);
    },
    'collect-offline': async () => {
      await press(reliance.why);
      await startCollecting(window, { sourceId: faraway, ...days(1, 32) });
      await expect(away).toContainText('сети нет');
      // The ledger has nothing of it yet, and still it is no secret.
      const row = window.getByRole('row').filter({ hasText: 'severny-vektor-ural' });
      await expect(row).toContainText(words.ledger.nothingYet);
    },
    'collect-unanswered': async () => {
      await away.getByRole('button', { name: words.cancel, exact: true }).click();
      await expect(away).toHaveCount(0);
      await dismiss();
      // The other account's events say nothing of this one's.
      await expect(verdict).toContainText(reliance.no);
      await expect(verdict).toContainText('(severny-vektor-ural)');
    },
    'collect-update-sessions': async () => {
      await press(words.others.action);
      // The one on the screen has the form for that.
      await expect(dialog.getByRole('checkbox')).toHaveCount(2);
      const box = dialog.getByRole('checkbox', { name: 'INC-2026-097' });
      await box.press('Space');
      await dialog
        .getByLabel(words.others.passphraseOf.replace('{{name}}', 'INC-2026-097'))
        .fill('неверная');
      await dialog.getByRole('button', { name: words.others.submit }).click();
      await expect(dialog).toContainText(texts.failures['session.wrong-key'].what);
    },
  });
});
