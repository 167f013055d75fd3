import { z } from 'zod';

/** A stretch of whole seconds since 1970, both inclusive, and how far its list has come. */
const stretchSchema = z.object({
  from: z.number(),
  to: z.number(),
  offset: z.number(),
  /** Names of the first and the last object of the page before: the next one must follow on. */
  ends: z.array(z.string()).default([]),
  /** The lowest and the highest second that was received. */
  low: z.number().nullable().default(null),
  high: z.number().nullable().default(null),
});
export type Stretch = z.output<typeof stretchSchema>;

/** Where a window goes on: what is left of it, and what was learned about the service. */
export const positionSchema = z.object({
  /** `paging`: by offset. `halving`: the offset does not serve, each stretch must fit one answer. */
  mode: z.enum(['paging', 'halving']),
  limit: z.number(),
  /** The longest answer so far: the service's own cap cannot be less. */
  longest: z.number(),
  /** An answer of this length was found to lack events: the service's silent cap. */
  cap: z.number().nullable(),
  /** The last is next; the list is empty when the window is done. */
  stack: z.array(stretchSchema),
});
export type Position = z.output<typeof positionSchema>;

/**
 * 1,000 events are some megabytes of prompts: at five requests a second that is as fast as the
 * session takes them, and far from the cap on an answer's size. A service that wants less says 400.
 */
const limits = [1000, 500, 200, 100, 50, 10, 1];

/** A silent cap under this is not believed in, unless it was seen to cut. */
export const smallestCap = 10;

export function begin(from: number, to: number): Position {
  const stretch = untouched(Math.floor(from / 1e6), Math.floor(to / 1e6));
  return { mode: 'paging', limit: 1000, longest: 0, cap: null, stack: [stretch] };
}

function untouched(from: number, to: number): Stretch {
  return { from, to, offset: 0, ends: [], low: null, high: null };
}

/** The next smaller limit, or null when there is none. */
export function smallerLimit(limit: number): number | null {
  return limits.find((one) => one < limit) ?? null;
}

/** The stretch in two, the later half first; null for a single second. */
export function halve({ from, to }: Stretch): [Stretch, Stretch] | null {
  if (from === to) return null;
  const middle = Math.floor((from + to) / 2);
  return [untouched(from, middle), untouched(middle + 1, to)];
}

/** So many events may have reached a limit of depth, where lists end without a word. */
const deep = 5000;

/**
 * What a list that has come to its end may have left out. Nothing tells a list that is cut off from
 * one that is over: so whatever lies beyond the seconds that a long one has shown is a list of its
 * own. Those seconds themselves belong to it, since one may be cut off in the middle.
 */
export function beyond({ from, to, offset, low, high }: Stretch): Stretch[] {
  if (offset < deep || low === null || high === null) return [];
  const older = low >= from && low < to ? [untouched(from, low)] : [];
  const newer = high <= to && high > from ? [untouched(high, to)] : [];
  return [...older, ...newer];
}

/**
 * Whether an answer of this length may have been cut off. Only shorter ones than the longest seen
 * are surely whole, because nothing says how many events there are.
 */
export function mayBeCut(length: number, { limit, longest, cap }: Position): boolean {
  return length > 0 && (length >= limit || length >= longest || (cap !== null && length >= cap));
}

/** The same for a single second, which cannot be halved: small answers are taken for whole. */
export function isCut(length: number, position: Position): boolean {
  const { limit, cap } = position;
  const known = length >= limit || (cap !== null && length >= cap);
  return known || (length >= smallestCap && mayBeCut(length, position));
}

/**
 * How a page stands to the one before it. `next`: it shares nothing with it. `moved`: the end of that
 * page is its start, as it was asked for, or more than that because the list grew at its front
 * meanwhile. `useless`: the offset has no effect, or the order changes between requests; then pages
 * prove nothing.
 */
export function follow(
  before: readonly string[],
  page: readonly string[],
): { step: 'next' | 'moved' | 'useless'; fresh: number } {
  const known = new Set(before);
  const shared = page.filter((key) => known.has(key)).length;
  const fresh = page.length - shared;
  if (shared === 0) return { step: 'next', fresh };
  const overlap = before.slice(before.length - shared);
  const moved = shared < before.length && overlap.every((key, index) => key === page[index]);
  return { step: moved ? 'moved' : 'useless', fresh };
}
