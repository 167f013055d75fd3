import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { planWindows, plans } from '../../src/main/collection/plan.ts';
import { connectors } from '../../src/main/connectors/registry.ts';
import { sortPage } from '../../src/main/connectors/kit/page.ts';
import { people } from '../../src/main/sample/company.ts';
import { createJayGuardEvents } from '../../src/main/sample/jayguard-events.ts';
import { usualJayGuard } from '../../src/main/sample/jayguard-service.ts';
import { createPachcaEvents } from '../../src/main/sample/pachca-events.ts';
import { createTimeline } from '../../src/main/sample/timeline.ts';
import { createSession, openSession } from '../../src/main/store/open-session.ts';
import type { SessionStore } from '../../src/main/store/session-store.ts';
import type { SourceKind } from '../../src/shared/event.ts';
import { nameOf, Tally, words, type Expected } from './tally.ts';

/** Of bench files alone: they hold nothing but invented events. */
export const benchKey = { key: new Uint8Array(32).fill(7) };

export interface SampleSession {
  path: string;
  /** JSON of {@link Made} beside it. */
  about: string;
}

export interface Made {
  expected: Expected;
  /** Spent in the store alone, seconds: not in the generators and not in the check. */
  seconds: number;
  bytes: number;
}

/** As the services give them: Pachca fifty a page, Jay Guard a thousand, details a hundred. */
const pages = { pachca: 50, jayguard: 1000, details: 100 };
const day = 86_400_000;
const end = Date.parse('2026-11-01T00:00:00Z');
const from = end - 90 * day;

const detailsSchema = z.object({
  content: z.string(),
  details: z.array(z.object({ searchMethodId: z.string(), value: z.string() })),
});

/** An event of a generator as its service sends it. */
interface Sent {
  raw: string;
  details: { id: string; raw: string } | null;
}

/**
 * A session of so many sample events, half Pachca and half Jay Guard with details, committed page by
 * page as a collection would, without HTTP. Kept in `folder` and made anew when what decides its
 * bytes has changed or it no longer opens.
 */
export async function sampleSession(folder: string, count: number): Promise<SampleSession> {
  await mkdir(folder, { recursive: true });
  const name = `sample-${count}-${await version()}`;
  const [path, about] = [join(folder, `${name}.vestigo`), join(folder, `${name}.json`)];
  if (await isGood(path, about)) return { path, about };
  console.log(`Making a session of ${count} sample events …`);
  const draft = `${path}.draft`;
  // Those of older tables as well: a third of a gigabyte each.
  const older = (await readdir(folder)).filter((file) => file.startsWith(`sample-${count}-`));
  await Promise.all(older.map((file) => rm(join(folder, file), { force: true })));
  const session = await createSession({
    path: draft,
    key: benchKey,
    version: 'bench',
    name: 'bench',
  });
  const store = new Metered();
  const tally = new Tally();
  const half = Math.floor(count / 2);
  await collect('pachca', pachcaEvents(count - half), { session, store, tally });
  await collect('jayguard', jayGuardEvents(half), { session, store, tally });
  await session.close();
  const { size: bytes } = await stat(draft);
  const made: Made = { expected: tally.result(), seconds: store.seconds, bytes };
  await writeFile(about, JSON.stringify(made));
  // The window's user reads it, too.
  await chmod(draft, 0o644);
  await rename(draft, path);
  return { path, about };
}

async function isGood(path: string, about: string): Promise<boolean> {
  try {
    await readFile(about);
    const session = await openSession({ path, key: benchKey, version: 'bench' });
    await session.close();
    return true;
  } catch {
    return false;
  }
}

/** Changes when the events or the tables do. */
async function version(): Promise<string> {
  const root = join(import.meta.dirname, '../..');
  const parts = [
    'src/main/sample/*.ts',
    'src/main/store/migrations/*.ts',
    'bench/window/{tally,sample-session}.ts',
  ];
  const files = parts.flatMap((part) => globSync(part, { cwd: root })).toSorted();
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(join(root, file)));
  return hash.digest('hex').slice(0, 8);
}

interface Generator {
  count: number;
  /** Of the first event at or after an instant, ms. */
  firstAt: (time: number) => number;
  at: (index: number) => Sent;
}

function pachcaEvents(count: number): Generator {
  const timeline = createTimeline({ seed: 1, count, from, end, step: 1 });
  const eventAt = createPachcaEvents(1, timeline);
  const at = (index: number) => ({ raw: JSON.stringify(eventAt(index)), details: null });
  return { count, firstAt: (time) => timeline.firstAt(time), at };
}

