import { accountsOf, ownedBy, ownersAt } from './accounts.ts';
import type { SourceKind } from './event.ts';
import { parseInstant } from './instant.ts';
import type { Collection, Filters, LedgerWindow, TokenOwner } from './session.ts';

/** What is to be brought up to date. `address` as the connector normalises it. */
export interface Asked {
  source: SourceKind;
  address: string;
  filters: Filters;
  /** Whose token will ask; absent or null where that is not known yet. */
  owner?: TokenOwner | null;
}

/** Instants in µs; `from` and `to` are both inclusive, as a collection is asked for. */
export interface SinceLast {
  from: number;
  to: number;
  /** Up to here everything is there; `from` lies before it by the overlap. */
  last: number;
}

/**
 * The period of "since the last collection", null when nothing was ever collected to its end.
 *
 * What was collected to its end counts from whichever collection of the same account, if it was not
 * filtered more narrowly than what is asked for now. Where a stretch that was asked for is not
 * complete (failed, cancelled, not over), there is a hole: then it begins at the earliest hole, for
 * whoever goes on from the end of the last collection would never come back to it. A stretch that
 * was never asked for is no hole: a person chose the periods. What the service itself cannot give (a
 * second fuller than its cap) is none either: asking again would not fill it. Where several accounts
 * share the address and nobody knows which one will ask, it begins where the first of them has to.
 *
 * `now`: our clock, µs. The service's clock decides; how far they are apart is in the ledger.
 */
export function sinceLast(
  collections: readonly Collection[],
  asked: Asked,
  overlapMinutes: number,
  now: number,
): SinceLast | null {
  const there = collections.filter((one) => isRelevant(one, asked));
  const owners = ownersAt(collections, asked);
  const isOwn = ownedBy(owners, asked.owner?.id ?? null);
  const isAnybody = !asked.owner && owners.size > 0;
  const accounts = isAnybody
    ? accountsAmong(collections, there)
    : [there.filter(({ owner }) => isOwn(owner?.id ?? null))];
  const ends = accounts.map((relevant) => endOf(relevant, overlapMinutes * 60_000_000));
  if (ends.every((one) => !one?.isReached)) return null;
  const begins = ends.filter((one) => one !== null);
  const { from, last } = begins.reduce((first, one) => (one.from < first.from ? one : first));
  return { from, to: Math.max(from, now + clockOffset(accounts.flat())), last };
}

function accountsAmong(
  collections: readonly Collection[],
  relevant: readonly Collection[],
): Collection[][] {
  return accountsOf(collections).map((account) =>
    account.collections.filter((one) => relevant.includes(one)),
  );
}

/** Where one account goes on; not `isReached`: nothing of it is complete. null: nothing was asked. */
function endOf(
  relevant: readonly Collection[],
  overlap: number,
): { from: number; last: number; isReached: boolean } | null {
  const done: Stretch[] = [];
  const open: Stretch[] = [];
  for (const collection of relevant) {
    const horizon = collectedUpTo(collection);
    for (const window of collection.windows) {
      const { from } = window;
      const to = isAtItsEnd(window) ? Math.min(window.to, horizon) : from - 1;
      if (from <= to) done.push({ from, to });
      if (to < window.to) open.push({ from: Math.max(from, to + 1), to: window.to });
    }
  }
  const whole = joined(done);
  const end = whole.at(-1);

  // What lies after the newest complete stretch is asked for in any case.
  const holes = open.flatMap((stretch) => without(stretch, whole));
  const firstHole = holes.reduce((first, { from }) => Math.min(first, from), Infinity);
  if (!end && firstHole === Infinity) return null;
  const last = Math.min(end?.to ?? Infinity, firstHole - 1);
  const { from: begun = last + 1 } = whole.find(({ from, to }) => from <= last && to >= last) ?? {};
  return { from: Math.max(begun, last + 1 - overlap), last, isReached: end !== undefined };
}

/**
 * Up to which instant (µs) a collection can be believed: it cannot hold what happened after it was
 * begun, however late its period ends. By the service's clock, where it is known.
 */
export function collectedUpTo({ startedAt, clockOffsetMs }: Collection): number {
  return (parseInstant(startedAt) ?? 0) + Math.round((clockOffsetMs ?? 0) * 1000);
}

/** One text for filters that ask for the same: empty ones are none, and order means nothing. */
export function filterKey(filters: Filters): string {
  const entries = Object.entries(filters).flatMap(([key, value]): [string, unknown][] => {
    if (value === undefined || value.length === 0) return [];
    return [[key, Array.isArray(value) ? value.toSorted() : value]];
  });
  return JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

interface Stretch {
  from: number;
  to: number;
}

/** It brought all that is asked for now, at least: each of its filters is one of ours. */
function isRelevant(collection: Collection, { source, address, filters }: Asked): boolean {
  const { origin, purpose } = collection;
  if (origin !== 'service' || purpose !== 'events') return false;
  if (collection.source !== source || collection.address !== address) return false;
  const own = Object.entries(collection.filters).filter(([, value]) => value?.length);
  return filterKey({ ...filters, ...Object.fromEntries(own) }) === filterKey(filters);
}

/** Nothing more is to be had for it by asking again. */
function isAtItsEnd({ status, reason, position, counts }: LedgerWindow): boolean {
  const isFull = reason?.kind === 'service.window-full' && position === null && counts.pages > 0;
  return status === 'complete' || (status === 'partial' && isFull);
}

/** The union, in order; stretches that touch are one. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to);
    else found.push({ from, to });
  }
  return found;
}

/** The parts of a stretch that none of `whole` (in order, apart) covers. */
function without({ from, to }: Stretch, whole: readonly Stretch[]): Stretch[] {
  const parts: Stretch[] = [];
  let at = from;
  for (const one of whole) {
    if (one.to < at) continue;
    if (one.from > to) break;
    if (one.from > at) parts.push({ from: at, to: one.from - 1 });
    at = one.to + 1;
  }
  if (at <= to) parts.push({ from: at, to });
  return parts;
}

/** The service's clock minus ours, µs, as last seen. */
function clockOffset(collections: readonly Collection[]): number {
  const seen = collections.findLast(({ clockOffsetMs }) => clockOffsetMs !== null);
  return Math.round((seen?.clockOffsetMs ?? 0) * 1000);
}
