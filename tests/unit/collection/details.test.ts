import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchDetails } from '../../../src/main/collection/details.ts';
import { createMeter } from '../../../src/main/collection/meter.ts';
import type { Progress } from '../../../src/main/collection/progress.ts';
import type { Connector } from '../../../src/main/connectors/connector.ts';
import { createHttpClient } from '../../../src/main/connectors/kit/http.ts';
import { jayguard } from '../../../src/main/connectors/jayguard/connector.ts';
import { createSession } from '../../../src/main/store/open-session.ts';
import type { SessionStore } from '../../../src/main/store/session-store.ts';
import { Failed, type FailureKind } from '../../../src/shared/errors.ts';
import type { Stop } from '../../../src/shared/session.ts';

const detailed: Connector = jayguard;
const address = 'http://127.0.0.1';
const everything = { query: '', zone: 'UTC', period: null };
const start = Date.UTC(2026, 9, 1) * 1000;
/** More than three places side by side ask for at once. */
const events = 450;

let folder: string;
let store: SessionStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vestigo-details-'));
  const key = { key: Buffer.alloc(32, 7) };
  store = await createSession({ path: join(folder, 'a.vestigo'), key, name: 'a', version: '1' });
  const raws = Array.from({ length: events }, (_, n) => {
    return `{"eventId":${n},"createdAt":"2026-10-01T00:00:00Z","action":"${n % 3 ? 'allow' : 'deny'}"}`;
  });
  const opened = await store.openCollection({
    source: 'jayguard',
    address,
    from: start,
    to: start + 1,
    filters: {},
    withDetails: false,
    refresh: false,
    overlapMs: null,
    filterIgnored: false,
    owner: null,
    windows: [{ from: start, to: start + 1 }],
  });
  await store.commitPage({
    windowId: opened.windows[0]?.id ?? 0,
    body: `{"auditEvents":[${raws.join(',')}]}`,
    receivedAt: new Date().toISOString(),
    events: raws.map((raw) => ({ raw, event: jayguard.read(raw) })),
    quarantined: [],
    outOfWindow: 0,
    position: null,
    gap: null,
    cost: { requests: 1, retries: 0, waitedMs: 0 },
    clockOffsetMs: null,
  });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

interface Script {
  /** Called with the ids of each request and its number, from 1. */
  before?: (ids: number[], count: number) => void | Promise<void>;
  /** What the answer holds of an id; null leaves it out. */
  item?: (id: number) => string | null;
  status?: number;
}

/** A service over HTTP, with as little of it as can be. */
function connect({ before, item = (id) => `{"eventId":${id},"content":"c${id}"}` }: Script = {}) {
  const asked: number[][] = [];
  const meter = createMeter(async (_url, { body }) => {
    if (typeof body !== 'string') throw new Error('a question has a text');
    const { eventIds } = JSON.parse(body) as { eventIds: number[] };
    asked.push(eventIds);
    await before?.(eventIds, asked.length);
    const items = eventIds.flatMap((id) => item(id) ?? []);
    return new Response(`{"auditDetails":[${items.join(',')}]}`, {
      headers: { date: new Date(Date.now() + 7_200_000).toUTCString() },
    });
  });
  const { fetch, onWait } = meter;
  const limits = { tries: 1, garbledTries: 1, pauseMs: 1 };
  const http = createHttpClient({ address, token: 't', rate: Infinity, fetch, onWait, limits });
  return { http, meter, asked };
}

function run(
  service: ReturnType<typeof connect>,
  {
    query = '',
    connector = detailed,
    signal = new AbortController().signal,
    stopReason = (): Stop => 'paused',
    onProgress = (_: Progress) => {},
  } = {},
) {
  const { http, meter } = service;
  const selection = { ...everything, query };
  const context = { connector, http, meter, store, address, selection, signal };
  return fetchDetails({ ...context, stopReason, onProgress });
}

function failWith(kind: FailureKind, when: (count: number) => boolean): Script {
  return {
    before(_ids, count) {
      if (when(count)) throw new Failed(kind);
    },
  };
}

const fetched = async () => (await store.info()).details.fetched;

test('every event is asked for once, in an entry of its own in the ledger', async () => {
  const seen: Progress[] = [];
  const service = connect();
  const owner = { id: '7', name: null, email: null };
  const connector: Connector = { ...jayguard, owner: () => Promise.resolve(owner) };
  const done = await run(service, { connector, onProgress: (at) => seen.push(at) });
  expect(done).toMatchObject({ fetched: events, leftOut: 0, failure: null });
  expect(service.asked.flat().toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: events }, (_, n) => n),
  );
  expect(done.collection).toMatchObject({
    purpose: 'details',
    status: 'complete',
    stop: null,
    owner,
  });
  expect(done.collection?.selection).toEqual(everything);
  const { requests, pages, received, newEvents } = done.collection?.windows[0]?.counts ?? {};
  const calls = service.asked.length;
  expect({ requests, pages, received, newEvents }).toEqual({
    requests: calls,
    pages: calls,
    received: events,
    newEvents: events,
  });
  expect(Math.round((done.collection?.clockOffsetMs ?? 0) / 60_000)).toBe(120);
  expect(seen.at(0)).toMatchObject({ phase: 'details', done: 0 });
  expect(seen.at(-1)).toMatchObject({ phase: 'done', done: 1, received: events });
});