function jayGuardEvents(count: number): Generator {
  const { ids, step } = usualJayGuard;
  const timeline = createTimeline({ seed: 2, count, from, end, step });
  const eventAt = createJayGuardEvents(2, timeline, ids);
  return {
    count,
    firstAt: (time) => timeline.firstAt(time),
    at(index) {
      const { raw, rawDetails } = eventAt(index);
      const id = String(ids.first + BigInt(index));
      return {
        raw,
        details: { id, raw: index % rareEvery === 0 ? withRareWord(rawDetails) : rawDetails },
      };
    },
  };
}

/** So many conversations apart somebody writes what hardly anybody does. */
const rareEvery = 70_000;

/** In the text and not through JSON: a double cannot hold every digit of Jay Guard's. */
function withRareWord(rawDetails: string): string {
  return rawDetails.replace(
    /"content":"(?:[^"\\]|\\.)*/,
    (content) => `${content} Курьер — ${words.rare}.`,
  );
}

/** Adds up the time that the store takes. */
class Metered {
  seconds = 0;

  async do<T>(work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.seconds += (performance.now() - start) / 1000;
    }
  }
}

const cost = { requests: 1, retries: 0, waitedMs: 0 };
const nothingSpent = { requests: 0, retries: 0, waitedMs: 0 };

interface Collecting {
  session: SessionStore;
  store: Metered;
  tally: Tally;
}

async function collect(
  source: SourceKind,
  generator: Generator,
  { session, store, tally }: Collecting,
): Promise<void> {
  const period = { from: from * 1000, to: end * 1000 - 1 };
  const collection = await session.openCollection({
    source,
    address: `https://${source}.example`,
    ...period,
    filters: {},
    withDetails: source === 'jayguard',
    refresh: false,
    overlapMs: null,
    filterIgnored: false,
    owner: null,
    windows: planWindows(period, plans[source]),
  });
  const address = collection.address;
  const selection = { query: '', zone: 'UTC', period: { from: period.from, to: period.to + 1 } };
  const details =
    source === 'jayguard'
      ? await session.openDetails({ source, address, selection, owner: null })
      : null;
  const detailsId = details?.windows[0]?.id ?? 0;
  for (const window of collection.windows) {
    const low = generator.firstAt(Math.ceil(window.from / 1000));
    const high = generator.firstAt(Math.floor(window.to / 1000) + 1);
    for (let top = high; top > low; top -= pages[source]) {
      const size = Math.min(pages[source], top - low);
      // Newest first, as both services give them.
      const sent = Array.from({ length: size }, (_, at) => generator.at(top - 1 - at));
      for (const { raw, details } of sent) tally.add(raw, details?.raw ?? null);
      await commit(session, store, source, window, detailsId, sent);
    }
    await session.finishWindow(window.id, 'complete', null, nothingSpent);
  }
  if (details) {
    await session.finishWindow(detailsId, 'complete', null, nothingSpent);
    await session.finishCollection(details.id, null, null);
  }
  if (source === 'pachca') {
    const names = people.map((person) => [String(person.id), nameOf(person)]);
    await session.setNames(source, Object.fromEntries(names));
  }
  await session.finishCollection(collection.id, null, null);
}

async function commit(
  session: SessionStore,
  store: Metered,
  source: SourceKind,
  window: { id: number; from: number; to: number },
  detailsId: number,
  sent: readonly Sent[],
): Promise<void> {
  const list = source === 'pachca' ? 'data' : 'auditEvents';
  const body = `{"${list}":[${sent.map(({ raw }) => raw).join(',')}]}`;
  const { events, quarantined } = sortPage(body, list, connectors[source].read, window);
  await store.do(() =>
    session.commitPage({
      windowId: window.id,
      body,
      receivedAt: new Date(end).toISOString(),
      events,
      quarantined,
      outOfWindow: sent.length - events.length - quarantined.length,
      position: null,
      gap: null,
      cost,
      clockOffsetMs: null,
    }),
  );
  const details = sent.flatMap((event) => (event.details ? [event.details] : []));
  for (let at = 0; at < details.length; at += pages.details) {
    const batch = details.slice(at, at + pages.details);
    const answer = `{"auditDetails":[${batch.map(({ raw }) => raw).join(',')}]}`;
    const items = batch.map(({ id, raw }) => ({ id, raw, ...contentOf(raw) }));
    await store.do(() =>
      session.commitDetails({
        windowId: detailsId,
        body: answer,
        receivedAt: new Date(end).toISOString(),
        items,
        quarantined: [],
        position: null,
        cost,
        clockOffsetMs: null,
      }),
    );
  }
}

function contentOf(raw: string) {
  const vendor = detailsSchema.parse(JSON.parse(raw));
  const findings = vendor.details.map(({ searchMethodId: method, value }) => ({ method, value }));
  return { content: vendor.content, findings };
}
