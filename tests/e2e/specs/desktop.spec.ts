import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type ElectronApplication } from '@playwright/test';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { get, kindOf } from '../../support/desktop/bridge.ts';
import { startCollecting, whenSomeCame } from '../../support/desktop/collecting.ts';
import { loginOf } from '../../support/vendor-event.ts';

let laptop: Laptop;
const openAnother = async () => {
  laptop = await openLaptop();
};

const menuLabels = (app: ElectronApplication) =>
  app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label));

test.describe('one run', () => {
  let running: RunningApp;
  test.beforeAll(async () => {
    await openAnother();
    running = await laptop.start({ locale: 'ru-RU' });
  });
  test.afterAll(() => laptop.close());

  test('the menu speaks the chosen language at once, and hands its commands to the window', async () => {
    const { app, window } = running;
    await expect.poll(() => menuLabels(app)).toContain('Файл');
    await get(window, 'settings.set', { language: 'en', theme: 'dark' });
    await expect.poll(() => menuLabels(app)).toContain('File');
    expect(await app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');

    await window.evaluate(() => {
      globalThis.window.vestigo.on('menu.command', (said) => Object.assign(globalThis, { said }));
    });
    await app.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []);
      items?.find(({ label }) => label === 'Settings…')?.click();
    });
    await expect
      .poll(() => window.evaluate(() => Reflect.get(globalThis, 'said') as unknown))
      .toEqual({ command: 'settings' });
  });

  test('a second start ends and leaves the first window alone', async () => {
    const { app } = running;
    await expect(laptop.start()).rejects.toThrow();
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('main asks which file to import, and what cannot be read is refused', async () => {
    const { app, window } = running;
    const folder = join(laptop.userData, 'ввод');
    await mkdir(folder);
    const choose = (path: string) =>
      app.evaluate(({ dialog }, chosen) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
      }, path);
    await choose(join(folder, 'Дело'));
    const protection = { kind: 'keychain' } as const;
    const made = await get(window, 'sessions.create', { name: 'Дело', protection });
    expect(made?.fileName).toBe('Дело.vestigo');

    const good = join(folder, 'events.ndjson');
    await writeFile(good, `${JSON.stringify(loginOf('e1'))}\n`);
    await choose(good);
    const collection = await get(window, 'import.start', { kind: 'pachca' });
    expect(collection).toMatchObject({
      origin: 'import',
      source: 'pachca',
      address: 'events.ndjson',
    });
    const bad = join(folder, 'bad.json');
    await writeFile(bad, '<html>');
    await choose(bad);
    expect(await kindOf(window, 'import.start', { kind: 'pachca' })).toBe('file.unreadable');
    expect((await get(window, 'session.info')).events.pachca).toBe(1);
  });
});

test.describe('several runs', () => {
  test.beforeEach(openAnother);
  test.afterEach(() => laptop.close());

  test('settings outlive a run; a damaged file costs no more than itself', async () => {
    const file = join(laptop.userData, 'settings.json');
    const first = await laptop.start();
    await get(first.window, 'settings.set', { zone: 'Asia/Tokyo', density: 'comfortable' });
    await first.close();
    const kept = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    await writeFile(file, JSON.stringify({ ...kept, zone: 'Mars/Base', columns: 7 }));

    const second = await laptop.start();
    const settings = await get(second.window, 'settings.get');
    expect(settings).toMatchObject({ zone: 'system', density: 'comfortable' });
    expect(settings.columns.length).toBeGreaterThan(3);
    await second.close();
    await writeFile(file, '{"zone": "Asia/To');

    const third = await laptop.start();
    expect(await get(third.window, 'settings.get')).toMatchObject({ density: 'compact' });
  });

  test('what happens in a session is not written to the log, and no crash folder fills', async () => {
    const running = await laptop.start();
    const { window } = running;
    const { sources, from, to } = await get(window, 'sample.start', { events: 500_000 });
    await startCollecting(window, { sourceId: sources[0]?.id ?? '', from, to });
    await whenSomeCame(window);
    const [job] = await get(window, 'collect.jobs');
    await get(window, 'collect.cancel', { jobId: job?.id ?? '' });
    const selection = { query: '', zone: 'UTC', period: null };
    const rows = await get(window, 'review.rows', {
      selection,
      sort: [],
      offset: 0,
      limit: 9,
    });
    expect(rows).toHaveLength(9);
    expect(await kindOf(window, 'review.event', { row: 10 ** 9 })).not.toBe('fine');
    await running.close();

    const log = await readFile(join(laptop.userData, 'logs/vestigo.log'), 'utf8');
    expect(log).toContain('program.started');
    for (const { id, actor, ip } of rows) {
      for (const value of [id, actor, ip]) if (value !== null) expect(log).not.toContain(value);
    }
    expect(log).not.toContain(laptop.userData);
    const crashes = await readdir(join(laptop.userData, 'Crashpad'), { recursive: true }).catch(
      () => [],
    );
    expect(crashes.filter((name) => name.endsWith('.dmp'))).toEqual([]);
  });
});
