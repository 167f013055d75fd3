/** What the built product takes, asked over its own process as the desktop app does. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { ROOT } from '../../scripts/setup/machine.ts';
import { launchSessionProcess } from '../../src/main/store/process/launch.ts';
import {
  createRemoteSession,
  openRemoteSession,
  type RemoteSession,
} from '../../src/main/store/process/remote-session.ts';
import { findingSchema } from '../../src/shared/event.ts';
import type { Selection, Sort } from '../../src/shared/session.ts';
import { memoryOf } from '../window/memory.ts';
import type { Files } from './made.ts';
import { asked, everything, facets, frequent, huge, sorts, tell, typed } from './work.ts';

const key = { key: new Uint8Array(32).fill(9) };
const zone = 'Europe/Moscow';
const pageRows = 100;
/** For so long, ms, a person looks at what was opened before asking for anything. */
const aLook = 3000;
/** Where not all details come a hundred at a time: so many of them do. */
const measuredDetails = 200_000;
const cost = { requests: 1, retries: 0, waitedMs: 0 };
const itemsSchema = z.array(
  z.object({ id: z.string(), content: z.string(), findings: z.array(findingSchema) }),
);

/** ms unless it says otherwise. */
export interface Figures {
  importRate: number;
  detailsRate: number;
  firstRows: number;
  /** From opening to count, histogram and facets. */
  firstAll: number;
  /** For each query: to its rows, then to its count, then to its histogram and facets. */
  queries: Record<string, { rows: number; count: number; facets: number }>;
  sorts: Record<string, number>;
  /** Under the sorts, anywhere. */
  pages: number[];
  exportRate: Record<'csv' | 'ndjson', number>;
  /** MB that no file backs: the session's process with the session open, and after all this. */
  memory: { opened: number; exported: number; end: number };
  wrong: string[];
}

const madeSchema = z.object({ importRate: z.number(), detailsRate: z.number() });

function launch() {
  const entry = join(ROOT, 'out/main/session-process.js');
  return launchSessionProcess({ entry, utility: null });
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}

/** Imported as a person would, and details as a collection brings them; kept beside the files. */
async function make(path: string, files: Files): Promise<z.infer<typeof madeSchema>> {
  const about = `${path}.json`;
  if (existsSync(path) && existsSync(about)) {
    return madeSchema.parse(JSON.parse(readFileSync(about, 'utf8')));
  }
  for (const old of [path, about]) rmSync(old, { force: true });
  const options = { path, key, version: 'bench', name: 'bench' };
  const session = await createRemoteSession(launch(), options);
  const { total } = files.expected;
  const { ms } = await timed(async () => {
    for (const source of ['pachca', 'jayguard'] as const) {
      tell(`importing ${files.vendor[source]}`);
      await session.run('import', { path: files.vendor[source], source });
    }
    await session.count({ query: '', zone, period: null });
  });
  tell('import', ms);
  const details = await addDetails(session, files.details, total > huge);
  await session.close();
  const made = { importRate: (total / ms) * 1000, detailsRate: details };
  writeFileSync(about, JSON.stringify(made));
  return made;
}

/** Of very many events most come a thousand at a time, which is not measured. */
async function addDetails(session: RemoteSession, path: string, some: boolean): Promise<number> {
  const source = 'jayguard';
  const selection = { query: '', zone, period: null };
  const address = 'https://jayguard.example';
  const order = { source, address, selection, owner: null } as const;
  const collection = await session.openDetails(order);
  const windowId = collection.windows[0]?.id ?? 0;
  let events = 0;
  let ms = 0;
  const commit = (items: z.infer<typeof itemsSchema>) => {
    const read = items.map((item) => ({
      ...item,
      raw: JSON.stringify({
        eventId: Number(item.id),
        content: item.content,
        details: item.findings,
      }),
    }));
    const body = `{"auditDetails":[${read.map(({ raw }) => raw).join(',')}]}`;
    const receivedAt = new Date().toISOString();
    const rest = { quarantined: [], position: null, cost, clockOffsetMs: null };
    return timed(() => session.commitDetails({ windowId, body, receivedAt, items: read, ...rest }));
  };
  let held: z.infer<typeof itemsSchema> = [];
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const items = itemsSchema.parse(JSON.parse(line));
    if (some && events >= measuredDetails) {
      held.push(...items);
      if (held.length >= 1000) await commit(held.splice(0));
      continue;
    }
    ms += (await commit(items)).ms;
    events += items.length;
  }
  if (held.length > 0) await commit(held);
  tell(`details of ${events} events`, ms);
  await session.finishWindow(windowId, 'complete', null, { ...cost, requests: 0 });
  await session.finishCollection(collection.id, null, null);
  return (events / ms) * 1000;
}

