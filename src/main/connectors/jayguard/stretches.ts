import { z } from 'zod';

/** A stretch of whole seconds since 1970, both inclusive, and how much of it was received. */
const stretchSchema = z.object({ from: z.number(), to: z.number(), offset: z.number() });
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
const smallestCap = 10;

export function begin(from: number, to: number): Position {
  const stretch = { from: Math.floor(from / 1e6), to: Math.floor(to / 1e6), offset: 0 };
  return { mode: 'paging', limit: 1000, longest: 0, cap: null, stack: [stretch] };
}

/** The next smaller limit, or null when there is none. */
export function smallerLimit(limit: number): number | null {
  return limits.find((one) => one < limit) ?? null;
}

/** The stretch in two, the later half first; null for a single second. */
export function halve({ from, to }: Stretch): [Stretch, Stretch] | null {
  if (from === to) return null;
  const middle = Math.floor((from + to) / 2);
  return [
    { from, to: middle, offset: 0 },
    { from: middle + 1, to, offset: 0 },
  ];
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
 * How a page stands to the one before it. `moved`: the list grew at its front meanwhile, so that
 * the end of that page is the start of this one; nothing is lost. `useless`: the offset has no
 * effect, or the order changes between requests; then pages prove nothing.
 */
export function follow(before: string[], page: string[]): 'next' | 'moved' | 'useless' {
  const known = new Set(before);
  const shared = page.filter((key) => known.has(key)).length;
  if (shared === 0) return 'next';
  const overlap = before.slice(before.length - shared);
  const moved = shared < before.length && overlap.every((key, index) => key === page[index]);
  return moved ? 'moved' : 'useless';
}
