import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collect, type CollectOrder } from '../../../src/main/collection/collect.ts';
import { createMeter } from '../../../src/main/collection/meter.ts';
import { totalOf, type Progress } from '../../../src/main/collection/progress.ts';
import type { Connector, Page, PullRequest } from '../../../src/main/connectors/connector.ts';
import { createHttpClient } from '../../../src/main/connectors/kit/http.ts';
import { pachca } from '../../../src/main/connectors/pachca/connector.ts';
import { createSession } from '../../../src/main/store/open-session.ts';
import type { SessionStore } from '../../../src/main/store/session-store.ts';
import type { Stop, TokenOwner } from '../../../src/shared/session.ts';
import { Failed, type FailureKind } from '../../../src/shared/errors.ts';

const day = 86_400_000_000;
const start = Date.UTC(2026, 9, 1) * 1000;

let folder: string;
let store: SessionStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vestigo-collect-'));
  const path = join(folder, 'case.vestigo');
  store = await createSession({
    path,
    key: { key: Buffer.alloc(32, 7) },
    name: 'case',
    version: '1',
  });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const order: CollectOrder = {
  address: 'http://127.0.0.1',
  from: start,
  to: start + 4 * day - 1,
  filters: {},
  withDetails: false,
  withNames: false,
  refresh: false,
};

/** One event an hour, six to a page, newest first; `position` is how many were given. */
const hours = 96;
const pageSize = 6;
interface Script {
  /** Called before each page with the window and the number of the request, from 1. */
  before?: (request: PullRequest, count: number) => void;
  gaps?: (request: PullRequest, given: number) => Page['gaps'];
  owner?: TokenOwner;
  /** How many hours have passed since when, so that there is an event of each. */
  hours?: () => number;
  start?: number;
  clockOffsetMs?: number;
  /** Hours (from the newest, 0) that the service has no event of any more. */
  forgotten?: () => readonly number[];
  /** Everything is sent, whatever was asked for. */
  ignoresTime?: boolean;
}

function connectorOf(script: Script = {}) {
  const asked: PullRequest[] = [];
  const connector: Connector = {
    ...pachca,
    owner: () => Promise.resolve(script.owner ?? null),
    async *pull(_http, request, signal) {
      const inside = (time: number) => time >= request.from && time <= request.to;
      const forgotten = script.forgotten?.() ?? [];
      const all = Array.from(
        { length: script.hours?.() ?? hours },
        (_, at) => (script.start ?? start) + at * 3_600_000_000,
      )
        .toReversed()
        .filter((_, at) => !forgotten.includes(at));
      const sent = script.ignoresTime ? all : all.filter(inside);
      for (let given = Number(request.position ?? 0); ; given += pageSize) {
        asked.push(request);
        script.before?.(request, asked.length);
        if (signal.aborted) throw new Failed('cancelled');
        const times = sent.slice(given, given + pageSize);
        const raws = times.filter(inside).map((time) => ({
          raw: JSON.stringify({
            id: `e${time}`,
            created_at: new Date(time / 1000).toISOString(),
            event_key: 'user_login',
          }),
        }));
        const isLast = given + pageSize >= sent.length;
        yield {
          body: `{"data":[${raws.map(({ raw }) => raw).join(',')}]}`,
          events: raws.map(({ raw }) => ({ raw, event: pachca.read(raw) })),
          quarantined: [],
          outOfWindow: times.length - raws.length,
          position: isLast ? null : String(given + pageSize),
          clockOffsetMs: script.clockOffsetMs ?? null,
          gaps: script.gaps?.(request, given) ?? [],
        };
        if (isLast) return;
      }
    },
  };
  return { connector, asked };
}

function noHttp(mostUnderWay?: number) {
  return createHttpClient({
    address: 'http://127.0.0.1',
    token: 'token',
    rate: Infinity,
    fetch: () => Promise.reject(new Error('not asked')),
    ...(mostUnderWay !== undefined && { mostUnderWay }),
  });
}

