import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { ChannelName } from '../../../src/shared/contract.ts';
import { openLaptop, type Laptop, type RunningApp } from '../../support/desktop/app.ts';
import { ask, get, kindOf, openTrap, type Trap } from '../../support/desktop/bridge.ts';

const TOKEN = 'pk_Zu6vNeverShown42';
const OTHER_TOKEN = 'pk_An0therNeverShown7';
const PASSPHRASE = 'верная лошадь батарея скрепка';

let laptop: Laptop | undefined;
let trap: Trap;

/** The service repeats the token in all it says, as a careless one might. */
test.beforeEach(async () => {
  trap = await openTrap(({ headers }) => ({
    status: 401,
    body: JSON.stringify({
      error: headers.authorization,
      error_description: headers.authorization,
    }),
  }));
});
test.afterEach(async () => {
  await laptop?.close();
  await trap.close();
});

const entry = () => `token:jayguard:${trap.origin}`;
const draft = (keep: 'keychain' | 'run') =>
  ({ kind: 'jayguard', name: 'Шлюз', address: trap.origin, keep }) as const;

/** Every channel that only reads, asked for anything it knows. */
async function everythingSaid(window: Page, sourceId: string): Promise<string> {
  const names: ChannelName[] = [
    'app.info',
    'settings.get',
    'sources.list',
    'sessions.recent',
    'sessions.current',
    'collect.jobs',
    'session.info',
  ];
  const answers = [];
  for (const name of names) answers.push(await ask(window, name));
  answers.push(await ask(window, 'sources.test', { id: sourceId }));
  answers.push(await window.evaluate(() => document.documentElement.outerHTML));
  return JSON.stringify(answers);
}

async function everythingWritten(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(file.parentPath, file.name), 'latin1'));
  return (await Promise.all(texts)).join('\n');
}

/** What the system's save dialog would answer. */
async function chooseFile({ app }: RunningApp, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, path);
}

test('a token goes into the keychain, and comes back to nobody', async () => {
  laptop = await openLaptop();
  const first = await laptop.start();
  const source = await get(first.window, 'sources.save', { ...draft('keychain'), token: TOKEN });
  expect(source.token).toBe('stored');
  expect(await laptop.keychain.lookUp('Vestigo', entry())).toContain(TOKEN);

  expect(await kindOf(first.window, 'sources.test', { id: source.id })).toBe(
    'service.unauthorized',
  );
  expect(trap.requests.at(-1)?.authorization).toBe(`Bearer ${TOKEN}`);
  expect(await everythingSaid(first.window, source.id)).not.toContain(TOKEN);
  await first.close();
  expect(await everythingWritten(laptop.userData)).not.toContain(TOKEN);

  const { window } = await laptop.start();
  expect(await get(window, 'sources.list')).toEqual([source]);
  await kindOf(window, 'sources.test', { id: source.id });
  expect(trap.requests.at(-1)?.authorization).toBe(`Bearer ${TOKEN}`);
  await get(window, 'sources.remove', { id: source.id });
  expect(await laptop.keychain.lookUp('Vestigo', entry())).toBeNull();
  expect(await get(window, 'sources.list')).toEqual([]);
});

test('a token is bound to its address; two sources of one address keep a token each', async () => {
  laptop = await openLaptop();
  const { window } = await laptop.start();
  const elsewhere = await openTrap();
  try {
    const { id } = await get(window, 'sources.save', { ...draft('keychain'), token: TOKEN });
    const moved = { ...draft('keychain'), id, address: elsewhere.origin };
    expect((await get(window, 'sources.save', moved)).token).toBe('missing');
    expect(await kindOf(window, 'sources.test', { id })).toBe('source.no-token');
    expect(elsewhere.requests).toEqual([]);
    expect(await laptop.keychain.lookUp('Vestigo', entry())).toBeNull();

    // Back at the old address the token is not found again: it was forgotten.
    expect((await get(window, 'sources.save', { ...draft('keychain'), id })).token).toBe('missing');
    const renewed = { ...moved, token: OTHER_TOKEN };
    expect((await get(window, 'sources.save', renewed)).token).toBe('stored');
    await kindOf(window, 'sources.test', { id });
    expect(elsewhere.requests.at(-1)?.authorization).toBe(`Bearer ${OTHER_TOKEN}`);
  } finally {
    await elsewhere.close();
  }

  const one = await get(window, 'sources.save', { ...draft('keychain'), token: TOKEN });
  const two = await get(window, 'sources.save', { ...draft('keychain'), token: OTHER_TOKEN });
  for (const [{ id }, token] of [
    [one, TOKEN],
    [two, OTHER_TOKEN],
  ] as const) {
    await kindOf(window, 'sources.test', { id });
    expect(trap.requests.at(-1)?.authorization).toBe(`Bearer ${token}`);
  }
  await get(window, 'sources.remove', { id: one.id });
  expect(await laptop.keychain.lookUp('Vestigo', entry())).toContain(OTHER_TOKEN);
});

