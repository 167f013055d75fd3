import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type ElectronApplication } from '@playwright/test';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { json, type Layer } from '../../../src/main/sample/server.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { startCollecting, whenIdle } from '../../support/desktop/collecting.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { loginOf } from '../../support/vendor-event.ts';
import { choose } from '../pages/choose.ts';
import { PrivacyPage } from '../pages/privacy.ts';
import { ReviewPage } from '../pages/review.ts';
import { visit } from '../screens/looks.ts';

const texts = textsOf('ru');
const { common, review: words, collect: collecting } = texts;

let laptop: Laptop;
let services: SampleServices;
test.afterEach(async () => {
  await services.close();
  await laptop.close();
});

const noNames: Layer = (request, next) =>
  request.url.pathname.includes('/users/')
    ? json(403, { error: 'insufficient_scope', error_description: 'Required: users:read' })
    : next(request);

async function begin(): Promise<RunningApp> {
  services = await startSampleServices({
    events: { pachca: 2000, jayguard: 300 },
    pachca: { layers: [noNames] },
  });
  laptop = await openLaptop();
  const running = await laptop.start({ locale: 'ru' });
  const { app, window } = running;
  for (const kind of ['pachca', 'jayguard'] as const) {
    const { address, token } = services[kind];
    const name = kind === 'pachca' ? 'severny-vektor' : 'model-gateway';
    await get(window, 'sources.save', { kind, name, address, token, keep: 'keychain' });
  }
  await answerFileDialog(app, 'save', join(laptop.userData, 'case.vestigo'));
  await get(window, 'sessions.create', { name: 'INC-2026-114', protection: { kind: 'keychain' } });
  await window.reload();
  await window.getByText(words.empty.session).waitFor();
  return running;
}

async function collect({ window }: RunningApp, name: string): Promise<void> {
  const source = (await get(window, 'sources.list')).find((one) => one.name === name);
  const { from, to } = services.period;
  await startCollecting(window, {
    sourceId: source?.id ?? '',
    from: Date.parse(from) * 1000,
    to: Date.parse(to) * 1000 + 999,
    // Pachca has none, whoever asks.
    withDetails: name === 'severny-vektor',
    withNames: true,
  });
  await whenIdle(window);
}

test('an end tells of missing names; coming back finds the table where it was', async () => {
  const running = await begin();
  const { window } = running;
  const review = new ReviewPage(window, texts);
  const toCollect = () =>
    window.getByRole('banner').getByRole('button', { name: common.collect }).click();
  await window.getByRole('button', { name: words.empty.collect }).click();
  await collect(running, 'severny-vektor');
  const end = window.getByText(collecting.ended.noNames);
  await visit(window, { 'collect-no-names': () => end.waitFor() });
  const details = collecting.ended.details.replace('{{number}}', '0');
  await expect(window.getByText(details)).toBeHidden();

  await expect(window.getByRole('table')).not.toContainText(collecting.ledger.withDetails);
  await window.getByRole('banner').getByRole('button', { name: common.backToReview }).click();
  await review.search('source:pachca time>=2026-10-02');
  const place = () =>
    review.table.evaluate((grid) => {
      const [edge, head] = [grid.getBoundingClientRect(), 28];
      // Wholly in sight: how many are drawn beyond the edges depends on whether the table moves.
      const isInSight = (row: Element) => {
        const { top, bottom } = row.getBoundingClientRect();
        return top >= edge.top + head && bottom <= edge.top + grid.clientHeight;
      };
      const rows = [...grid.querySelectorAll('[aria-rowindex]')].filter(isInSight);
      return { top: grid.scrollTop, rows: rows.map((row) => row.textContent) };
    });
  await review.table.evaluate((grid) => grid.scrollTo({ top: 12_000 }));
  await expect.poll(async () => (await place()).rows.every(Boolean)).toBe(true);
  await review.rows.nth(15).getByRole('gridcell').first().click();
  const chosen = await review.event.locator('header').textContent();
  const before = await place();
  expect(before.rows.length).toBeGreaterThan(10);

  await toCollect();
  await window.getByText(collecting.ledger.title).waitFor();
  await window.getByRole('banner').getByRole('button', { name: common.backToReview }).click();
  expect(await place()).toEqual(before);
  await expect(review.table).toHaveAttribute('aria-busy', 'false');
  expect(await place()).toEqual(before);
  await expect(review.event.locator('header')).toHaveText(chosen ?? '');
});