export async function measureVestigo(files: Files): Promise<Figures> {
  const path = join(files.folder, 'session.vestigo');
  const made = await make(path, files);
  const wrong: string[] = [];
  const check = (what: string, found: unknown, expected: unknown) => {
    if (JSON.stringify(found) !== JSON.stringify(expected))
      wrong.push(`${what}: ${JSON.stringify(found)}`);
  };
  const { expected } = files;
  const start = performance.now();
  const session = await openRemoteSession(launch(), { path, key, version: 'bench' });
  // As the table asks for them: no column shows what was said to the model.
  const rows = (query: string, sort: Sort = [], offset = 0, limit = pageRows) =>
    session.rows(on(query), sort, offset, limit, true);
  const counted = (query: string) =>
    Promise.all([
      session.histogram(on(query), 'auto'),
      ...facets.map((field) => session.facet(on(query), field, 50)),
    ]);
  await session.info();
  const [newest] = await rows('');
  const firstRows = performance.now() - start;
  await Promise.all([session.count(on('')), counted('')]);
  const firstAll = performance.now() - start;
  tell('open to first rows', firstRows);
  tell('open to count, facets and histogram', firstAll);
  check('newest event', newest?.id, expected.newest);
  const opened = ownMemory();
  await setTimeout(aLook);

  const queries: Figures['queries'] = {};
  for (const { query } of inTypingOrder()) {
    const toRows = await timed(() => rows(query));
    const toCount = await timed(() => session.count(on(query)));
    const toFacets = await timed(() => counted(query));
    queries[query] = { rows: toRows.ms, count: toCount.ms, facets: toFacets.ms };
    tell(`rows of \`${query}\``, toRows.ms);
    tell(`count of \`${query}\``, toCount.ms);
    tell(`facets and histogram of \`${query}\``, toFacets.ms);
    check(`count of ${query}`, toCount.value, expected.counts[query]);
    const [histogram] = toFacets.value;
    const inBuckets = histogram.buckets.reduce((sum, { count }) => sum + count, 0);
    check(`histogram of ${query}`, inBuckets, expected.counts[query]);
  }
  for (const [query, kinds] of [
    ['', expected.kinds.all],
    [frequent, expected.kinds.frequent],
  ] as const) {
    const { values } = await session.facet(on(query), 'event', 1000);
    const found = values.map(({ value, count }) => `${value} ${count}`).toSorted();
    check(
      `events of ${query}`,
      found,
      Object.entries(kinds)
        .map(([value, count]) => `${value} ${count}`)
        .toSorted(),
    );
  }
  check('oldest event', (await rows('', [], expected.total - 1))[0]?.id, expected.oldest);

  const sorting: Figures['sorts'] = {};
  const pages: number[] = [];
  for (const [field] of sorts) {
    const sort = [{ field, descending: false }];
    const first = (await timed(() => rows('', sort))).ms;
    sorting[field] = first;
    tell(`sort by ${field}`, first);
    for (const part of [0.1, 0.37, 0.5, 0.9, 0.99999]) {
      const { ms } = await timed(() => rows('', sort, Math.floor(expected.total * part)));
      tell(`a page under ${field}`, ms);
      pages.push(ms);
    }
  }
  const exportRate = { csv: 0, ndjson: 0 };
  const end = ownMemory();
  for (const format of ['csv', 'ndjson'] as const) {
    const args = {
      selection: on(''),
      sort: [],
      columns: null,
      csv: { separator: ',' as const, bom: false },
      partitioned: false,
      syslog: false,
      path: join(files.folder, `export.${format}`),
      overwrite: true,
      unmasked: 'bench',
      program: 'bench',
    };
    const { ms, value } = await timed(() => session.run('export', { ...args, format }));
    exportRate[format] = (value.rows / ms) * 1000;
    tell(`export as ${format}`, ms);
    for (const name of [args.path, `${args.path}.manifest.json`]) rmSync(name);
  }
  const memory = { opened, end, exported: ownMemory() };
  await session.close();
  return {
    ...made,
    firstRows,
    firstAll,
    queries,
    sorts: sorting,
    pages,
    exportRate,
    memory,
    wrong,
  };
}

/** Words letter by letter, as they are typed: each key follows on the one before. */
function inTypingOrder() {
  const keys = typed.flatMap((text) => Array.from(text, (_, at) => text.slice(0, at + 1)));
  const others = asked.filter(({ query }) => !keys.includes(query) && query !== '');
  return [...[...new Set(keys)].map((query) => ({ query })), everything, ...others];
}

function on(query: string): Selection {
  return { query, zone, period: null };
}

/** Of the session's process alone. */
function ownMemory(): number {
  const shares = memoryOf(process.pid).filter((share) => share.process !== 'main');
  return shares.reduce((sum, { own }) => sum + own, 0);
}