test('without a keychain nothing is kept, and a token serves this run only', async () => {
  laptop = await openLaptop({ keychain: 'absent' });
  const first = await laptop.start();
  expect((await get(first.window, 'app.info')).keychain).toBe('absent');
  const wanted = { ...draft('keychain'), token: TOKEN };
  expect(await kindOf(first.window, 'sources.save', wanted)).toBe('keychain.absent');
  expect(await get(first.window, 'sources.list')).toEqual([]);

  const { id, token } = await get(first.window, 'sources.save', { ...draft('run'), token: TOKEN });
  expect(token).toBe('run');
  await kindOf(first.window, 'sources.test', { id });
  expect(trap.requests.at(-1)?.authorization).toBe(`Bearer ${TOKEN}`);

  const path = join(laptop.userData, 'никто.vestigo');
  await chooseFile(first, path);
  const inKeychain = { name: 'Дело', protection: { kind: 'keychain' } } as const;
  expect(await kindOf(first.window, 'sessions.create', inKeychain)).toBe('keychain.absent');
  expect(await readdir(laptop.userData)).not.toContain('никто.vestigo');
  await first.close();
  expect(await everythingWritten(laptop.userData)).not.toContain(TOKEN);

  const { window } = await laptop.start();
  expect(await get(window, 'sources.list')).toMatchObject([{ id, token: 'missing' }]);
  expect(await kindOf(window, 'sources.test', { id })).toBe('source.no-token');
});

test('a locked keychain is neither absent nor empty', async () => {
  laptop = await openLaptop();
  const first = await laptop.start();
  const { id } = await get(first.window, 'sources.save', { ...draft('keychain'), token: TOKEN });
  await chooseFile(first, join(laptop.userData, 'Дело.vestigo'));
  const inKeychain = { name: 'Дело', protection: { kind: 'keychain' } } as const;
  await get(first.window, 'sessions.create', inKeychain);
  await first.close();

  await laptop.keychain.lock();
  const { window } = await laptop.start();
  expect((await get(window, 'app.info')).keychain).toBe('locked');
  expect(await get(window, 'sources.list')).toMatchObject([{ id, token: 'locked' }]);
  expect(await kindOf(window, 'sources.test', { id })).toBe('keychain.locked');
  expect(await kindOf(window, 'sources.remove', { id })).toBe('keychain.locked');
  const [recent] = await get(window, 'sessions.recent');
  expect(recent).toMatchObject({ name: 'Дело', protection: 'keychain', exists: true });
  expect(await kindOf(window, 'sessions.open', { id: recent?.id ?? '' })).toBe('keychain.locked');
  expect(trap.requests).toEqual([]);
});

test('the key of a session lies in the keychain; without its entry the file stays shut', async () => {
  laptop = await openLaptop();
  const path = join(laptop.userData, 'Дело.vestigo');
  const first = await laptop.start();
  await chooseFile(first, path);
  const inKeychain = { name: 'Дело', protection: { kind: 'keychain' } } as const;
  const made = await get(first.window, 'sessions.create', inKeychain);
  expect(made).toMatchObject({ fileName: 'Дело.vestigo', protection: 'keychain' });
  expect(await kindOf(first.window, 'sessions.create', inKeychain)).toBe('file.exists');
  await first.close();
  const fileId = (await readFile(path)).toString('hex', 0, 16);
  const key = await laptop.keychain.lookUp('Vestigo', `session:${fileId}`);
  expect(Buffer.from(key ?? '', 'base64')).toHaveLength(32);
  expect(await everythingWritten(laptop.userData)).not.toContain(key);

  const second = await laptop.start();
  const [recent] = await get(second.window, 'sessions.recent');
  const opened = await get(second.window, 'sessions.open', { id: recent?.id ?? '' });
  expect(opened?.info.sessionId).toBe(made?.info.sessionId);
  await second.close();

  const stranger = await openLaptop();
  try {
    const third = await stranger.start();
    await chooseFile(third, path);
    expect(await kindOf(third.window, 'sessions.open', {})).toBe('keychain.no-entry');
    expect(await get(third.window, 'sessions.recent')).toEqual([]);
  } finally {
    await stranger.close();
  }
});

test('a passphrase is asked for, tried and kept nowhere', async () => {
  laptop = await openLaptop({ keychain: 'absent' });
  const path = join(laptop.userData, 'Дело.vestigo');
  const first = await laptop.start();
  await chooseFile(first, path);
  const protection = { kind: 'passphrase', passphrase: PASSPHRASE } as const;
  const made = await get(first.window, 'sessions.create', { name: 'Дело', protection });
  expect(made?.protection).toBe('passphrase');
  await get(first.window, 'sessions.close');
  await get(first.window, 'sessions.forget', {
    id: (await get(first.window, 'sessions.recent'))[0]?.id ?? '',
  });

  // Chosen in the dialog: main tells an id, so that the file need not be chosen again.
  const asked = await ask(first.window, 'sessions.open', {});
  expect(asked).toMatchObject({ ok: false, error: { kind: 'session.no-key' } });
  const id = asked.ok ? '' : String(asked.error.params['id']);
  const wrong = { id, passphrase: 'другая' };
  expect(await kindOf(first.window, 'sessions.open', wrong)).toBe('session.wrong-key');
  const opened = await get(first.window, 'sessions.open', { id, passphrase: PASSPHRASE });
  expect(opened?.info.sessionId).toBe(made?.info.sessionId);
  await first.close();
  const written = await everythingWritten(laptop.userData);
  expect(written).not.toContain(Buffer.from(PASSPHRASE).toString('latin1'));
  expect(written).not.toContain(made?.info.sessionId);
});
