import type { ChannelInput, CollectJob, Source } from '../../../shared/contract.ts';
import { accountsOf } from '../../../shared/accounts.ts';
import type { SourceKind } from '../../../shared/event.ts';
import { coverageFor, summarize } from '../../../shared/coverage-gaps.ts';
import type { Failure } from '../../../shared/errors.ts';
import {
  countsSchema,
  noCounts,
  type Collection,
  type Counts,
  type Coverage,
  type LedgerWindow,
  type WindowStatus,
} from '../../../shared/session.ts';
import { hasToken } from './orders.ts';

/** The sum over all windows of a collection. */
export function totals(windows: readonly LedgerWindow[]): Counts {
  const sum = { ...noCounts };
  for (const { counts } of windows) {
    for (const name of countsSchema.keyof().options) sum[name] += counts[name];
  }
  return sum;
}

/** A clock that is off by less than about a minute is as good as right. */
const clockTolerance = 60_000;

export function isClockOff({ clockOffsetMs }: Pick<Collection, 'clockOffsetMs'>): boolean {
  return clockOffsetMs !== null && Math.abs(clockOffsetMs) > clockTolerance;
}

/** Something a person should look at: it did not reach its end, or brought what is out of order. */
export function hasTrouble(collection: Collection): boolean {
  const { status, windows } = collection;
  return (
    status === 'partial' ||
    status === 'failed' ||
    collection.filterIgnored ||
    isClockOff(collection) ||
    windows.some(windowHasTrouble)
  );
}

export function windowHasTrouble({ status, reason, counts }: LedgerWindow): boolean {
  const { quarantined, conflicts, vanished } = counts;
  const isLeft = status === 'partial' || status === 'failed' || reason !== null;
  return isLeft || quarantined + conflicts + vanished > 0;
}

/** Each reason once, the same for many windows. Having been cancelled is no reason to explain. */
export function reasonsOf(
  collection: Collection | null,
  failure: Failure | null = null,
): readonly Failure[] {
  const all = [failure, ...(collection?.windows.map(({ reason }) => reason) ?? [])];
  const known = new Map<string, Failure>();
  for (const one of all) {
    if (one && one.kind !== 'cancelled') known.set(JSON.stringify(one), one);
  }
  return [...known.values()];
}