test('details for all that match; zone and language change everything at once', async () => {
  const running = await begin();
  const { window } = running;
  const review = new ReviewPage(window, texts);
  await collect(running, 'model-gateway');
  await expect(review.count).toContainText('300');
  const dialog = window.getByRole('dialog', { name: words.fetchDetails.title });

  await review.search('event:deny');
  const denied = Number((await review.count.textContent())?.split(' ')[0]);
  expect(denied).toBeGreaterThan(0);
  await window.getByRole('button', { name: common.more, exact: true }).click();
  await window.getByRole('menuitem', { name: common.fetchDetails }).click();
  await choose(dialog.getByRole('radio', { name: words.fetchDetails.shown }));
  await visit(window, {
    'details-all': () => dialog.getByText(new RegExp(`^${denied} `)).waitFor(),
  });
  await dialog.getByRole('button', { name: words.fetchDetails.start }).click();
  await expect(dialog.getByRole('status')).toContainText(String(denied));
  expect((await get(window, 'session.info')).details).toEqual({ fetched: denied, of: 300 });
  await window.keyboard.press('Escape');

  const time = () => review.rows.first().getByRole('gridcell').first().textContent();
  const moscow = await time();
  await get(window, 'settings.set', { zone: 'Asia/Tokyo' });
  await expect.poll(time).not.toBe(moscow);
  await expect(window.locator('footer')).toContainText('Asia/Tokyo');
  const end = window.getByRole('region', { name: common.notices });
  await expect(end).toContainText(collecting.ended.complete);
  await get(window, 'settings.set', { language: 'en' });
  await expect(window.getByText(textsOf('en').collect.ended.complete)).toBeVisible();
  await expect(
    window.getByRole('banner').getByRole('button', { name: textsOf('en').common.export }),
  ).toBeVisible();
  await expect(window.getByRole('grid')).toHaveAttribute(
    'aria-label',
    textsOf('en').review.table.label,
  );
});

test('imported tags and notes are seen and asked for; what could not be read is shown', async () => {
  const running = await begin();
  const { app, window } = running;
  const review = new ReviewPage(window, texts);
  const raw = loginOf('e1');
  const own = {
    id: 'e1',
    source: 'pachca',
    time: raw.created_at,
    actorName: 'Анна',
    findings: null,
    content: null,
    tags: ['подбор'],
    note: 'Позвонить охране',
    raw,
  };
  const lines = [own, loginOf('e2'), { ...loginOf('e3'), created_at: 'вчера' }];
  const file = join(laptop.userData, 'own.ndjson');
  await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  await answerFileDialog(app, 'open', file);
  await get(window, 'import.start', { kind: 'pachca' });

  await expect(review.count).toContainText('2');
  const tag = window.getByRole('list', { name: words.facets.tags }).getByRole('button').first();
  await expect(tag).toContainText('подбор');
  await tag.click();
  await expect(review.rows).toHaveCount(1);
  await expect(review.rows.first()).toContainText('подбор');
  await review.openEvent(0);
  await expect(review.event).toContainText('Позвонить охране');
  // The head says what, where from and when: here begins what it does not say.
  await expect(review.event.getByRole('term').first()).toContainText(words.fields.actorName);
  await review.search('note:охране tag:подбор');
  await expect(review.rows).toHaveCount(1);

  await new PrivacyPage(window, texts).revealAll('проверка');
  const dialog = window.getByRole('dialog', { name: words.quarantine.title });
  await visit(window, {
    quarantine: async () => {
      await window.getByRole('button', { name: 'Не распознано: 1' }).click();
      await expect(dialog).toContainText('created_at');
      await expect(dialog).toContainText('вчера');
    },
  });
});

