import type { Bitmap } from './bitmap.ts';

/** A key to order rows by: for each row its place, 0 for those that come last either way. */
export interface RankedKey {
  ranks: Uint32Array;
  descending: boolean;
}

/** Orders rows by keys; where all keys are equal, rows keep the order of `base`. */
export function orderBy(base: Uint32Array, keys: readonly RankedKey[]): Uint32Array {
  // From the last key to the first: each pass keeps what the ones before it did.
  return keys.reduceRight(countingSort, base);
}

function countingSort(order: Uint32Array, { ranks, descending }: RankedKey): Uint32Array {
  let most = 0;
  for (let row = 0; row < ranks.length; row += 1) most = Math.max(most, ranks[row] ?? 0);
  if (most === 0) return order;
  const places = new Uint32Array(ranks.length);
  for (let row = 0; row < ranks.length; row += 1) {
    const rank = ranks[row] ?? 0;
    places[row] = rank === 0 ? most : descending ? most - rank : rank - 1;
  }
  const starts = new Uint32Array(most + 2);
  for (let row = 0; row < places.length; row += 1) {
    const place = (places[row] ?? 0) + 1;
    starts[place] = (starts[place] ?? 0) + 1;
  }
  for (let i = 1; i < starts.length; i += 1) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const sorted = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i += 1) {
    const row = order[i] ?? 0;
    const place = places[row] ?? 0;
    const at = starts[place] ?? 0;
    sorted[at] = row;
    starts[place] = at + 1;
  }
  return sorted;
}

/** The rows of a set, in an order of all rows. */
export function inOrder(order: Uint32Array, set: Bitmap): Uint32Array {
  if (set.size === order.length) return order;
  const rows = new Uint32Array(set.size);
  const { words } = set;
  let at = 0;
  for (let i = 0; i < order.length && at < rows.length; i += 1) {
    const row = order[i] ?? 0;
    if ((((words[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 0) continue;
    rows[at] = row;
    at += 1;
  }
  return rows;
}