function run(
  connector: Connector,
  changes: Partial<CollectOrder> = {},
  {
    signal = new AbortController().signal,
    concurrency = 2,
    onProgress = (_: Progress) => {},
    stopReason = (): Stop => 'paused',
  } = {},
) {
  const meter = createMeter(() => Promise.reject(new Error('not asked')));
  const plan = { lengths: [day], least: 1 };
  return collect(
    { ...order, ...changes },
    { connector, http: noHttp(concurrency), meter, store, plan, signal, stopReason, onProgress },
  );
}

const everything = { query: '', zone: 'UTC', period: null };
const statuses = (collection: { windows: { status: string }[] }) =>
  collection.windows.map(({ status }) => status);

function failOnce(
  kind: FailureKind,
  when: (request: PullRequest, count: number) => boolean,
): Script {
  let failed = false;
  return {
    before(request, count) {
      if (failed || !when(request, count)) return;
      failed = true;
      throw new Failed(kind);
    },
  };
}

test('all windows are pulled to their end, and progress ends at one', async () => {
  const seen: Progress[] = [];
  const { connector, asked } = connectorOf();
  const { collection, failure } = await run(connector, {}, { onProgress: (at) => seen.push(at) });
  expect(failure).toBeNull();
  expect(statuses(collection)).toEqual(['complete', 'complete', 'complete', 'complete']);
  expect(await store.count(everything)).toBe(hours);
  expect(asked.length).toBe(hours / pageSize);
  expect(seen.at(-1)).toMatchObject({ phase: 'done', done: 1, received: hours, newEvents: hours });
});

test('a collection that is complete is not asked again; one that ended before its end is', async () => {
  const { connector, asked } = connectorOf();
  await run(connector);
  const before = asked.length;
  expect(await run(connector)).toMatchObject({ alreadyComplete: true });
  expect(asked.length).toBe(before);
  expect(await run(connector, { refresh: true })).toMatchObject({ alreadyComplete: false });

  const future = { from: Math.floor(Date.now() / 1000) * 1e6, to: Date.now() * 1000 + 60e6 };
  await run(connector, future);
  expect(await run(connector, future)).toMatchObject({ alreadyComplete: false });
});

test('a refusal ends everything; what came stays, and the next run goes on from there', async () => {
  const script = failOnce('service.unauthorized', (_, count) => count === 5);
  const { connector, asked } = connectorOf(script);
  const first = await run(connector);
  expect(first.failure?.kind).toBe('service.unauthorized');
  expect(first.collection.status).toBe('partial');
  expect(
    first.collection.windows.some(({ reason }) => reason?.kind === 'service.unauthorized'),
  ).toBe(true);
  const held = await store.count(everything);
  expect(held).toBeGreaterThan(0);

  const before = asked.length;
  const second = await run(connector);
  expect(second.collection).toMatchObject({ id: first.collection.id, status: 'complete' });
  expect(await store.count(everything)).toBe(hours);
  expect(second.collection.windows.reduce((sum, { counts }) => sum + counts.duplicates, 0)).toBe(0);
  expect(asked.length - before).toBe((hours - held) / pageSize);
});

test('a window that fails for itself does not stop the others', async () => {
  const script = failOnce('service.unavailable', ({ from }) => from === start + day);
  const { connector } = connectorOf(script);
  const { collection, failure } = await run(connector, {}, { concurrency: 1 });
  expect(failure).toBeNull();
  expect(statuses(collection)).toEqual(['complete', 'failed', 'complete', 'complete']);
  expect(collection.status).toBe('partial');
});

test('cancelling keeps what is committed; windows that were not asked are not failed', async () => {
  const stop = new AbortController();
  const { connector } = connectorOf({ before: (_, count) => count === 3 && stop.abort() });
  const { collection, failure } = await run(connector, {}, { signal: stop.signal, concurrency: 4 });
  expect(failure?.kind).toBe('cancelled');
  expect(collection.status).toBe('partial');
  expect(statuses(collection)).not.toContain('failed');
  expect(statuses(collection)).toContain('pending');
  expect(await store.count(everything)).toBeGreaterThan(0);
});

