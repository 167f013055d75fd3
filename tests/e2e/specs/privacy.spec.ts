import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { holdsMask } from '../../../src/shared/masking.ts';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { ask, get, kindOf } from '../../support/desktop/bridge.ts';
import { startCollected } from '../../support/desktop/collected.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { ExportDialog } from '../pages/export.ts';
import { PrivacyPage } from '../pages/privacy.ts';
import { ReviewPage } from '../pages/review.ts';
import { examine, visit } from '../screens/looks.ts';

const texts = textsOf('ru');
const words = texts.privacy;
const everything = { query: '', zone: 'UTC', period: null };
const passphrase = 'верная лошадь батарея скрепка';
const reason = 'INC-2026-114, жалоба клиента';

let laptop: Laptop;
let services: SampleServices;
test.beforeEach(async () => {
  services = await startSampleServices({ events: { pachca: 600, jayguard: 60 } });
  laptop = await openLaptop();
});
test.afterEach(async () => {
  await services.close();
  await laptop.close();
});

/** A session with a passphrase, all events and their details in it. */
const begin = () =>
  startCollected(laptop, services, {
    name: 'INC-2026-114',
    passphrase,
    from: { pachca: {}, jayguard: { withDetails: true } },
  });

/** Beginnings of everything in the services' data that is personal and long enough to be told. */
function secretsOf({ pachca, jayguard }: SampleServices): string[] {
  const found = new Set<string>();
  const add = (value: unknown) => {
    if (typeof value === 'string' && value.length >= 8) found.add(value.slice(0, 40));
  };
  for (const raw of jayguard.events()) {
    const { message } = JSON.parse(raw) as { message: string };
    // Its parts have names that are no secret.
    for (const line of message.split('\n')) add(line.replace(/^[A-Z_]+:\s*/, ''));
  }
  for (const raw of jayguard.details()) {
    const { details } = JSON.parse(raw) as { details: { value: string }[] };
    for (const { value } of details) add(value);
  }
  for (const raw of pachca.events()) {
    const { details } = JSON.parse(raw) as { details: Record<string, unknown> | null };
    for (const key of ['old_name', 'new_name', 'action_message']) add(details?.[key]);
  }
  return [...found];
}

/** Every channel that tells of events, asked for all it has. */
async function everythingSaid(window: Page): Promise<string> {
  const rows = await get(window, 'review.rows', {
    selection: everything,
    sort: [],
    offset: 0,
    limit: 1000,
  });
  const numbers = rows.map(({ row }) => row);
  const [row = 0] = numbers;
  const facets = ['text', 'content', 'findings', 'details.old_name', 'details.action_message'];
  const copies = (['csv', 'json'] as const).map((format) =>
    get(window, 'review.copy', { rows: numbers, format, columns: ['text', 'content', 'details'] }),
  );
  return JSON.stringify([
    rows,
    await get(window, 'review.records', { rows: numbers }),
    await get(window, 'review.neighbours', { selection: everything, row, each: 20 }),
    await get(window, 'review.detailKeys'),
    await get(window, 'review.quarantine', { offset: 0, limit: 100 }),
    await get(window, 'review.overview', { selection: everything }),
    await Promise.all(copies),
    await Promise.all(
      facets.map((field) =>
        get(window, 'review.facet', { selection: everything, field, limit: 99 }),
      ),
    ),
  ]);
}

const html = (window: Page) => window.evaluate(() => document.documentElement.outerHTML);
const clipboardOf = ({ app }: RunningApp) => app.evaluate(({ clipboard }) => clipboard.readText());