const command = (app: ElectronApplication, label: string) =>
  app.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []);
    items?.find((item) => item.label === wanted)?.click();
  }, label);

test('the menu works on every screen; a gap is collected as it is; the file is shown in its folder', async () => {
  const running = await begin();
  const { app, window } = running;
  const { menu } = texts.desktop;
  const help = window.getByRole('dialog', { name: words.help.title });
  const editor = window.getByRole('textbox', { name: words.query.label });

  await window.getByRole('button', { name: words.empty.collect }).click();
  await command(app, menu.find);
  await expect(editor).toBeFocused();
  await command(app, menu.shortcuts);
  await help.getByRole('button', { name: 'has:findings -has:ip' }).click();
  await expect(editor).toHaveText('has:findings -has:ip');
  await command(app, menu.export);
  await expect(window.getByRole('dialog', { name: texts.export.title })).toBeVisible();
  // What a dialog is doing is not left by a key.
  await command(app, menu.welcome);
  await expect(window.getByRole('dialog', { name: texts.export.title })).toBeVisible();
  await window.keyboard.press('Escape');
  await new ReviewPage(window, texts).clear();

  const source = (await get(window, 'sources.list')).find(({ kind }) => kind === 'pachca');
  const day = (n: number) => Date.UTC(2026, 9, n) * 1000;
  for (const [from, to] of [
    [1, 3],
    [5, 8],
  ] as const) {
    const period = { from: day(from), to: day(to) - 1 };
    await startCollecting(window, { sourceId: source?.id ?? '', ...period });
    await whenIdle(window);
  }
  // A notice that stays takes no keys away.
  await expect(window.getByRole('region', { name: common.notices })).toBeVisible();
  await window.getByRole('grid').focus();
  await window.keyboard.press('/');
  await expect(editor).toBeFocused();
  const summary = window.getByRole('complementary', { name: words.coverage.label });
  // Bars without a number would only compare with each other.
  await expect(window.locator('svg').getByText(/^макс\. \d+$/)).toBeVisible();
  // Whose it is and why is there to be read, however long.
  const name = 'Пачка головного офиса в Нижнем Новгороде';
  const { address, kind = 'pachca' } = source ?? {};
  await get(window, 'sources.save', {
    id: source?.id ?? '',
    kind,
    name,
    address: address ?? '',
    keep: 'keychain',
  });
  const guard = (await get(window, 'sources.list')).find((one) => one.kind === 'jayguard');
  await startCollecting(window, { sourceId: guard?.id ?? '', from: day(1), to: day(8) - 1 });
  await whenIdle(window);
  const reason = summary.getByText(`${name} · ${words.coverage.none}`);
  await expect(reason).toBeVisible();
  expect(await reason.evaluate((one) => one.scrollWidth > one.clientWidth)).toBe(false);
  await summary.getByRole('button', { name: words.coverage.collect }).click();
  await window.getByRole('button', { name: collecting.new.start, exact: true }).click();
  await expect
    .poll(async () => (await get(window, 'session.info')).collections.at(-1))
    .toMatchObject({ from: day(3), to: day(5) - 1, status: 'complete' });

  await app.evaluate(({ shell }) => {
    shell.showItemInFolder = (path) => void Reflect.set(globalThis, 'shownPath', path);
  });
  await window.getByRole('button', { name: common.more, exact: true }).click();
  await window.getByRole('menuitem', { name: common.showInFolder }).click();
  await expect
    .poll(() => app.evaluate(() => String(Reflect.get(globalThis, 'shownPath'))))
    .toBe(join(laptop.userData, 'case.vestigo'));

  await get(window, 'sessions.close');
  await window.getByRole('heading', { name: texts.welcome.title }).waitFor();
  await command(app, menu.shortcuts);
  await expect(help.getByRole('button', { name: 'has:findings -has:ip' })).toBeDisabled();
  await window.keyboard.press('Escape');
  // A notice of the session that is gone leads nowhere.
  await window.getByRole('button', { name: collecting.ended.look }).first().click();
  await expect(window.getByRole('heading', { name: texts.welcome.title })).toBeVisible();
});
