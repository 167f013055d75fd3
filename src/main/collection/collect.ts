import type { Failure, FailureKind } from '../../shared/errors.ts';
import { parseInstant } from '../../shared/instant.ts';
import type { Collection, Filters } from '../../shared/session.ts';
import type { Connector } from '../connectors/connector.ts';
import type { HttpClient } from '../connectors/kit/http.ts';
import type { CollectionRequest, SessionReader, SessionWriter } from '../store/session-store.ts';
import { fetchDetails, type DetailsOutcome } from './details.ts';
import type { Meter } from './meter.ts';
import { lookUpNames } from './names.ts';
import { isRefusal } from './outcome.ts';
import { planWindows, plans, type Plan } from './plan.ts';
import { probe } from './probe.ts';
import { Tracker, type Progress } from './progress.ts';
import { pullWindows } from './pull.ts';

export interface CollectOrder {
  /** As `Connector.normalizeAddress` gives it. */
  address: string;
  /** µs, both inclusive. */
  from: number;
  to: number;
  filters: Filters;
  withDetails: boolean;
  withNames: boolean;
  /** Asks again for what is already complete. */
  refresh: boolean;
}

export interface CollectContext {
  connector: Connector;
  http: HttpClient;
  /** What `http` was made with. */
  meter: Meter;
  store: SessionReader & SessionWriter;
  plan?: Plan;
  signal: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** What a collection came to. Everything committed stays in the session whatever is said here. */
export interface Collected {
  collection: Collection;
  /** The ledger had it complete already: no event was asked for. */
  alreadyComplete: boolean;
  /** What ended it before its end; the same order goes on where it stopped. */
  failure: Failure | null;
  /** Of this run; null when they were not asked for, or the service has none. */
  details: DetailsOutcome | null;
  /** The service ignores the time filter, so everything was read in one stream. */
  filterIgnored: boolean;
  namesFailure: Failure | null;
}

const gapKinds: ReadonlySet<FailureKind> = new Set(['service.list-stuck', 'service.window-full']);

/**
 * Pulls a period from a service into a session, or goes on with the unfinished collection of the
 * same source, address, period and filters. Troubles with the service or network, and cancelling,
 * are part of the answer; `Failed` is thrown for the session's own (`session.*`, `file.*`).
 */
export async function collect(order: CollectOrder, context: CollectContext): Promise<Collected> {
  const tracker = new Tracker(context.meter, context.onProgress);
  try {
    return await collectAll(order, context, tracker);
  } finally {
    tracker.end();
  }
}

async function collectAll(
  order: CollectOrder,
  context: CollectContext,
  tracker: Tracker,
): Promise<Collected> {
  const { connector, store, http, signal } = context;
  const plan = context.plan ?? plans[connector.kind];
  const before = await findSame(store, connector, order);
  const isStale = before?.status === 'complete' && endedInFuture(before);
  const refresh = order.refresh || isStale;
  const isNew = !before || refresh;
  const windows = planWindows(order, plan);
  const probed = isNew ? await probe(connector, http, windows, order.filters, signal) : [];
  const filterIgnored = probed === null;

  const { address, from, to, filters, withDetails } = order;
  const period: CollectionRequest = {
    source: connector.kind,
    address,
    from,
    to,
    filters,
    withDetails,
    refresh,
    windows: filterIgnored ? [{ from, to }] : windows,
  };
  const opened = await store.openCollection(period);
  const alreadyComplete = opened.status === 'complete';
  const outcome = { alreadyComplete, filterIgnored, details: null, namesFailure: null };
  if (!alreadyComplete) {
    tracker.begin(opened);
    const gaps = isNew ? new Map<number, Failure>() : gapsOf(before);
    const pull = { connector, http, store, tracker, gaps, signal };
    const failure = await pullWindows(pull, opened, plan.concurrency, probed ?? []);
    // Windows that were never asked stay open, unless the service would refuse them just the same.
    const told = failure && isRefusal(failure) ? failure : null;
    const collection = await store.finishCollection(opened.id, told);
    if (failure) return { ...outcome, collection, failure };
  }

  const selection = { query: '', zone: 'UTC', period: { from, to: to + 1 } };
  const extras = { connector, http, store, signal };
  const onFound = (items: number) => tracker.extra(items);
  let details: DetailsOutcome | null = null;
  if (withDetails && connector.details) {
    tracker.phase('details');
    details = await fetchDetails({ ...extras, selection, onFound });
  }
  let namesFailure: Failure | null = null;
  if (order.withNames && !details?.failure) {
    tracker.phase('names');
    namesFailure = await lookUpNames({ ...extras, onFound });
  }
  tracker.phase('done');
  const { collections } = await store.info();
  const collection = collections.find(({ id }) => id === opened.id) ?? opened;
  return { ...outcome, collection, failure: details?.failure ?? null, details, namesFailure };
}

/** The latest collection that asked for the same, as the ledger tells it. */
async function findSame(
  store: SessionReader,
  { kind }: Connector,
  { address, from, to, filters }: CollectOrder,
): Promise<Collection | undefined> {
  const wanted = filterKey(filters);
  const { collections } = await store.info();
  return collections.findLast(
    (one) =>
      one.origin === 'service' &&
      one.source === kind &&
      one.address === address &&
      one.from === from &&
      one.to === to &&
      filterKey(one.filters) === wanted,
  );
}

function filterKey(filters: Filters): string {
  const entries = Object.entries(filters).filter(([, value]) => value !== undefined);
  return JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Events may have come after a collection that was made before its own end. */
function endedInFuture({ startedAt, to }: Collection): boolean {
  return to !== null && (parseInstant(startedAt) ?? 0) <= to;
}

function gapsOf({ windows }: Collection): Map<number, Failure> {
  const gaps = new Map<number, Failure>();
  for (const { id, reason } of windows)
    if (reason && gapKinds.has(reason.kind)) gaps.set(id, reason);
  return gaps;
}
