import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { Failed, type Failure } from '../../src/shared/errors.ts';
import { noCounts, type Collection } from '../../src/shared/session.ts';
import type { RecordFile } from '../../src/main/desktop/record-file.ts';
import {
  keepCollecting,
  type CollectionRooms,
} from '../../src/main/desktop/services/collecting.ts';
import { keepRecents } from '../../src/main/desktop/services/recents.ts';
import { keepSessions } from '../../src/main/desktop/services/sessions.ts';
import { keepSources } from '../../src/main/desktop/services/sources.ts';
import { keepTransfers } from '../../src/main/desktop/services/transfers.ts';
import { throttle } from '../../src/main/desktop/services/throttle.ts';
import { askKeychain } from '../../src/main/desktop/services/ask-keychain.ts';
import { connectors } from '../../src/main/connectors/registry.ts';
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

async function kindOf(work: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof work === 'function' ? work() : work);
    return 'fine';
  } catch (error) {
    return error instanceof Failed ? error.failure.kind : String(error);
  }
}

describe('sources', () => {
  function desk() {
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
      connectors,
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

  test('sources of the samples are of this run and cannot be changed', async () => {
    const { sources, file } = desk();
    const { id } = await sources.addSample('jayguard', 'Учебный', 'http://127.0.0.1:9/', 't');
    expect(await sources.list()).toMatchObject([{ id, sample: true, token: 'run' }]);
    expect(file.get().sources).toEqual([]);
    expect(await kindOf(sources.save({ ...draft, id, keep: 'run' }))).toBe('source.unknown');
    await sources.dropSamples();
    expect(await kindOf(sources.reach(id))).toBe('source.unknown');
  });
});

const ledger: Collection = {
  id: 7,
  origin: 'service',
  source: 'pachca',
  address: 'https://one.example',
  from: 0,
  to: 1,
  filters: {},
  withDetails: false,
  startedAt: '',
  finishedAt: null,
  version: '',
  status: 'complete',
  windows: [],
};

const nothingElse = {
  alreadyComplete: false,
  filterIgnored: false,
  detailsFetched: null,
  namesFailure: null,
};

describe('collecting', () => {
  function desk(given: Partial<CollectionRooms> = {}) {
    const pushed: [string, unknown][] = [];
    const collect = vi.fn<CollectionRooms['collect']>(async (_order, { signal, onProgress }) => {
      onProgress?.({
        collectionId: 7,
        phase: 'events',
        ...noCounts,
        rate: 1,
        done: 0,
        secondsLeft: null,
        waiting: null,
      });
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      return {
        collection: ledger,
        alreadyComplete: false,
        failure: { kind: 'cancelled', params: {} },
        details: null,
        filterIgnored: false,
        namesFailure: null,
      };
    });
    const collecting = keepCollecting({
      rooms: {
        collect,
        fetchDetails: () => Promise.reject(new Error('not asked for')),
        createMeter: () => ({ fetch: () => Promise.reject(new Error('no')), onWait() {} }) as never,
        createHttpClient: () => ({}) as never,
        ...given,
      },
      fetch: () => Promise.reject(new Error('no network here')),
      sources: {
        reach: (id) =>
          Promise.resolve({
            id,
            address: 'https://one.example',
            connector: connectors.pachca,
            token: 't',
          }),
      },
      link: () => ({}) as RemoteSession,
      push: (name, payload) => void pushed.push([name, payload]),
      onChange: () => undefined,
    });
    return { collecting, collect, pushed };
  }
  const order = (sourceId: string) => ({
    sourceId,
    from: 0,
    to: 1,
    filters: {},
    withDetails: false,
    withNames: false,
    refresh: false,
  });

  test('several sources at once, one collection each', async () => {
    const { collecting, collect } = desk();
    await collecting.start(order('a'));
    await collecting.start(order('b'));
    await collecting.start(order('a'));
    expect(collect).toHaveBeenCalledTimes(2);
    expect(collecting.running().map(({ sourceId }) => sourceId)).toEqual(['a', 'b']);
    await collecting.cancel(null);
    expect(collecting.running()).toEqual([]);
  });

  test('cancelling one leaves the other, and its end is told after it is off the list', async () => {
    const { collecting, pushed } = desk();
    await collecting.start(order('a'));
    await collecting.start(order('b'));
    await collecting.cancel('a');
    expect(collecting.running().map(({ sourceId }) => sourceId)).toEqual(['b']);
    expect(pushed.filter(([name]) => name === 'collect.ended')).toEqual([
      [
        'collect.ended',
        {
          ...nothingElse,
          sourceId: 'a',
          collection: ledger,
          failure: { kind: 'cancelled', params: {} },
        },
      ],
    ]);
    await collecting.cancel(null);
  });

  test('what a collection throws is told as its end', async () => {
    const { collecting, pushed } = desk({
      collect: () => Promise.reject(new Failed('file.disk-full')),
    });
    await collecting.start(order('a'));
    await vi.waitFor(() => expect(pushed).toHaveLength(1));
    expect(pushed[0]?.[1]).toEqual({
      ...nothingElse,
      sourceId: 'a',
      collection: null,
      failure: { kind: 'file.disk-full', params: {} },
    });
    expect(collecting.running()).toEqual([]);
  });

  test('what is no failure of a collection is told all the same', async () => {
    const namesFailure = { kind: 'service.scope', params: { scope: 'users:read' } } as const;
    const { collecting, pushed } = desk({
      collect: () =>
        Promise.resolve({
          collection: ledger,
          alreadyComplete: true,
          failure: null,
          details: { fetched: 12, failure: null },
          filterIgnored: true,
          namesFailure,
        }),
    });
    await collecting.start(order('a'));
    await vi.waitFor(() => expect(pushed).toHaveLength(1));
    expect(pushed[0]?.[1]).toEqual({
      sourceId: 'a',
      collection: ledger,
      failure: null,
      alreadyComplete: true,
      filterIgnored: true,
      detailsFetched: 12,
      namesFailure,
    });
  });

  test('fetching details says how far it is, is work worth a question, and can be stopped', async () => {
    const { collecting, pushed } = desk({
      fetchDetails: async ({ signal, onFound }) => {
        onFound?.(3);
        onFound?.(4);
        await new Promise((resolve) => {
          signal.addEventListener('abort', resolve);
        });
        return { fetched: 7, failure: { kind: 'cancelled', params: {} } };
      },
    });
    const everything = { query: '', zone: 'UTC', period: null };
    const fetching = kindOf(collecting.fetchDetails('a', everything));
    await vi.waitFor(() =>
      expect(pushed).toEqual([
        ['details.progress', { fetched: 3 }],
        ['details.progress', { fetched: 7 }],
      ]),
    );
    expect(collecting.isBusy()).toBe(true);
    expect(collecting.running()).toEqual([]);
    await collecting.cancelDetails();
    expect(await fetching).toBe('cancelled');
    expect(collecting.isBusy()).toBe(false);
  });

  test('a period that ends before it begins is refused', async () => {
    const { collecting } = desk();
    expect(await kindOf(collecting.start({ ...order('a'), from: 2 }))).toBe('input.invalid');
  });
});

describe('sessions', () => {
  function desk() {
    const events: string[] = [];
    const ends = new Map<string, (failure: Failure | null) => void>();
    const keys = new Map<string, Uint8Array>();
    const refused = new Set<string>();
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
    const person = { agrees: true };
    const sessions = keepSessions({
      files: {
        newId: (protection) => `${protection}-1`,
        inspect: (path) => ({
          fileId: 'keychain-1',
          protection: path.startsWith('secret') ? 'passphrase' : 'keychain',
        }),
        create: ({ path }) => opening(path),
        open: ({ path }) => opening(path),
      },
      recents: keepRecents(fileOf({ recents: [] as never[] })),
      keys: {
        create: () => new Uint8Array(32),
        get: async (id) => keys.get(id) ?? null,
        keep: async (id, key) => void keys.set(id, key),
        forget: async (id) => void keys.delete(id),
      },
      mayLeave: async () => person.agrees,
      beforeClose: async () => void events.push('stop work'),
      onClosed: (failure) => closed.push(failure),
    });
    return { sessions, events, ends, keys, refused, closed, person };
  }

  test('the session before is closed when the new one is there, its work first', async () => {
    const { sessions, events, keys } = desk();
    await sessions.create('a', 'A', { kind: 'keychain' });
    expect(keys.size).toBe(1);
    await Promise.all([sessions.open('b', undefined), sessions.open('b', undefined)]);
    expect(events).toEqual(['open a', 'open b', 'stop work', 'close a']);
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
    person.agrees = false;
    expect(await sessions.create('b', 'B', { kind: 'keychain' })).toBeNull();
    expect(keys.size).toBe(0);
    keys.set('keychain-1', new Uint8Array(32));
    expect(await sessions.open('c', undefined)).toBeNull();
    expect(await sessions.open('a', undefined)).toMatchObject({ fileName: 'a' });
    await sessions.close({ ask: true });
    expect(events).toEqual(['open a', 'open c', 'close c']);
    expect(sessions.path()).toBe('a');
    expect(closed).toEqual([]);
    await sessions.close({ ask: false });
    expect(closed).toEqual([null]);
  });

  test('a key for this run is kept nowhere', async () => {
    const { sessions, keys } = desk();
    expect(await sessions.create('a', 'A', { kind: 'run' })).toMatchObject({ protection: 'run' });
    expect(keys.size).toBe(0);
  });

  test('no key, no entry and no session are three failures', async () => {
    const { sessions } = desk();
    expect(await kindOf(sessions.open('secret', undefined))).toBe('session.no-key');
    expect(await kindOf(sessions.open('plain', undefined))).toBe('keychain.no-entry');
    expect(await kindOf(() => sessions.link())).toBe('session.none-open');
  });

  test('a process that ends by itself is told, once, with its failure', async () => {
    const { sessions, ends, closed } = desk();
    await sessions.create('a', 'A', { kind: 'run' });
    const failure: Failure = { kind: 'internal', params: { type: 'session-process-ended' } };
    ends.get('a')?.(failure);
    await vi.waitFor(() => expect(closed).toEqual([failure]));
    await sessions.close({ ask: false });
    expect(closed).toEqual([failure]);
    expect(sessions.linkOrNull()).toBeNull();
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
        importFile: () => Promise.resolve('/tmp/a.json'),
      },
      push: () => undefined,
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
