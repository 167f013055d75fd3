import { toFailure, type Failure, type FailureKind } from '../../shared/errors.ts';
import type { Collection, Filters, LedgerWindow, Stop } from '../../shared/session.ts';
import { collectedUpTo } from '../../shared/since-last.ts';
import type { Connector } from '../connectors/connector.ts';
import type { ServiceClient } from '../connectors/kit/http.ts';
import type { CollectionRequest, SessionReader, SessionWriter } from '../store/session-store.ts';
import { pullDetails, type DetailsOutcome } from './details.ts';
import { lookBack } from './look-back.ts';
import type { Meter } from './meter.ts';
import { lookUpNames } from './names.ts';
import { isRefusal } from './outcome.ts';
import { rememberOwner, type AskOwner } from './owner.ts';
import { planWindows, plans, type Plan, type Stretch } from './plan.ts';
import { notProbed, probe } from './probe.ts';
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
  /** Of "since the last collection" (`sinceLast`), ms; null or absent otherwise. */
  overlapMs?: number | null;
}

export interface CollectContext {
  connector: Connector;
  http: ServiceClient;
  /** What `http` was made with. */
  meter: Meter;
  store: SessionReader & SessionWriter;
  plan?: Plan;
  signal: AbortSignal;
  /** Who stopped it, asked when `signal` is raised; without it a pause. */
  stopReason?: () => Stop;
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
 * same account, period and filters. Troubles with the service or network, and stopping, are
 * part of the answer; `Failed` is thrown for the session's own (`session.*`, `file.*`), and where
 * nobody can say which account of the ledger is meant.
 */
export async function collect(order: CollectOrder, context: CollectContext): Promise<Collected> {
  const { connector, http, meter, signal, onProgress } = context;
  const run: Run = {
    ...context,
    tracker: new Tracker(meter, onProgress),
    askOwner: rememberOwner(connector, http, signal),
  };
  try {
    return await collectAll(order, run);
  } finally {
    run.tracker.end();
  }
}

interface Run extends CollectContext {
  tracker: Tracker;
  askOwner: AskOwner;
}

async function collectAll(order: CollectOrder, run: Run): Promise<Collected> {
  const { connector, store, tracker } = run;
  const events = await collectEvents(order, run);
  const { collection: opened, filterIgnored } = events;
  const nothing = { details: null, namesFailure: null };
  if (events.failure) return { ...events, ...nothing };

  const { address, from, to } = order;
  let details: DetailsOutcome | null = null;
  if (order.withDetails && connector.details) {
    const selection = { query: '', zone: 'UTC', period: { from, to: to + 1 } };
    details = await pullDetails({ ...run, address, selection }, tracker, run.askOwner);
  }
  let namesFailure: Failure | null = null;
  if (order.withNames && !details?.failure) {
    tracker.phase('names');
    namesFailure = await lookUpNames({ ...run, onFound: (names) => tracker.extra(names) });
  }
  tracker.phase('done');
  const { collections } = await store.info();
  const collection = collections.find(({ id }) => id === opened.id) ?? opened;
  const failure = details?.failure ?? null;
  return { ...events, collection, failure, details, filterIgnored, namesFailure };
}

type Events = Pick<Collected, 'collection' | 'alreadyComplete' | 'failure' | 'filterIgnored'>;

async function collectEvents(order: CollectOrder, run: Run): Promise<Events> {
  const { connector, store, http, tracker, signal } = run;
  const { address, from, to, filters, withDetails, overlapMs = null } = order;
  const plan = run.plan ?? plans[connector.kind];
  const { before, now, owner, trouble } = await lookBack(
    store,
    connector.kind,
    order,
    run.askOwner,
  );
  const isComplete = before?.status === 'complete';
  const isStale = isComplete && collectedUpTo(before) < to;
  const refresh = isStale || (order.refresh && !(before && isUnfinishedRefresh(before)));
  const isNew = !before || refresh;

  const began = isNew ? now : collectedUpTo(before);
  const windows = cut(order, plan, began);
  const isAsked = isNew && !trouble;
  const probed = isAsked ? await probe(connector, http, windows, filters, signal) : notProbed();
  const request: CollectionRequest = {
    source: connector.kind,
    address,
    from,
    to,
    filters,
    withDetails,
    refresh,
    overlapMs,
    filterIgnored: probed.filterIgnored,
    owner,
    windows: probed.filterIgnored ? [{ from, to }] : windows,
  };
  const opened = await store.openCollection(request);
  const { filterIgnored } = opened;
  if (opened.status === 'complete') {
    return { collection: opened, alreadyComplete: true, failure: null, filterIgnored };
  }

  tracker.begin(opened);
  const pull = { connector, http, store, tracker, gaps: gapsOf(before), signal };
  let ended = trouble;
  try {
    for (const { part, restarts } of inOrder(opened, began)) {
      ended ??= await pullWindows({ ...pull, restarts }, part, probed);
    }
  } catch (error) {
    // The first reason is the one to tell; a session that has just failed may fail here as well.
    await store.finishCollection(opened.id, toFailure(error), null).catch(() => undefined);
    throw error;
  }
  const stop = ended?.kind === 'cancelled' ? (run.stopReason?.() ?? 'paused') : null;
  // Windows that were never asked stay open, unless the service refused everything from the start.
  const told = ended && isRefusal(ended) && tracker.pages === 0 ? ended : null;
  const collection = await store.finishCollection(opened.id, told, stop);
  // Stopped when the last page had come, it was not stopped.
  const failure = collection.status === 'complete' ? null : ended;
  return { collection, alreadyComplete: false, failure, filterIgnored };
}

/** A period that ends this much later than now (µs) ends in the future. */
const soon = 60_000_000;

function endsLater({ from, to }: Stretch, now: number): boolean {
  return from <= now && to > now + soon;
}

/**
 * The windows of a period: what is still to happen at its end is a window of its own, so that the
 * others can be believed to their ends.
 */
function cut(period: Stretch, plan: Plan, now: number): Stretch[] {
  const { from, to } = period;
  if (!endsLater(period, now)) return planWindows(period, plan);
  return [...planWindows({ from, to: now }, plan), { from: now + 1, to }];
}

/**
 * What can be had for good, then what may still grow at its end: that is asked for last, and from
 * its newest event on whenever the collection is resumed.
 */
function inOrder(opened: Collection, began: number): { part: Collection; restarts: Set<number> }[] {
  const { from, to } = opened;
  const isLater = from !== null && to !== null && endsLater({ from, to }, began);
  const grows = (window: LedgerWindow) => isLater && window.to > began + soon;
  const settled = opened.windows.filter((window) => !grows(window));
  const growing = opened.windows.filter(grows);
  return [
    { part: { ...opened, windows: settled }, restarts: new Set<number>() },
    { part: { ...opened, windows: growing }, restarts: new Set(growing.map(({ id }) => id)) },
  ].filter(({ part }) => part.windows.length > 0);
}

/** It was ended before its end, so that it goes on instead of another one being made. */
function isUnfinishedRefresh({ refresh, windows }: Collection): boolean {
  const isLeft = ({ status, reason }: LedgerWindow) =>
    status !== 'complete' && !(reason && gapKinds.has(reason.kind));
  return refresh && windows.some(isLeft);
}

function gapsOf(before: Collection | undefined): Map<number, Failure> {
  const gaps = new Map<number, Failure>();
  for (const { id, reason } of before?.windows ?? [])
    if (reason && gapKinds.has(reason.kind)) gaps.set(id, reason);
  return gaps;
}
