import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { Failed } from '../../src/shared/errors.ts';
import type { SourceKind } from '../../src/shared/event.ts';
import type { RecordFile } from '../../src/main/desktop/record-file.ts';
import { keepRecents } from '../../src/main/desktop/services/recents.ts';
import { keepSearches } from '../../src/main/desktop/services/searches.ts';
import { keepSources } from '../../src/main/desktop/services/sources.ts';
import { keepTransfers } from '../../src/main/desktop/services/transfers.ts';
import { throttle } from '../../src/main/desktop/services/throttle.ts';
import { askKeychain } from '../../src/main/desktop/services/ask-keychain.ts';
import type { Connector } from '../../src/main/connectors/connector.ts';
import { connectors } from '../../src/main/connectors/registry.ts';
import type { HttpClient } from '../../src/main/connectors/kit/http.ts';
import { memoryStore } from '../../src/main/secrets/memory.ts';
import { tokensIn } from '../../src/main/secrets/tokens.ts';
import type { RemoteSession } from '../../src/main/store/process/remote-session.ts';

function fileOf<T extends object>(value: T): RecordFile<T> {
  let current = value;
  return {
    get: () => current,
    set: (changes) => (current = { ...current, ...changes }),
  };
}

/** Whom nobody asks anything. */
const unheard: HttpClient = {
  get: () => Promise.reject(new Error('asked')),
  post: () => Promise.reject(new Error('asked')),
};

async function kindOf(work: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof work === 'function' ? work() : work);
    return 'fine';
  } catch (error) {
    return error instanceof Failed ? error.failure.kind : String(error);
  }
}

describe('sources', () => {
  function desk(known: Readonly<Record<SourceKind, Connector>> = connectors) {
    const keychain = memoryStore();
    const refusing = { ...keychain };
    let state: 'available' | 'locked' = 'available';
    const guard =
      <A extends unknown[], R>(work: (...words: A) => Promise<R>) =>
      async (...words: A) => {
        if (state === 'locked') throw new Failed('keychain.locked');
        return work(...words);
      };
    refusing.get = guard(keychain.get);
    refusing.set = guard(keychain.set);
    refusing.delete = guard(keychain.delete);
    const file = fileOf({ sources: [] as never[] });
    const sources = keepSources({
      file,
      connectors: known,
      keptTokens: tokensIn(refusing),
      runTokens: tokensIn(memoryStore()),
      keychainState: () => state,
    });
    return { sources, file, keychain, lock: () => (state = 'locked') };
  }
  const draft = { kind: 'pachca', name: 'Пачка', address: 'api.pachca.com' } as const;

  test('the address is normalised, and no token is written to the file', async () => {
    const { sources, file } = desk();
    const saved = await sources.save({ ...draft, token: 'secret', keep: 'keychain' });
    expect(saved).toMatchObject({
      address: 'https://api.pachca.com/api/shared/v1',
      token: 'stored',
      sample: false,
    });
    expect(JSON.stringify(file.get())).not.toContain('secret');
    expect((await sources.reach(saved.id)).token).toBe('secret');
  });

  test('a keychain that refuses leaves everything as it was', async () => {
    const { sources, lock } = desk();
    const { id } = await sources.save({ ...draft, token: 'old', keep: 'keychain' });
    lock();
    const renamed = { ...draft, id, name: 'Другая', token: 'new', keep: 'keychain' } as const;
    expect(await kindOf(sources.save(renamed))).toBe('keychain.locked');
    expect(await sources.list()).toMatchObject([{ name: 'Пачка', token: 'locked' }]);
  });

  test('a token of this run overrules the one in the keychain, which is taken out', async () => {
    const { sources, keychain } = desk();
    const { id, address } = await sources.save({ ...draft, token: 'old', keep: 'keychain' });
    const changed = await sources.save({ ...draft, id, token: 'new', keep: 'run' });
    expect(changed.token).toBe('run');
    expect((await sources.reach(id)).token).toBe('new');
    expect(await keychain.get(`token:pachca:${address}`)).toBeNull();
  });

  test('another kind is another address', async () => {
    const { sources } = desk();
    const { id } = await sources.save({ ...draft, token: 'old', keep: 'run' });
    const other = { ...draft, id, kind: 'jayguard', keep: 'run' } as const;
    expect((await sources.save(other)).token).toBe('missing');
    expect(await kindOf(sources.reach(id))).toBe('source.no-token');
  });

  test('a source remembers whose its token is, until it has another', async () => {
    let says: string | null = '98700';
    const { sources } = desk({
      ...connectors,
      pachca: {
        ...connectors.pachca,
        owner: async () => (says === null ? null : { id: says, name: null, email: null }),
      },
    });
    const { id } = await sources.save({ ...draft, token: 'old', keep: 'run' });
    const owners = async () => (await sources.list()).map(({ owner }) => owner);
    const ask = async () => {
      const { connector } = await sources.reach(id);
      return connector.owner?.(unheard, new AbortController().signal);
    };
    expect(await owners()).toEqual([null]);
    expect(await ask()).toMatchObject({ id: '98700' });
    expect(await owners()).toEqual(['98700']);
    // An answer that says nothing takes nothing back.
    says = null;
    expect(await ask()).toBeNull();
    await sources.save({ ...draft, id, name: 'Другая', keep: 'run' });
    expect(await owners()).toEqual(['98700']);
    await sources.save({ ...draft, id, token: 'new', keep: 'run' });
    expect(await owners()).toEqual([null]);

    says = '98701';
    await ask();
    await sources.save({ ...draft, id, address: 'pachca.example', keep: 'run' });
    expect(await owners()).toEqual([null]);

    const sample = await sources.addSample('pachca', 'Учебный', 'http://127.0.0.1:9/', 't');
    const { connector } = await sources.reach(sample.id);
    await connector.owner?.(unheard, new AbortController().signal);
    expect(await owners()).toEqual([null, '98701']);
  });

  test('sources of the samples are of this run and cannot be changed', async () => {
    const { sources, file } = desk();
    const { id } = await sources.addSample('jayguard', 'Учебный', 'http://127.0.0.1:9/', 't');
    expect(await sources.list()).toMatchObject([{ id, sample: true, token: 'run' }]);
    expect(file.get().sources).toEqual([]);
    expect(await kindOf(sources.save({ ...draft, id, keep: 'run' }))).toBe('source.unknown');
    expect(await sources.dropSamples()).toEqual([id]);
    expect(await kindOf(sources.reach(id))).toBe('source.unknown');
  });
});