test('a service that ignores the time filter is read once, in one stream', async () => {
  const { connector, asked } = connectorOf({ ignoresTime: true });
  const { collection, filterIgnored } = await run(connector);
  expect(filterIgnored).toBe(true);
  expect(collection.windows).toHaveLength(1);
  expect(await store.count(everything)).toBe(hours);
  expect(asked.length).toBeLessThanOrEqual(hours / pageSize + 2);
  expect(asked.at(-1)?.filterIgnored).toBe(true);
});

test('a gap makes its window partial, and is not forgotten when the run is cut short', async () => {
  const reason = { kind: 'service.window-full' as const, params: { cap: 3 } };
  const gaps = ({ from, to }: PullRequest, given: number) =>
    from === start && given === pageSize ? [{ from, to, reason }] : [];
  let cut = true;
  const before = ({ from }: PullRequest, count: number) => {
    if (cut && from === start && count > 3) throw new Failed('network.unreachable');
  };
  const { connector } = connectorOf({ gaps, before });
  const first = await run(connector, { to: start + day - 1 });
  expect(first.collection.windows[0]).toMatchObject({ status: 'partial', reason });

  // Going on from the position alone would lead past the gap and call the window complete.
  cut = false;
  const second = await run(connector, { to: start + day - 1 });
  expect(second.collection.windows[0]).toMatchObject({ status: 'partial', reason });
});

test('what the session itself fails with is thrown, not noted as the service’s', async () => {
  const { connector } = connectorOf();
  const broken: SessionStore = {
    ...store,
    commitPage: () => Promise.reject(new Failed('file.disk-full')),
  };
  const meter = createMeter(() => Promise.reject(new Error('not asked')));
  const { signal } = new AbortController();
  const work = collect(order, { connector, http: noHttp(), meter, store: broken, signal });
  await expect(work).rejects.toMatchObject({ failure: { kind: 'file.disk-full' } });
});

test('the ledger tells whose token it was, how far the clocks are apart, and who stopped it', async () => {
  const owner = { id: '7', name: 'Анна', email: null };
  const stop = new AbortController();
  const before = (_: PullRequest, count: number) => count === 3 && stop.abort();
  const { connector } = connectorOf({ owner, clockOffsetMs: -7_200_000, before });
  const { signal } = stop;
  const closing = await run(connector, {}, { signal, stopReason: () => 'closed' });
  expect(closing.collection).toMatchObject({ owner, clockOffsetMs: -7_200_000, stop: 'closed' });
  expect(closing.collection.status).toBe('partial');

  const done = await run(connectorOf({ owner }).connector);
  expect(done.collection).toMatchObject({ id: 1, owner, stop: null, status: 'complete' });
});

test('stopped when its last page had come, it ended by itself', async () => {
  const stop = new AbortController();
  const { connector } = connectorOf({
    before: (_, count) => count === 24 / pageSize && stop.abort(),
  });
  const pull: Connector['pull'] = async function* (http, request) {
    // What is under way comes to its end.
    yield* connector.pull(http, request, new AbortController().signal);
  };
  const period = { to: start + day - 1 };
  const found = await run({ ...connector, pull }, period, { signal: stop.signal });
  expect(found).toMatchObject({ failure: null, collection: { status: 'complete', stop: null } });
});

test('an owner that cannot be told is never the failure of a collection', async () => {
  const { connector } = connectorOf();
  const owner = () => Promise.reject(new Failed('service.unavailable'));
  const { collection, failure } = await run({ ...connector, owner });
  expect(failure).toBeNull();
  expect(collection).toMatchObject({ owner: null, status: 'complete' });
});

