import { formatExactInstant, formatInstant } from '../../shared/instant.ts';
import type {
  Collection,
  Interval,
  Landmark,
  LedgerWindow,
  SortKey,
} from '../../shared/session.ts';
import { maskedView } from '../store/masked-view.ts';
import { coverageLine, periodLine } from '../exporters/export-coverage.ts';
import { eventLine } from '../exporters/ndjson.ts';
import type { SessionStore } from '../store/session-store.ts';
import { print, printJson, printLines } from './output.ts';
import { withSession } from './session.ts';
import { selectionOf } from './values.ts';
import { failureReason } from './words.ts';

interface OnSession {
  session: string;
  query?: string;
}

/** Without a limit every row is asked for. */
const everything = 2 ** 32 - 1;

export function info({ session, bundles }: OnSession & { bundles?: true }): Promise<void> {
  return withSession(session, async (store) => {
    const found = await store.info();
    await printJson({
      sessionId: found.sessionId,
      name: found.name,
      createdAt: found.createdAt,
      schemaVersion: found.schemaVersion,
      total: Object.values(found.events).reduce((sum, events) => sum + events, 0),
      events: found.events,
      quarantined: found.quarantined,
      conflicts: found.conflicts,
      flags: found.flags,
      details: found.details,
      first: instantOrNull(found.first),
      last: instantOrNull(found.last),
      coverage: found.coverage.map(coverageLine),
      collections: found.collections.map(collectionLine),
      ...(bundles && { bundles: await bundlesOf(store) }),
    });
  });
}

/** The bundles it came from, each with what it said otherwise. */
async function bundlesOf(store: SessionStore) {
  const found = [];
  for (const origin of await store.origins()) {
    const { conflicts, noteConflicts } = origin.merged ?? { conflicts: 0, noteConflicts: 0 };
    const differing = await store.conflicts(origin.id, 0, conflicts + noteConflicts);
    found.push({ ...origin, conflicts: differing });
  }
  return found;
}

function collectionLine(collection: Collection) {
  const from = instantOrNull(collection.from);
  const to = instantOrNull(collection.to);
  const { period, ...query } = collection.selection ?? { period: null };
  const selection = collection.selection && { ...query, period: period && periodLine(period) };
  return { ...collection, from, to, selection, windows: collection.windows.map(windowLine) };
}

function windowLine({ from, to, status, reason, counts, first, last }: LedgerWindow) {
  return {
    from: formatExactInstant(from),
    to: formatExactInstant(to),
    status,
    reason: reason && { kind: reason.kind, text: failureReason(reason) },
    ...counts,
    first: landmarkLine(first),
    last: landmarkLine(last),
  };
}

function landmarkLine(event: Landmark | null) {
  return event && { id: event.id, time: formatExactInstant(event.time) };
}

function instantOrNull(instant: number | null): string | null {
  return instant === null ? null : formatExactInstant(instant);
}

export function count({ session, query: text }: OnSession): Promise<void> {
  return withSession(session, async (store) => {
    await print(`${await store.count(selectionOf(text))}\n`);
  });
}

export interface QueryOptions extends OnSession {
  sort?: SortKey[];
  limit?: number;
  offset?: number;
  masked?: boolean;
}

export function query(options: QueryOptions, signal: AbortSignal): Promise<void> {
  const { sort = [], limit = everything, offset = 0 } = options;
  return withSession(options.session, async (store) => {
    const seen = options.masked ? maskedView(store) : store;
    const found = seen.scan(selectionOf(options.query), sort, signal, { offset, limit });
    for await (const batch of found) await print(batch.map(eventLine).join(''));
  });
}

export interface FacetOptions extends OnSession {
  field: string;
  limit?: number;
}

export function facets({ session, query: text, field, limit }: FacetOptions): Promise<void> {
  return withSession(session, async (store) => {
    const { values } = await store.facet(selectionOf(text), field, limit ?? everything);
    await printLines(values.map(({ value, count: events }) => ({ value, count: events })));
  });
}

export interface HistogramOptions extends OnSession {
  interval: Interval;
}

export function histogram({ session, query: text, interval }: HistogramOptions): Promise<void> {
  return withSession(session, async (store) => {
    const { buckets } = await store.histogram(selectionOf(text), interval);
    const lines = buckets.map(({ time, count: events, coverage }) => ({
      time: formatInstant(time),
      count: events,
      // The contract has three words here: what failed was asked for and is not complete.
      coverage: coverage === 'failed' ? 'partial' : coverage,
    }));
    await printLines(lines);
  });
}
