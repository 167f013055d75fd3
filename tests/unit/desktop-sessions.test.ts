import { symlink, writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { Failed, type Failure } from '../../src/shared/errors.ts';
import { keepRecents } from '../../src/main/desktop/services/recents.ts';
import { keepSessions, type Leaving } from '../../src/main/desktop/services/sessions.ts';
import { watchTheDoor } from '../../src/main/desktop/services/leaving.ts';
import { openVault } from '../../src/main/desktop/services/vault.ts';
import type { RemoteSession } from '../../src/main/store/process/remote-session.ts';
import { fakeSession } from '../support/desktop/fake-rooms.ts';

async function kindOf(work: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof work === 'function' ? work() : work);
    return 'fine';
  } catch (error) {
    return error instanceof Failed ? error.failure.kind : String(error);
  }
}

function desk() {
  const events: string[] = [];
  const ends = new Map<string, (failure: Failure | null) => void>();
  const keys = new Map<string, Uint8Array>();
  const refused = new Set<string>();
  /** Sessions that still collect something. */
  const busy = new Set<string>();
  const opening = async (path: string): Promise<RemoteSession> => {
    events.push(`open ${path}`);
    await pause(5);
    if (refused.has(path)) throw new Failed('file.exists');
    let end: (failure: Failure | null) => void = () => undefined;
    const ended = new Promise<Failure | null>((resolve) => (end = resolve));
    ends.set(path, end);
    return {
      info: () => Promise.resolve({ name: path }),
      ended,
      close: async () => {
        events.push(`close ${path}`);
        end(null);
      },
    } as never;
  };
  const closed: (Failure | null)[] = [];
  const person: { says: Leaving } = { says: 'close' };
  const recents = keepRecents({
    get: () => ({ recents: [] }),
    set: (changes) => changes as never,
  });
  const sessions = keepSessions({
    vault: openVault({
      files: {
        newId: (protection) => `${protection}-1`,
        inspect: (path) => ({
          fileId: 'keychain-1',
          protection: path.startsWith('secret') ? 'passphrase' : 'keychain',
          cipher: 'AEGIS-256',
        }),
        hiddenBeside: (path) => `${path}.part`,
        create: ({ path }) => opening(path),
        open: ({ path }) => opening(path),
      },
      keys: {
        create: () => new Uint8Array(32),
        get: async (id) => keys.get(id) ?? null,
        keep: async (id, key) => void keys.set(id, key),
        forget: async (id) => void keys.delete(id),
        checkFor: async (passphrase) => ({ salt: '', hash: passphrase }),
      },
    }),
    recents,
    work: {
      mayLeave: async () => person.says,
      stop: async ({ name }, leaving) => {
        events.push(`stop ${name} ${leaving}`);
        if (leaving === 'close') busy.delete(name);
      },
      isIdle: ({ name }) => !busy.has(name),
      opened: async ({ name }) => void events.push(`go on ${name}`),
      lost: ({ name }) => void events.push(`lost ${name}`),
      turned: () => undefined,
    },
    onClosed: (failure) => closed.push(failure),
  });
  return { sessions, events, ends, keys, refused, closed, person, busy };
}

test('the session before is closed when the new one is there, its work first', async () => {
  const { sessions, events, keys } = desk();
  await sessions.create('a', 'A', { kind: 'keychain' });
  expect(keys.size).toBe(1);
  await Promise.all([sessions.open('b', undefined), sessions.open('b', undefined)]);
  await sessions.settle(sessions.held());
  expect(events).toEqual(['open a', 'open b', 'stop a close', 'close a', 'go on b']);
  expect(await sessions.current()).toMatchObject({ fileName: 'b' });
});

test('a file that cannot be made leaves no key behind, and the open session open', async () => {
  const { sessions, keys, refused } = desk();
  await sessions.create('a', 'A', { kind: 'passphrase', passphrase: 'x' });
  refused.add('b');
  expect(await kindOf(sessions.create('b', 'B', { kind: 'keychain' }))).toBe('file.exists');
  expect(keys.size).toBe(0);
  expect(await sessions.current()).toMatchObject({ fileName: 'a' });
});

