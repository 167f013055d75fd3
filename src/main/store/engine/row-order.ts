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
  const starts = new Uint32Array(most + 1);
  for (let row = 0; row < ranks.length; row += 1) {
    const rank = ranks[row] ?? 0;
    starts[rank] = (starts[rank] ?? 0) + 1;
  }
  let start = 0;
  for (let i = 1; i <= most; i += 1) {
    const rank = descending ? most + 1 - i : i;
    const count = starts[rank] ?? 0;
    starts[rank] = start;
    start += count;
  }
  starts[0] = start;
  const sorted = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i += 1) {
    const row = order[i] ?? 0;
    const rank = ranks[row] ?? 0;
    const at = starts[rank] ?? 0;
    sorted[at] = row;
    starts[rank] = at + 1;
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

/** The rows of a set, as they are numbered. */
export function rowsIn(set: Bitmap): Uint32Array {
  const rows = new Uint32Array(set.size);
  let at = 0;
  set.forEach((row) => {
    rows[at] = row;
    at += 1;
  });
  return rows;
}
