import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { textsOf } from '../../../src/shared/locales/index.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';
import { answerQuestions } from '../../support/desktop/questions.ts';
import { WelcomePage } from '../pages/welcome.ts';

const texts = textsOf('en');
const EVENTS = 150_000;
const everything = { query: '', zone: 'UTC', period: null };
const { transfer } = texts.desktop.closing;

let laptop: Laptop;
test.beforeEach(async () => {
  laptop = await openLaptop();
});
test.afterEach(() => laptop.close());

const path = (name: string) => join(laptop.userData, name);

/** A file of many events, as a service would have given them. */
async function writeEvents(file: string): Promise<void> {
  const handle = await open(file, 'w');
  for (let from = 0; from < EVENTS; from += 5000) {
    const lines = Array.from({ length: 5000 }, (_, at) =>
      JSON.stringify({
        id: `e${from + at}`,
        created_at: new Date(Date.UTC(2026, 9, 1) + (from + at) * 1000).toISOString(),
        event_key: 'user_login',
        entity_id: '5',
        entity_type: 'User',
        actor_id: String(at % 500),
        actor_type: 'User',
        details: {},
        ip_address: '10.0.0.1',
        user_agent: 'Chrome',
      }),
    );
    await handle.write(`${lines.join('\n')}\n`);
  }
  await handle.close();
}

const collected = async ({ window }: RunningApp) =>
  (await get(window, 'session.info')).events.pachca ?? 0;

test('an import is stopped and keeps what it has; a close in an export asks and leaves no half file', async () => {
  const running = await laptop.start();
  const { app, window } = running;
  // In the window itself, which would not hear of a session made past it.
  await answerFileDialog(app, 'save', path('Import.vestigo'));
  await new WelcomePage(window, texts).createSession('Import');
  await writeEvents(path('many.ndjson'));
  await answerFileDialog(app, 'open', path('many.ndjson'));

  await test.step('stop the import', async () => {
    await window.getByRole('button', { name: texts.common.more, exact: true }).click();
    await window.getByRole('menuitem', { name: texts.common.import }).click();
    const dialog = window.getByRole('dialog', { name: texts.export.import.title });
    await dialog.getByRole('button', { name: texts.export.import.choose }).click();
    await expect.poll(() => collected(running)).toBeGreaterThan(0);
    await dialog.getByRole('button', { name: texts.export.cancel }).click();
    await expect(dialog.getByRole('status')).toHaveText(texts.export.import.cancelled);
    expect(await collected(running)).toBeLessThan(EVENTS);
    const { collections } = await get(window, 'session.info');
    expect(collections[0]).toMatchObject({ origin: 'import', status: 'partial' });
    await dialog.getByRole('button', { name: texts.common.cancel }).click();
  });

  await get(window, 'import.start', { kind: 'pachca' });
  expect(await collected(running)).toBe(EVENTS);

  const startExport = async (file: string) => {
    await answerFileDialog(app, 'save', path(file));
    await window.evaluate(
      (selection) =>
        void globalThis.window.vestigo.invoke('export.start', {
          selection,
          sort: [],
          format: 'ndjson',
          columns: null,
          csv: { separator: ',', bom: false },
          partitioned: false,
          syslog: false,
        }),
      everything,
    );
    await expect
      .poll(async () => (await readdir(laptop.userData)).some((name) => name.endsWith('.part')))
      .toBe(true);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  };

  await test.step('the person lets it run: the file is whole', async () => {
    const { asked } = await answerQuestions(app, transfer.stay);
    await startExport('whole.ndjson');
    await expect.poll(asked).toBe(1);
    await expect
      .poll(() => readdir(laptop.userData), { timeout: 60_000 })
      .toContain('whole.ndjson.manifest.json');
    const text = await readFile(path('whole.ndjson'), 'utf8');
    expect(text.split('\n').length - 1).toBe(EVENTS);
  });

  await test.step('the person closes the program: nothing is left', async () => {
    await answerQuestions(app, transfer.quit);
    const ended = app.waitForEvent('close');
    await startExport('half.ndjson');
    await ended;
    const left = await readdir(laptop.userData);
    expect(left.filter((name) => /half|\.part$/.test(name))).toEqual([]);
  });
});