test('who stays with what runs keeps the session, and leaves no file and no key behind', async () => {
  const { sessions, events, keys, closed, person } = desk();
  await sessions.create('a', 'A', { kind: 'passphrase', passphrase: 'x' });
  person.says = 'stay';
  expect(await sessions.create('b', 'B', { kind: 'keychain' })).toBeNull();
  expect(keys.size).toBe(0);
  keys.set('keychain-1', new Uint8Array(32));
  expect(await sessions.open('c', undefined)).toBeNull();
  expect(await sessions.open('a', undefined)).toMatchObject({ fileName: 'a' });
  await sessions.close();
  expect(events).toEqual(['open a', 'open c', 'close c']);
  expect(sessions.held().path).toBe('a');
  expect(closed).toEqual([]);
  await sessions.closeAll();
  expect(events.at(-1)).toBe('close a');
});

test('a key for this run is kept nowhere', async () => {
  const { sessions, keys } = desk();
  expect(await sessions.create('a', 'A', { kind: 'run' })).toMatchObject({ protection: 'run' });
  expect(keys.size).toBe(0);
});

test('no key, no entry and no session are three failures', async () => {
  const { sessions } = desk();
  expect(await kindOf(sessions.open('secret', undefined))).toBe('session.no-key');
  expect(await kindOf(sessions.behind('secret', undefined, async () => 1))).toBe('session.no-key');
  expect(await kindOf(sessions.open('plain', undefined))).toBe('keychain.no-entry');
  expect(await kindOf(() => sessions.held())).toBe('session.none-open');
});

test('a process that ends by itself is told, once, with its failure', async () => {
  const { sessions, events, ends, closed } = desk();
  await sessions.create('a', 'A', { kind: 'run' });
  const failure: Failure = { kind: 'internal', params: { type: 'session-process-ended' } };
  ends.get('a')?.(failure);
  await vi.waitFor(() => expect(closed).toEqual([failure]));
  expect(events).toContain('lost a');
  await sessions.close();
  expect(closed).toEqual([failure]);
  expect(sessions.linkOrNull()).toBeNull();
});

describe('in the background', () => {
  async function left() {
    const all = desk();
    const { sessions, keys, person, busy } = all;
    keys.set('keychain-1', new Uint8Array(32));
    await sessions.open('a', undefined);
    const { link } = sessions.held();
    busy.add('a');
    person.says = 'background';
    await sessions.open('b', undefined);
    // What follows from opening has been done.
    await sessions.settle(sessions.held());
    all.events.length = 0;
    return { ...all, link };
  }

  test('a session stays open with its work, and comes back without a second process', async () => {
    const { sessions, events, link } = await left();
    expect(await sessions.current()).toMatchObject({ fileName: 'b' });
    expect(await sessions.open('a', undefined)).toMatchObject({ fileName: 'a' });
    expect(sessions.held().link).toBe(link);
    // What it collects was going on all the time; b had nothing to keep it open.
    expect(events).toEqual(['stop b background', 'close b']);
  });

  test('it closes when its work is done, and not before', async () => {
    const { sessions, events, busy } = await left();
    const behind = await sessions.behind('a', undefined, async (session) => session);
    await sessions.settle(behind);
    expect(events).toEqual([]);
    busy.delete('a');
    await sessions.settle(behind);
    expect(events).toEqual(['close a']);
    await sessions.settle(behind);
    expect(events).toEqual(['close a']);
  });

  test('opened for a moment it is closed again, unless what was begun keeps it there', async () => {
    const { sessions, events, busy } = await left();
    await sessions.behind('c', undefined, async () => undefined);
    expect(events).toEqual(['open c', 'go on c', 'close c']);
    const failing = sessions.behind('c', undefined, () => Promise.reject(new Failed('internal')));
    expect(await kindOf(failing)).toBe('internal');
    expect(events.at(-1)).toBe('close c');
    events.length = 0;
    await sessions.behind('c', undefined, async () => void busy.add('c'));
    expect(events).toEqual(['open c', 'go on c']);
  });

  test('the session on the screen is not closed for having nothing to do', async () => {
    const { sessions, events } = await left();
    await sessions.settle(sessions.held());
    expect(events).toEqual([]);
  });

  test('its process may end without the window being told that its session is gone', async () => {
    const { sessions, events, ends, closed } = await left();
    ends.get('a')?.({ kind: 'internal', params: {} });
    await vi.waitFor(() => expect(events).toEqual(['lost a']));
    expect(closed).toEqual([]);
    await sessions.open('a', undefined);
    expect(events).toContain('open a');
  });

  test('the window may show none: closing it keeps what collects', async () => {
    const { sessions, events, busy, closed } = await left();
    busy.add('b');
    await sessions.close();
    expect(closed).toEqual([null]);
    expect(await sessions.current()).toBeNull();
    expect(events).toEqual(['stop b background']);
    await sessions.closeAll();
    expect(events.slice(1).toSorted()).toEqual(['close a', 'close b']);
  });
});

