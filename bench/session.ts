/**
 * What a session file takes, from the first event written to the last row read.
 *
 *   node --expose-gc bench/session.ts FOLDER                  1,000,000 events in batches of 2,000
 *   node --expose-gc bench/session.ts FOLDER 1000000 50       as collected from Pachca, page by page
 *
 * The session is made once and kept in FOLDER; what is measured afterwards is a fresh opening. Times
 * in ms: by the clock, and of all processor cores together, which says more on a machine that has
 * other work. Nothing is asserted.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ndjson } from '../src/main/exporters/ndjson.ts';
import { createSession, openSession } from '../src/main/store/open-session.ts';
import type { SessionStore } from '../src/main/store/session-store.ts';
import type { Selection } from '../src/shared/session.ts';
import { rareWord, SyntheticEvents, vendorJson } from './synthetic-events.ts';

const [folder, size = '1000000', batch = '2000'] = process.argv.slice(2);
if (!folder) throw new Error('usage: bench/session.ts FOLDER [EVENTS [BATCH]]');
const count = Number(size);
const batchSize = Number(batch);
const path = join(folder, `bench-${count}-${batchSize}.vestigo`);
const options = { path, key: { key: new Uint8Array(32).fill(1) }, version: 'bench' };
const zone = 'Europe/Moscow';

async function timed<T>(label: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const value = await work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const shown = [wall, (user + system) / 1000].map((ms) => ms.toFixed(1).padStart(12)).join('');
  const said = typeof value === 'number' ? String(value).padStart(14) : '';
  console.log(label.padEnd(52) + shown + said);
  return value;
}

function memory(label: string): void {
  globalThis.gc?.();
  const { rss } = process.memoryUsage();
  console.log(label.padEnd(52) + `${(rss / 2 ** 20).toFixed(0)} MB`.padStart(12));
}

async function make(): Promise<void> {
  const session = await createSession({ ...options, name: 'bench' });
  const { windows } = await session.openImport('pachca', 'bench');
  const windowId = windows[0]?.id ?? 0;
  const events = new SyntheticEvents(1);
  let spent = 0;
  let cpu = 0;
  for (let made = 0; made < count; made += batchSize) {
    const page = events.page(Math.min(batchSize, count - made)).map((event) => ({
      event,
      raw: vendorJson(event),
      rawDetails: null,
      marks: null,
    }));
    const body = `{"data":[${page.map(({ raw }) => raw).join(',')}]}`;
    const start = performance.now();
    const before = process.cpuUsage();
    await session.commitImport({ windowId, body, events: page, quarantined: [] });
    spent += performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    cpu += (user + system) / 1e6;
  }
  await session.finishWindow(windowId, 'complete', null, { requests: 0, retries: 0, waitedMs: 0 });
  await session.close();
  console.log(`${count} events committed in ${(spent / 1000).toFixed(1)} s`);
  console.log(`${Math.round(count / (spent / 1000))} events a second, durable`);
  console.log(`${Math.round(count / cpu)} events a second of processor time`);
}

async function read(session: SessionStore): Promise<void> {
  const on = (query: string): Selection => ({ query, zone, period: null });
  const all = on('');
  const newest = [{ field: 'time', descending: true }];
  const byActor = [{ field: 'actor', descending: false }];
  const byIp = [{ field: 'ip', descending: true }];
  const rows = async (query: string, sort: typeof newest, offset: number) =>
    (await session.rows(on(query), sort, offset, 100)).length;

  await timed('first 100 rows', () => rows('', [], 0));
  memory('memory with the session open');
  await timed('info', async () => (await session.info()).collections.length);
  await timed('100 rows in the middle', () => rows('', [], Math.floor(count / 2)));
  await timed('last 100 rows', () => rows('', [], count - 100));
  await timed('sort by actor, first time', () => rows('', byActor, 0));
  await timed('100 rows in the middle, by actor', () => rows('', byActor, Math.floor(count / 2)));
  await timed('sort by address, last 100 rows', () => rows('', byIp, count - 100));
  for (const query of [rareWord, 'посылка', 'е', 'event:user_*', 'ip:10.0.*', 'has:ip']) {
    await timed(`count ${query}`, () => session.count(on(query)));
    await timed(`100 rows of ${query}`, () => rows(query, [], 0));
  }
  await timed('facet event', async () => (await session.facet(all, 'event', 20)).distinct);
  await timed('facet actor', async () => (await session.facet(all, 'actor', 20)).distinct);
  await timed('histogram', async () => (await session.histogram(all, 'auto')).buckets.length);
  await timed('histogram of a word', async () => {
    return (await session.histogram(on('посылка'), 'hour')).buckets.length;
  });
  const start = performance.now();
  await timed('scan of everything as NDJSON', async () => {
    let bytes = 0;
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        done();
      },
    });
    const batches = session.scan(all, newest, new AbortController().signal);
    await pipeline(ndjson.encode(batches), sink);
    return bytes;
  });
  const rate = Math.round(count / ((performance.now() - start) / 1000));
  console.log('rows a second'.padEnd(52) + String(rate).padStart(12));
  memory('memory afterwards');
}

mkdirSync(folder, { recursive: true });
if (!existsSync(path)) await make();
console.log('file'.padEnd(52) + `${(statSync(path).size / 2 ** 20).toFixed(0)} MB`.padStart(12));
const session = await timed('open', () => openSession(options));
await read(session);
await timed('close', () => session.close());