describe('another account at the same address', () => {
  const owner = { id: '7', name: 'Анна', email: null };
  const other = { id: '8', name: null, email: null };
  const failing = (kind: FailureKind): Connector => ({
    ...connectorOf().connector,
    owner: () => Promise.reject(new Failed(kind)),
  });

  test('has nothing of the period, whatever the first has of it', async () => {
    await run(connectorOf({ owner }).connector);
    const second = await run(connectorOf({ owner: other }).connector);
    expect(second).toMatchObject({ alreadyComplete: false, collection: { id: 2, owner: other } });
    const { asked, connector } = connectorOf({ owner });
    expect(await run(connector)).toMatchObject({ alreadyComplete: true, collection: { id: 1 } });
    expect(asked).toEqual([]);
  });

  test('does not go on where the first was stopped', async () => {
    const stop = new AbortController();
    const before = (_: PullRequest, count: number) => count === 3 && stop.abort();
    await run(connectorOf({ owner, before }).connector, {}, { signal: stop.signal });
    const second = await run(connectorOf({ owner: other }).connector);
    expect(second.collection).toMatchObject({ id: 2, status: 'complete' });
    const first = await run(connectorOf({ owner }).connector);
    expect(first.collection).toMatchObject({ id: 1, status: 'complete', owner });
  });

  test('may be behind whoever is not told', async () => {
    await run(connectorOf({ owner }).connector);
    const unknown = await run(failing('service.unavailable'));
    expect(unknown).toMatchObject({ alreadyComplete: false, failure: null });
    expect(unknown.collection).toMatchObject({ id: 2, owner: null, status: 'complete' });
  });

  test('where nobody can be asked nothing is pulled, and the first one keeps its entry', async () => {
    const stop = new AbortController();
    const before = (_: PullRequest, count: number) => count === 3 && stop.abort();
    await run(connectorOf({ owner, before }).connector, {}, { signal: stop.signal });
    for (const kind of ['network.unreachable', 'service.unauthorized'] as const) {
      const left = await run(failing(kind));
      expect(left).toMatchObject({ failure: { kind }, collection: { id: 1, status: 'partial' } });
    }
    await run(connectorOf({ owner }).connector);
    // Complete for the first: whether for whoever asks now, nobody can say.
    await expect(run(failing('network.unreachable'))).rejects.toBeInstanceOf(Failed);
    expect(await run(failing('cancelled'))).toMatchObject({ alreadyComplete: true });
    await run(connectorOf({ owner: other }).connector);
    // Beside two it would be anybody's.
    const later = { from: start + day };
    await expect(run(failing('network.timeout'), later)).rejects.toBeInstanceOf(Failed);
    expect((await store.info()).collections).toHaveLength(2);
  });
});

test('revoked half-way, windows that were not asked stay open', async () => {
  const script = failOnce('service.unauthorized', (_, count) => count === 5);
  const { collection } = await run(connectorOf(script).connector, {}, { concurrency: 1 });
  expect(statuses(collection)).toContain('pending');
  expect(statuses(collection)).not.toContain('failed');
  // From the first request on, there is nothing to be had by anybody.
  const before = () => {
    throw new Failed('service.unauthorized');
  };
  const none = await run(connectorOf({ before }).connector, { from: start - day });
  expect(new Set(statuses(none.collection))).toEqual(new Set(['failed']));
});

test('a request that is not taken fails its window, where others were taken', async () => {
  const before = ({ from }: PullRequest) => {
    if (from === start) throw new Failed('service.rejected', { status: 422, code: '' });
  };
  const { connector } = connectorOf({ before });
  const { collection } = await run(connector, {}, { concurrency: 1 });
  expect(statuses(collection)).toEqual(['failed', 'complete', 'complete', 'complete']);
});