test('one file by two paths is one session', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sessions-'));
  try {
    const { sessions, keys, events } = desk();
    keys.set('keychain-1', new Uint8Array(32));
    const path = join(folder, 'case.vestigo');
    const link = join(folder, 'link.vestigo');
    await writeFile(path, '');
    await symlink(path, link);
    await sessions.open(path, undefined);
    await sessions.open(link, undefined);
    expect(await sessions.behind(link, undefined, async ({ name }) => name)).toBe(path);
    expect(events.filter((event) => event.startsWith('open'))).toEqual([`open ${path}`]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe('before a session is left or the program ends', () => {
  function door(given: { collecting?: boolean; transferring?: boolean; agrees?: boolean }) {
    const asked: string[] = [];
    const stopped: string[] = [];
    const agrees = given.agrees ?? true;
    const watched = watchTheDoor({
      jobs: {
        isActive: () => given.collecting ?? false,
        close: async (one) => void stopped.push(`jobs of ${one?.name ?? 'all'}`),
      },
      transfers: {
        isRunning: () => given.transferring ?? false,
        cancel: async () => void stopped.push('transfers'),
      },
      dialogs: {
        stopTransfer: async (then) => {
          asked.push(`transfer ${then}`);
          return agrees;
        },
        leaveCollecting: async () => {
          asked.push('leave');
          return 'background';
        },
        quitCollecting: async () => {
          asked.push('quit');
          return agrees;
        },
      },
    });
    return { ...watched, asked, stopped };
  }
  const { session } = fakeSession('a');

  test.each([
    [{}, 'close', []],
    [{ transferring: true }, 'close', ['transfer leave']],
    [{ transferring: true, agrees: false }, 'stay', ['transfer leave']],
    [{ collecting: true, transferring: true }, 'background', ['leave']],
  ])('leaving with %j: %s, after %j', async (given, leaving, questions) => {
    const { mayLeave, asked } = door(given);
    expect(await mayLeave(session)).toBe(leaving);
    expect(asked).toEqual(questions);
  });

  test.each([
    [{}, true, []],
    [{ transferring: true, agrees: false }, false, ['transfer quit']],
    [{ collecting: true }, true, ['quit']],
    [{ collecting: true, transferring: true, agrees: false }, false, ['quit']],
  ])('quitting with %j: %s, after %j', async (given, may, questions) => {
    const { mayQuit, asked } = door(given);
    expect(await mayQuit()).toBe(may);
    expect(asked).toEqual(questions);
  });

  test('in the background collections go on; imports and exports never do', async () => {
    const { stop, stopped } = door({});
    await stop(session, 'background');
    expect(stopped).toEqual(['transfers']);
    await stop(session, 'close');
    expect(stopped.slice(1).toSorted()).toEqual(['jobs of a', 'transfers']);
  });
});