test('recent sessions: newest first, no path told, an unknown id refused', async () => {
  const recents = keepRecents(fileOf({ recents: [] as never[] }));
  for (const name of ['a', 'b', 'a']) {
    recents.opened({ path: `/home/анна/дела/${name}.vestigo`, name, protection: 'keychain' });
  }
  const listed = recents.list();
  expect(listed.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(JSON.stringify(listed)).not.toContain('/home');
  expect(listed[0]).toMatchObject({ fileName: 'a.vestigo', folder: 'анна/дела', exists: false });
  expect(recents.pathOf(listed[0]?.id ?? '')).toBe('/home/анна/дела/a.vestigo');
  expect(await kindOf(() => recents.pathOf('/etc/passwd'))).toBe('session.not-found');
  // A file has one id before it is on the list and on it.
  const id = recents.idOf('/tmp/c.vestigo');
  expect(recents.pathOf(id)).toBe('/tmp/c.vestigo');
  recents.opened({ path: '/tmp/c.vestigo', name: 'c', protection: 'keychain' });
  expect(recents.list()[0]?.id).toBe(id);
});

test('saved searches of a session lie in its file, and those for all beside it', async () => {
  const file = fileOf({ searches: [] as never[] });
  const inSession = [{ id: 7, name: 'Б', query: 'ivanov@example.org', period: null }];
  const saveSearch = vi.fn(() => Promise.resolve(8));
  const removeSearch = vi.fn(() => Promise.resolve());
  const searches = keepSearches(file, () => ({
    searches: () => Promise.resolve({ saved: inSession, recent: [] }),
    saveSearch,
    removeSearch,
  }));
  const draft = { name: 'А', query: 'event:deny', period: { from: 1, to: 2 } };
  await searches.save({ ...draft, place: 'session' });
  await searches.save({ ...draft, place: 'session', id: '7' });
  expect(saveSearch.mock.calls).toEqual([
    [null, draft],
    [7, draft],
  ]);
  expect(file.get().searches).toEqual([]);
  await searches.save({ ...draft, place: 'program' });
  const { saved } = await searches.list();
  expect(saved).toEqual([
    { ...draft, id: expect.any(String), place: 'program' },
    { ...inSession[0], id: '7', place: 'session' },
  ]);
  expect(JSON.stringify(file.get())).not.toContain('ivanov');
  const id = saved[0]?.id ?? '';
  await searches.save({ ...draft, name: 'В', place: 'program', id });
  expect((await searches.list()).saved.map(({ name }) => name)).toEqual(['Б', 'В']);
  await searches.remove({ place: 'program', id });
  await searches.remove({ place: 'session', id: '7' });
  expect(file.get().searches).toEqual([]);
  expect(removeSearch.mock.calls).toEqual([[7]]);
});

describe('transfers', () => {
  function desk() {
    let aborted = false;
    const release: { end: () => void } = { end: () => undefined };
    const link = {
      info: () => Promise.resolve({ name: 'A' }),
      run: (_name: string, _options: unknown, { signal }: { signal: AbortSignal }) =>
        new Promise((_resolve, reject) => {
          release.end = () => reject(new Failed('cancelled'));
          signal.addEventListener('abort', () => (aborted = true));
        }),
    };
    const transfers = keepTransfers({
      link: () => link as unknown as RemoteSession,
      dialogs: {
        exportFile: () => Promise.resolve('/tmp/a.csv'),
        exportFolder: () => Promise.resolve('/tmp/a'),
        quarantineFile: () => Promise.resolve('/tmp/a.ndjson'),
        importFile: () => Promise.resolve('/tmp/a.json'),
      },
      push: () => undefined,
      printed: () => Promise.reject(new Error('nothing is printed here')),
      onChange: () => undefined,
      version: '0',
    });
    return { transfers, release, aborted: () => aborted };
  }

  test('an import runs until it is stopped; stopping waits for its end', async () => {
    const { transfers, release, aborted } = desk();
    const work = kindOf(transfers.importFile({ kind: 'pachca' }));
    await vi.waitFor(() => expect(transfers.isRunning()).toBe(true));
    let stopped = false;
    const stopping = transfers.cancel().then(() => (stopped = true));
    expect(aborted()).toBe(true);
    await pause(1);
    expect(stopped).toBe(false);
    release.end();
    await stopping;
    expect(await work).toBe('cancelled');
    expect(transfers.isRunning()).toBe(false);
  });
});

describe('quarantine', () => {
  function desk(path: string | null) {
    const ran: [string, unknown][] = [];
    let changes = 0;
    const results = {
      reread: { read: 5, newEvents: 4, left: 1 },
      exportQuarantine: { rows: 2, bytes: 9, sha256: 'ab' },
    };
    const link = {
      info: () => Promise.resolve({ name: 'Дело' }),
      run: async (name: keyof typeof results, args: unknown) => {
        ran.push([name, args]);
        return results[name];
      },
    };
    const named: string[] = [];
    const transfers = keepTransfers({
      link: () => link as unknown as RemoteSession,
      dialogs: {
        exportFile: () => Promise.resolve(null),
        exportFolder: () => Promise.resolve(null),
        quarantineFile: (name) => {
          named.push(name);
          return Promise.resolve(path);
        },
        importFile: () => Promise.resolve(null),
      },
      push: () => undefined,
      printed: () => Promise.reject(new Error('nothing is printed here')),
      onChange: () => (changes += 1),
      version: '0',
    });
    return { transfers, ran, named, changes: () => changes };
  }

  test('what can be read again becomes events, and the window hears of it', async () => {
    const { transfers, ran, changes } = desk(null);
    expect(await transfers.reread()).toEqual({ read: 5, newEvents: 4, left: 1 });
    expect(ran).toEqual([['reread', {}]]);
    expect(changes()).toBe(1);
    expect(transfers.isRunning()).toBe(false);
  });

  test('it is written where the person says, or nowhere; the path stays in main', async () => {
    const closed = desk(null);
    expect(await closed.transfers.exportQuarantine({})).toBeNull();
    expect(closed.ran).toEqual([]);
    const { transfers, ran, named } = desk('/home/анна/не распознано.ndjson');
    expect(await transfers.exportQuarantine({ unmasked: 'проверка' })).toEqual({
      fileName: 'не распознано.ndjson',
      rows: 2,
      sha256: 'ab',
    });
    expect(named).toEqual(['Дело']);
    const options = {
      path: '/home/анна/не распознано.ndjson',
      overwrite: true,
      unmasked: 'проверка',
    };
    expect(ran).toEqual([['exportQuarantine', options]]);
  });
});

test('a throttle says the first and the latest, and what waits at the end', () => {
  vi.useFakeTimers();
  try {
    const said: number[] = [];
    const { say, finish } = throttle<number>(100, (value) => said.push(value));
    for (const value of [1, 2, 3]) say(value);
    expect(said).toEqual([1]);
    vi.advanceTimersByTime(100);
    expect(said).toEqual([1, 3]);
    say(4);
    say(5);
    finish();
    vi.advanceTimersByTime(1000);
    expect(said).toEqual([1, 3, 5]);
  } finally {
    vi.useRealTimers();
  }
});

test('a keychain whose owner is still being asked is locked', async () => {
  vi.useFakeTimers();
  try {
    const answer = askKeychain(() => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(2000);
    expect(await answer).toBe('locked');
    expect(await askKeychain(() => Promise.resolve('absent'))).toBe('absent');
  } finally {
    vi.useRealTimers();
  }
});
