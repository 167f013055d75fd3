import type { Bound, Pattern } from '../../../shared/query/query.ts';
import type { FacetOrder } from '../../../shared/session.ts';
import { Bitmap } from './bitmap.ts';

/** Which values of a field are wanted, and in which order; of `find` only those that match. */
export interface CountWish {
  limit: number;
  /** Most frequent first, then in the order of values; or in the order of values. */
  order: FacetOrder;
  find: Pattern | null;
}

/** The values picked, how many there were to be picked from, and the rows that have other ones. */
export interface Picked {
  values: { value: string; count: number }[];
  distinct: number;
  /** Rows that have a value, but none of `values`. */
  others: number;
}

/** How many rows of a set have each value. */
export interface ValueCounts extends Picked {
  /** Rows that `present` does not name. */
  empty: number;
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
  /** The same for rows that `ranks` puts last, where something else is shown of them; 0 for others. */
  lastRanks?(): Uint32Array | null;
  counts(set: Bitmap, wish: CountWish): ValueCounts;
}

/** How many rows of a set have no value, by what `present` names. */
export function emptyIn(column: Pick<Column, 'present'>, set: Bitmap): number {
  const present = new Bitmap(set.length);
  column.present(present);
  return set.size - present.and(set).size;
}