/** From the first request to the end, seconds; null while it runs or when the end was not seen. */
export function secondsTaken({ startedAt, finishedAt }: Collection): number | null {
  return finishedAt === null ? null : (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
}

/** A stretch of the strip: a window, or many that touch and are in one state. */
export interface Run {
  /** Of its first window. */
  id: number;
  status: WindowStatus;
  /** Share of the whole at which it begins, and its length, 0 to 1. */
  at: number;
  length: number;
}

/** So many windows can still be seen side by side. */
const mostApart = 200;

/**
 * Windows in order of time, each by itself as long as one can see it; of more, neighbours in one
 * state are joined, but for those being pulled now.
 */
export function runsOf(windows: readonly LedgerWindow[]): Run[] {
  const joins = windows.length > mostApart;
  const sorted = windows.toSorted((a, b) => a.from - b.from);
  const from = sorted[0]?.from ?? 0;
  const whole = Math.max(1, (sorted.at(-1)?.to ?? 0) + 1 - from);
  const runs: Run[] = [];
  for (const window of sorted) {
    const at = (window.from - from) / whole;
    const end = (window.to + 1 - from) / whole;
    const last = runs.at(-1);
    if (joins && last?.status === window.status && window.status !== 'running') {
      last.length = end - last.at;
    } else runs.push({ id: window.id, status: window.status, at, length: end - at });
  }
  return runs;
}

export function statesOf(windows: readonly LedgerWindow[]): Record<WindowStatus, number> {
  const states = { pending: 0, running: 0, complete: 0, partial: 0, failed: 0 };
  for (const { status } of windows) states[status] += 1;
  return states;
}

/** Left before its end, whoever or whatever ended it, and to be gone on with. */
export function isUnfinished({ origin, status }: Collection): boolean {
  return origin === 'service' && (status === 'partial' || status === 'failed');
}

/**
 * Those that were left half-way without a word of the service: the person paused, the program was
 * closed or died. What another collection has brought to its end meanwhile needs no going on.
 */
export function interruptedOf(
  collections: readonly Collection[],
  coverage: readonly Coverage[],
): Collection[] {
  const stops: ReadonlySet<unknown> = new Set(['paused', 'closed', 'interrupted']);
  return collections.filter(
    (one) => isUnfinished(one) && stops.has(one.stop) && !isMadeUp(one, collections, coverage),
  );
}

/** It was left before its end, and others of the same account have brought all that it lacks. */
export function isMadeUp(
  collection: Collection,
  collections: readonly Collection[],
  coverage: readonly Coverage[],
): boolean {
  // Details cover no time: their coverage says nothing of them.
  if (!isUnfinished(collection) || collection.purpose === 'details') return false;
  const account = accountsOf(collections).find((one) => one.collections.includes(collection));
  const own = account ? coverageFor(coverage, account) : [];
  return collection.windows.every(
    ({ status, from, to }) =>
      status === 'complete' || summarize(own, from, to + 1)?.gaps.length === 0,
  );
}

/** The name of the account a collection is of; null where the name of its source says it. */
export function accountNameOf(
  collection: Collection,
  collections: readonly Collection[],
  sources: readonly Source[],
): string | null {
  const accounts = accountsOf(collections).filter(({ source }) => source === collection.source);
  const own = accounts.find((one) => one.collections.includes(collection));
  if (!own || accounts.length < 2) return null;
  return nameOfAccount(own.source, own.name, collections, sources) === null ? own.name : null;
}

/**
 * What the person calls an account, by its own name; null for `name` is all of a service. null
 * where no source is set up for it, or its address or its name is not its alone.
 */
export function nameOfAccount(
  kind: SourceKind,
  name: string | null,
  collections: readonly Collection[],
  sources: readonly Source[],
): string | null {
  const accounts = accountsOf(collections).filter(({ source }) => source === kind);
  const [account, ...others] = accounts.filter((one) => name === null || one.name === name);
  const isShared = accounts.some((one) => one !== account && one.address === account?.address);
  if (!account || others.length > 0 || isShared) return null;
  const [source, ...same] = sources.filter(
    (one) => one.kind === kind && one.address === account.address,
  );
  const isAlone = sources.filter((one) => one.name === source?.name).length === 1;
  return source && same.length === 0 && isAlone ? source.name : null;
}

/**
 * The sources that can go on with a collection. One is sure to be right, or the only one there is:
 * of several at its address the one whose token is known to be of the collection's owner; where
 * that is not known all that it may have been, and a person has to say which.
 */
export function sourcesFor(
  { source, address, owner }: Collection,
  sources: readonly Source[],
): readonly Source[] {
  const same = sources.filter((one) => one.kind === source && one.address === address);
  const own = same.filter((one) => owner !== null && one.owner === owner.id);
  if (own.length > 0) return own.filter(hasToken).slice(0, 1);
  const unknown = same.filter((one) => owner === null || one.owner === null);
  return (unknown.length > 0 ? unknown : same).filter(hasToken);
}

/** A job of this session that may well be this very collection. */
export function isAtWork(
  collection: Collection,
  source: Source,
  jobs: readonly CollectJob[],
): boolean {
  return jobs.some(({ progress, session, sourceId, purpose, period }) => {
    if (!session.current || sourceId !== source.id || purpose !== collection.purpose) return false;
    const known = progress?.collectionId ?? null;
    if (known !== null) return known === collection.id;
    return period === null || (period.from === collection.from && period.to === collection.to);
  });
}

/**
 * What has begun in this session and the ledger does not have: the service is asked whose the token
 * is, and what it heeds, before an entry is made. What goes on has an entry already.
 */
export function unrecorded(
  jobs: readonly CollectJob[],
  collections: readonly Collection[],
  sources: readonly Source[],
): CollectJob[] {
  return jobs.filter((job) => {
    if (!job.session.current || job.state === 'queued') return false;
    const known = job.progress?.collectionId ?? null;
    if (known !== null) return !collections.some(({ id }) => id === known);
    const source = sources.find(({ id }) => id === job.sourceId);
    const isOf = (one: Collection) =>
      one.source === source?.kind && one.address === source.address && isUnfinished(one);
    return !collections.some((one) => source && isOf(one) && isAtWork(one, source, [job]));
  });
}

/** What asks for the rest of it: the ledger goes on with one that is asked for just like that. */
export function sequelOf(
  collection: Collection,
  source: Source,
): ChannelInput<'collect.start'> | ChannelInput<'collect.details'> | null {
  const { from, to, filters, withDetails, refresh, overlapMs, selection } = collection;
  const sourceId = source.id;
  if (collection.purpose === 'details') return selection && { sourceId, selection };
  if (from === null || to === null) return null;
  const withNames = source.kind === 'pachca';
  return { sourceId, from, to, filters, withDetails, withNames, refresh, overlapMs };
}