test('there is no entry where nothing is wanted, or the service has none', async () => {
  await run(connect());
  const { collections } = await store.info();
  const again = connect();
  expect(await run(again)).toEqual({ collection: null, fetched: 0, leftOut: 0, failure: null });
  const { details: _, ...without } = jayguard;
  expect(await run(again, { connector: without })).toMatchObject({ collection: null });
  expect((await store.info()).collections).toHaveLength(collections.length);
  expect(again.asked).toEqual([]);
});

test('only what the query finds', async () => {
  const service = connect();
  expect(await run(service, { query: 'event:deny' })).toMatchObject({ fetched: 150 });
  expect(service.asked.flat().every((id) => id % 3 === 0)).toBe(true);
});

test('what the answers leave out stays "not fetched", is counted, and is asked for again', async () => {
  const service = connect({ item: (id) => (id % 50 === 7 ? null : `{"eventId":${id}}`) });
  const { fetched: found, leftOut, collection } = await run(service);
  expect({ found, leftOut, status: collection?.status }).toEqual({
    found: 441,
    leftOut: 9,
    status: 'complete',
  });
  expect(await store.count({ ...everything, query: 'is:unfetched' })).toBe(9);
  const again = connect();
  expect(await run(again)).toMatchObject({ fetched: 9, leftOut: 0 });
  expect(again.asked.flat()).toHaveLength(9);
});

test('what cannot be read is kept, and its event stays "not fetched"', async () => {
  const bad = '{"eventId":5,"details":[{"searchMethodId":"x","value":5}]}';
  const service = connect({ item: (id) => (id === 5 ? bad : `{"eventId":${id}}`) });
  const { leftOut, collection } = await run(service);
  expect(leftOut).toBe(1);
  expect(collection?.windows[0]?.counts).toMatchObject({ received: events, quarantined: 1 });
  expect(await store.quarantine(0, 10)).toMatchObject([{ raw: bad, reason: 'details.0.value' }]);
});

test('cut short it goes on without asking again for what came', async () => {
  const first = connect(failWith('network.unreachable', (count) => count >= 3));
  const broken = await run(first);
  expect(broken).toMatchObject({ failure: { kind: 'network.unreachable' } });
  expect(broken.collection).toMatchObject({ status: 'partial', stop: null });
  const held = await fetched();
  expect(held).toBe(200);

  const second = connect();
  const done = await run(second);
  expect(done).toMatchObject({ fetched: events - held, failure: null });
  expect(done.collection).toMatchObject({ id: broken.collection?.id, status: 'complete' });
  expect(second.asked.flat()).toHaveLength(events - held);
  // Failed requests are in the ledger as well.
  const { requests } = done.collection?.windows[0]?.counts ?? {};
  expect(requests).toBe(first.asked.length + second.asked.length);
});

test('the position never passes what is not asked for yet, whoever is quicker', async () => {
  // The first hundred take longest, and never come.
  const slow = Promise.withResolvers<void>();
  const first = connect({
    before: (ids) => (ids.includes(0) ? slow.promise : undefined),
  });
  const stop = new AbortController();
  const running = run(first, { signal: stop.signal });
  while ((await fetched()) < 350) await new Promise((resolve) => setTimeout(resolve, 5));
  slow.reject(new Failed('network.unreachable'));
  const { collection } = await running;
  expect(collection?.windows[0]?.position).toBe('-1');
  const second = connect();
  expect(await run(second)).toMatchObject({ fetched: 100 });
  expect(second.asked.flat().toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 100 }, (_, n) => n),
  );
});

test('who stopped it is in the ledger; before the first answer nothing has failed', async () => {
  for (const [after, status] of [
    [1, 'pending'],
    [4, 'partial'],
  ] as const) {
    const stop = new AbortController();
    const service = connect({
      before(_ids, count) {
        if (count === after) stop.abort();
        stop.signal.throwIfAborted();
      },
    });
    const how = { signal: stop.signal, stopReason: (): Stop => 'cancelled' };
    const { collection, failure } = await run(service, how);
    expect(failure).toMatchObject({ kind: 'cancelled' });
    expect(collection).toMatchObject({
      status: 'partial',
      stop: 'cancelled',
      windows: [{ status }],
    });
  }
});

test('a refusal is told as the reason; the session’s own failures are thrown', async () => {
  const refused = failWith('service.unauthorized', () => true);
  const { collection } = await run(connect(refused));
  expect(collection).toMatchObject({
    status: 'failed',
    windows: [{ status: 'failed', reason: { kind: 'service.unauthorized' } }],
  });
  store = { ...store, commitDetails: () => Promise.reject(new Failed('file.disk-full')) };
  await expect(run(connect())).rejects.toMatchObject({ failure: { kind: 'file.disk-full' } });
});