test('personal data is nowhere before it is asked for; who saw it is written down; a lock hides all', async () => {
  const running = await begin();
  const { app, window } = running;
  const review = new ReviewPage(window, texts);
  const privacy = new PrivacyPage(window, texts);
  const exporting = new ExportDialog(window, texts);
  const secrets = secretsOf(services);
  expect(secrets.length).toBeGreaterThan(50);
  const none = (where: string, text: string) => {
    expect(
      secrets.filter((secret) => text.includes(secret)),
      where,
    ).toEqual([]);
  };

  await test.step('nothing in the answers, on the screen, on the clipboard or in an export', async () => {
    const said = await everythingSaid(window);
    none('answers', said);
    expect(holdsMask(said)).toBe(true);
    await review.search('посылка has:findings');
    await review.openEvent(0);
    for (const tab of ['conversation', 'fields', 'json'] as const) {
      await review.event.getByRole('tab', { name: texts.review.detail[tab], exact: true }).click();
      none(tab, await html(window));
    }
    await review.rows.first().getByRole('gridcell').first().click();
    await review.table.press('Control+c');
    await expect.poll(() => clipboardOf(running)).toContain('\n');
    none('clipboard', await clipboardOf(running));
    const path = join(laptop.userData, 'masked.ndjson');
    await answerFileDialog(app, 'save', path);
    await review.openExport();
    await exporting.export('NDJSON', 'shown', 'masked');
    await exporting.close();
    const exported = await readFile(path, 'utf8');
    expect(holdsMask(exported)).toBe(true);
    none('export', exported);
    expect(await get(window, 'privacy.reveals')).toEqual([]);
  });

  await test.step('one event is shown for a reason, and no other; the record says so', async () => {
    const conversation = review.event.getByRole('tab', { name: texts.review.detail.conversation });
    const show = review.event.getByRole('button', { name: words.reveal.event });
    await conversation.click();
    await visit(window, { reveal: () => show.click() });
    await privacy.giveReason(reason);
    await expect(review.event.locator('mark').first()).toBeVisible();
    await visit(window, {
      reveals: async () => {
        await privacy.choose(words.record.title);
        await expect(privacy.record.getByRole('row')).toHaveCount(2);
        await expect(privacy.record).toContainText(reason);
      },
    });
    await window.keyboard.press('Escape');
    const [entry] = await get(window, 'privacy.reveals');
    expect(entry).toMatchObject({ action: 'show', field: null, reason });
    const others = (
      await get(window, 'review.rows', {
        selection: everything,
        sort: [],
        offset: 0,
        limit: 1000,
      })
    ).filter(({ row }) => row !== entry?.row);
    none('other events', JSON.stringify(others));
    const shown = await get(window, 'review.event', { row: entry?.row ?? 0 });
    expect(holdsMask(JSON.stringify(shown))).toBe(false);
    const path = join(laptop.userData, 'full.ndjson');
    await answerFileDialog(app, 'save', path);
    await review.openExport();
    await exporting.export('NDJSON');
    await exporting.close();
    expect(holdsMask(await readFile(path, 'utf8'))).toBe(false);
    expect(
      (await get(window, 'privacy.reveals')).map(({ action, target }) => [action, target]),
    ).toEqual([
      ['export', 'full.ndjson'],
      ['show', null],
    ]);
  });

  await test.step('a locked window holds nothing, is told nothing, and wants the passphrase', async () => {
    await privacy.lock();
    const locked = await html(window);
    none('locked window', locked);
    for (const word of ['INC-2026-114', 'user_login', 'case.vestigo', '‹masked']) {
      expect(locked).not.toContain(word);
    }
    expect(await window.title()).toBe('Vestigo');
    for (const channel of ['session.info', 'sessions.recent', 'privacy.reveals'] as const) {
      expect(await kindOf(window, channel)).toBe('window.locked');
    }
    expect(await ask(window, 'review.event', { row: 0 })).toMatchObject({ ok: false });
    await examine(window, 'locked');
    await privacy.unlock('не та фраза');
    await expect(window.getByRole('alert')).toContainText(texts.failures['lock.wrong-secret'].what);
    await window.reload();
    await privacy.seeLocked();
    await privacy.unlock(passphrase);
    await expect(review.rows.first()).toBeVisible();
    none('unlocked again', await everythingSaid(window));
  });
});
