import type { Bound, Pattern } from '../../../shared/query/query.ts';
import type { Bitmap } from './bitmap.ts';

/** How many rows of a set have each value, most frequent first, then in the order of values. */
export interface ValueCounts {
  values: { value: string; count: number }[];
  distinct: number;
}

/**
 * A field of every row, as the query language asks for it. `hits` and `set` have a bit for each
 * row; what matches is added to `hits`.
 */
export interface Column {
  /** Changes when the values of rows that were there before change. */
  readonly revision: number;
  match(pattern: Pattern, hits: Bitmap): void;
  present(hits: Bitmap): void;
  within(from: Bound | null, to: Bound | null, hits: Bitmap): void;
  /** For each row its place in the order of values, from 1 and equal for equal ones; 0 is last. */
  ranks(): Uint32Array;
  counts(set: Bitmap, limit: number): ValueCounts;
}
