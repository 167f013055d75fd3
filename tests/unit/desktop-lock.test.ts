import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { channels, pushes, wire, type ChannelName } from '../../src/shared/contract.ts';
import type { Result } from '../../src/shared/errors.ts';
import { answerRequests, pushTo, type Handlers } from '../../src/main/desktop/ipc.ts';
import { keepLock, type LockOptions } from '../../src/main/desktop/services/lock.ts';
import { checkFor, isSecret } from '../../src/main/secrets/secret-check.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function lockWith(over: Partial<LockOptions> = {}) {
  const turns: boolean[] = [];
  const lock = keepLock({
    minutes: () => 10,
    passphrase: () => null,
    isSecret: async (secret, check) => secret === check.hash,
    code: { isSet: () => false, check: async () => null },
    askSystem: null,
    probeKeychain: async () => 'available',
    onChange: (locked) => void turns.push(locked),
    ...over,
  });
  return { lock, turns };
}

const minute = 60_000;

test('an idle window locks, one that is used does not', () => {
  const { lock, turns } = lockWith();
  const stop = lock.watch();
  vi.advanceTimersByTime(9 * minute);
  lock.touch();
  vi.advanceTimersByTime(9 * minute);
  expect(lock.isLocked()).toBe(false);
  vi.advanceTimersByTime(2 * minute);
  expect(lock.isLocked()).toBe(true);
  lock.touch();
  expect(turns).toEqual([true]);
  stop();
});

test('never is never', () => {
  const { lock } = lockWith({ minutes: () => null });
  const stop = lock.watch();
  vi.advanceTimersByTime(10_000 * minute);
  expect(lock.isLocked()).toBe(false);
  stop();
});

const sealed = { salt: '', hash: 'пароль' };

test.each([
  ['passphrase', { passphrase: () => Promise.resolve(sealed) }],
  ['code', { code: { isSet: () => true, check: async () => sealed } }],
])('the %s unlocks, anything else does not', async (means, over) => {
  const { lock } = lockWith(over);
  lock.lock();
  expect(lock.means()).toBe(means);
  for (const wrong of [null, '', 'Пароль']) {
    await expect(lock.unlock(wrong)).rejects.toThrow('lock.wrong-secret');
    expect(lock.isLocked()).toBe(true);
  }
  await lock.unlock('пароль');
  expect(lock.isLocked()).toBe(false);
});

test('a program with a code begins locked', () => {
  const { lock } = lockWith({ code: { isSet: () => true, check: async () => sealed } });
  expect(lock.isLocked()).toBe(true);
});

test('without either the keychain has to be open', async () => {
  let state: 'available' | 'locked' = 'locked';
  const { lock } = lockWith({ probeKeychain: async () => state });
  lock.lock();
  expect(lock.means()).toBe('keychain');
  await expect(lock.unlock(null)).rejects.toThrow('keychain.locked');
  state = 'available';
  await lock.unlock(null);
  expect(lock.isLocked()).toBe(false);
});

test('a system that can ask is asked, and its no is a no', async () => {
  const answers = [Promise.reject(new Error('no')), Promise.resolve()];
  const { lock } = lockWith({ askSystem: () => answers.shift() ?? Promise.resolve() });
  lock.lock();
  await expect(lock.unlock(null)).rejects.toThrow('no');
  expect(lock.isLocked()).toBe(true);
  await lock.unlock(null);
  expect(lock.isLocked()).toBe(false);
});

test('a secret is known by its check, which does not hold it', async () => {
  const check = await checkFor('фраза с ё');
  expect(JSON.stringify(check)).not.toContain('фраза');
  expect(await isSecret('фраза с е\u0308', check)).toBe(true);
  expect(await isSecret('фраза с е', check)).toBe(false);
});

const free: ReadonlySet<ChannelName> = new Set([
  'app.info',
  'settings.get',
  'privacy.state',
  'privacy.unlock',
]);

test('a locked window is refused every channel but those of its lock', async () => {
  const frame = { url: 'app://vestigo/' };
  const contents = { mainFrame: frame };
  const called: string[] = [];
  const handlers = Object.fromEntries(
    Object.keys(channels).map((name) => [name, () => void called.push(name)]),
  ) as unknown as Handlers;
  let ask = async (_event: unknown, _name: unknown, _input?: unknown): Promise<Result<unknown>> => {
    throw new Error('nobody listens');
  };
  const ipcMain = { handle: (_: string, handler: never) => void (ask = handler) };
  answerRequests(
    ipcMain,
    () => true,
    handlers,
    () => undefined,
    () => true,
  );
  for (const name of Object.keys(channels) as ChannelName[]) {
    const answer = await ask({ sender: contents, senderFrame: frame }, name);
    if (free.has(name)) expect(answer).not.toMatchObject({ error: { kind: 'window.locked' } });
    else
      expect([name, answer]).toMatchObject([name, { ok: false, error: { kind: 'window.locked' } }]);
  }
  expect(called.filter((name) => !free.has(name as ChannelName))).toEqual([]);
});

test('and is told nothing of what it held', () => {
  const sent: unknown[][] = [];
  const contents = { send: (...words: unknown[]) => void sent.push(words) };
  const push = pushTo(
    () => contents as never,
    () => undefined,
    () => true,
  );
  push('session.changed', { events: 5, revision: 1 });
  push('export.progress', { rows: 1, of: 2 });
  push('privacy.changed', { locked: true, means: 'code', hasCode: true, shown: [] });
  expect(sent.map(([channel, name]) => [channel, name])).toEqual([[wire.push, 'privacy.changed']]);
  expect(Object.keys(pushes)).toContain('session.changed');
});
