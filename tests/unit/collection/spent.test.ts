import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collect } from '../../../src/main/collection/collect.ts';
import { createMeter } from '../../../src/main/collection/meter.ts';
import { totalOf } from '../../../src/main/collection/progress.ts';
import { createHttpClient } from '../../../src/main/connectors/kit/http.ts';
import { pachca } from '../../../src/main/connectors/pachca/connector.ts';
import { faulty } from '../../../src/main/sample/faults.ts';
import type { PachcaOptions } from '../../../src/main/sample/pachca-service.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import { createSession, type LocalSession } from '../../../src/main/store/open-session.ts';

/** The ledger says how often the service was asked, however a run ended. */

let folder: string;
let store: LocalSession;
let running: SampleServices | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vestigo-spent-'));
  const key = { key: Buffer.alloc(32, 7) };
  store = await createSession({ path: join(folder, 'x.vestigo'), key, name: 'x', version: '1' });
});
afterEach(async () => {
  await running?.close();
  running = null;
  await store.close();
  await rm(folder, { recursive: true });
});

/** Collects October, until so many requests have arrived; returns what the ledger has of them. */
async function run(options: Partial<PachcaOptions>, stopAt = Infinity, events = 600) {
  const stop = new AbortController();
  running ??= await startSampleServices({
    events: { pachca: events, jayguard: 1 },
    pachca: { rateLimit: null, ...options },
  });
  const { address, token } = running.pachca;
  let asked = 0;
  const meter = createMeter((url, init) => {
    if (/audit.events/.test(url)) asked += 1;
    // Its neighbours are under way, or between two pages.
    if (asked === stopAt) setTimeout(() => stop.abort(), 5);
    return fetch(url, init);
  });
  const http = createHttpClient({
    address,
    token,
    rate: 400,
    fetch: meter.fetch,
    onWait: meter.onWait,
    limits: { pauseMs: 1 },
  });
  const { collection } = await collect(
    {
      address,
      from: Date.parse('2026-10-01') * 1000,
      to: Date.parse('2026-11-01') * 1000 - 1,
      filters: {},
      withDetails: false,
      withNames: false,
      refresh: false,
    },
    { connector: pachca, http, meter, store, signal: stop.signal },
  );
  return { collection, counts: totalOf(collection), asked };
}

test('a complete collection', async () => {
  const { collection, counts, asked } = await run({});
  expect(collection.status).toBe('complete');
  expect(counts.requests).toBe(asked);
});

test('one that is stopped with requests under way, and goes on', async () => {
  const first = await run({ latencyMs: 30 }, 20);
  expect(first.collection.status).toBe('partial');
  expect(first.collection.windows.some(({ status }) => status === 'pending')).toBe(true);
  expect(first.counts.requests).toBe(first.asked);
  expect(first.counts.requests).toBeGreaterThan(first.counts.pages);
  const second = await run({});
  expect(second.collection).toMatchObject({ id: first.collection.id, status: 'complete' });
  expect(second.counts.requests).toBe(first.asked + second.asked);
});

test('one whose service ignores the period: what was looked at in vain counts, too', async () => {
  const { collection, counts, asked } = await run({ ignoresTime: true });
  expect(collection).toMatchObject({ status: 'complete', filterIgnored: true });
  expect(counts.requests).toBe(asked);
  expect(counts.requests).toBeGreaterThan(counts.pages);
});

test('one with faults', async () => {
  const { counts, asked } = await run({
    layers: [faulty({ seed: 3, share: 0.2, kinds: ['too-many', 'server-error', 'reset'] }).layer],
  });
  expect(counts.retries).toBeGreaterThan(0);
  expect(counts.requests).toBe(asked);
});

test('one whose windows are cut while it runs', async () => {
  // So heavy that days are long against what is left.
  const { collection, counts, asked } = await run({ latencyMs: 20 }, Infinity, 8000);
  expect(collection.status).toBe('complete');
  expect(collection.windows.length).toBeGreaterThan(31);
  expect(counts).toMatchObject({ requests: asked, newEvents: 8000, duplicates: 0 });
  for (const [at, { from }] of collection.windows.entries()) {
    if (at > 0) expect(from).toBe((collection.windows[at - 1]?.to ?? NaN) + 1);
  }
});
