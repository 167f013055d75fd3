import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collect, type CollectOrder } from '../../../src/main/collection/collect.ts';
import { createMeter } from '../../../src/main/collection/meter.ts';
import type { Progress } from '../../../src/main/collection/progress.ts';
import type { Connector, Page, PullRequest } from '../../../src/main/connectors/connector.ts';
import { createHttpClient } from '../../../src/main/connectors/kit/http.ts';
import { pachca } from '../../../src/main/connectors/pachca/connector.ts';
import { createSession } from '../../../src/main/store/open-session.ts';
import type { SessionStore } from '../../../src/main/store/session-store.ts';
import type { Collection, TokenOwner } from '../../../src/shared/session.ts';
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
  clockOffsetMs?: number;
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
      const all = Array.from(
        { length: hours },
        (_, at) => start + (hours - 1 - at) * 3_600_000_000,
      );
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
          cost: { requests: 1, retries: 0, waitedMs: 0 },
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
  { signal = new AbortController().signal, concurrency = 2, onProgress = (_: Progress) => {} } = {},
) {
  const meter = createMeter(() => Promise.reject(new Error('not asked')));
  const plan = { lengths: [day], least: 1 };
  return collect(
    { ...order, ...changes },
    { connector, http: noHttp(concurrency), meter, store, plan, signal, onProgress },
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