test('a refresh finds what is gone; interrupted, it goes on and finds the same', async () => {
  await run(connectorOf().connector);
  const forgotten = () => [2, 50];
  const script = failOnce('network.unreachable', (_, count) => count === 14);
  const first = await run(connectorOf({ ...script, forgotten }).connector, { refresh: true });
  expect(first.collection).toMatchObject({ refresh: true, status: 'partial' });

  const { connector, asked } = connectorOf({ forgotten });
  const second = await run(connector, { refresh: true });
  expect(second.collection).toMatchObject({ id: first.collection.id, status: 'complete' });
  expect(totalOf(second.collection)).toMatchObject({ vanished: 2, newEvents: 0, duplicates: 94 });
  expect(asked.length).toBeLessThan(hours / pageSize);

  // What is back is there again, and a complete refresh is followed by another one.
  const third = await run(connectorOf().connector, { refresh: true });
  expect(third.collection.id).not.toBe(second.collection.id);
  expect(await store.count({ ...everything, query: 'is:gone' })).toBe(0);
});

test('a window that begins again has seen what it saw before', async () => {
  await run(connectorOf().connector);
  // The list begins again from its front after two pages, as after a refused cursor.
  const { connector } = connectorOf({ forgotten: () => [5] });
  const pull: Connector['pull'] = async function* (http, request, signal) {
    const pages = connector.pull(http, request, signal)[Symbol.asyncIterator]();
    for (const _ of [1, 2]) {
      const next = await pages.next();
      if (!next.done && next.value.position !== null) yield next.value;
    }
    yield* connector.pull(http, { ...request, position: null }, signal);
  };
  const { collection } = await run({ ...connector, pull }, { refresh: true });
  expect(totalOf(collection)).toMatchObject({ vanished: 1, newEvents: 0 });
  expect(await store.count({ ...everything, query: 'is:gone' })).toBe(1);
});

test('since the last time: what is new in the overlap came late, and is asked for again', async () => {
  await run(connectorOf({ forgotten: () => [1] }).connector);
  const since = { from: start + 3 * day, to: start + 5 * day - 1, overlapMs: 86_400_000 };
  const script = failOnce('network.unreachable', (_, count) => count === 5);
  const first = await run(connectorOf(script).connector, since);
  expect(first.collection).toMatchObject({ overlapMs: 86_400_000, status: 'partial' });
  const { collection } = await run(connectorOf().connector, since);
  expect(collection).toMatchObject({ id: first.collection.id, status: 'complete', refresh: false });
  expect(totalOf(collection)).toMatchObject({ late: 1, newEvents: 1, duplicates: 23, vanished: 0 });
});

describe('a period that is not over', () => {
  const hour = 3_600_000_000;
  const begun = Math.floor((Date.now() * 1000) / hour) * hour - 48 * hour;
  const period = { from: begun, to: begun + 96 * hour };
  /** The newest window, in which things still happen, is cut off after its first page. */
  const cutOff = (hoursNow: number): Script => {
    let pages = 0;
    return {
      start: begun,
      hours: () => hoursNow,
      before: ({ to }) => {
        if (to > Date.now() * 1000) pages += 1;
        if (pages > 1) throw new Failed('network.unreachable');
      },
    };
  };

  test('what happened before the pause and what happened since are both there', async () => {
    // The sample's clock runs ahead of ours, which is how there can be something later than now.
    const first = await run(connectorOf(cutOff(60)).connector, period);
    expect(first.collection.status).toBe('partial');
    expect(first.collection.windows.filter(({ status }) => status === 'complete')).not.toEqual([]);
    const { connector, asked } = connectorOf({ start: begun, hours: () => 70 });
    const second = await run(connector, period);
    expect(second.collection).toMatchObject({ id: first.collection.id, status: 'complete' });
    expect(await store.count(everything)).toBe(70);
    // What was over when it began is not asked for again.
    expect(asked.every(({ to }) => to > Date.now() * 1000 - hour)).toBe(true);
  });

  test('it is asked for again, whole, once it was complete', async () => {
    const { connector } = connectorOf({ start: begun, hours: () => 60 });
    expect(await run(connector, period)).toMatchObject({ alreadyComplete: false, failure: null });
    const again = await run(connectorOf({ start: begun, hours: () => 61 }).connector, period);
    expect(again).toMatchObject({ alreadyComplete: false });
    expect(await store.count(everything)).toBe(61);
  });
});
