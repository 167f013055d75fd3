import type { Sort } from '../../../shared/session.ts';
import type { Bitmap } from './bitmap.ts';
import type { Column } from './column.ts';
import { Recent } from './recent.ts';
import { inOrder, orderBy, rowsIn } from './row-order.ts';

/** Four bytes a row each: a way there and back under one sort. */
const kept = { ranks: 1, orders: 2, ordered: 2 };

/** One row in so many is put in its place sooner by its time than by passing over all others. */
const few = 256;

interface Sorted {
  /** All rows newest first. */
  newest(): Uint32Array;
  /** These rows alone, in the same order. */
  newestOf(rows: Uint32Array): Uint32Array;
  column(field: string): Column;
}

/** Rows in any order, the last few orders kept for the pages that are asked for one after another. */
export class Orders {
  private readonly of: Sorted;
  private readonly ranks = new Recent<Uint32Array[]>(kept.ranks);
  private readonly orders = new Recent<Uint32Array>(kept.orders);
  private readonly ordered = new Recent<Uint32Array>(kept.ordered);
  private readonly setNumbers = new WeakMap<Bitmap, number>();
  private lastSet = 0;

  constructor(of: Sorted) {
    this.of = of;
  }

  /** To be called when rows have come or gone; changed values are told by their columns. */
  clear(): void {
    this.ranks.clear();
    this.orders.clear();
    this.ordered.clear();
  }

  /** The rows of the set in this order. */
  rowsOf(set: Bitmap, sort: Sort): Uint32Array {
    const order = this.all(sort);
    let number = this.setNumbers.get(set);
    if (number === undefined) this.setNumbers.set(set, (number = ++this.lastSet));
    const key = JSON.stringify([number, sort, this.revisions(sort)]);
    const isFew = set.size * few < order.length && order === this.of.newest();
    return this.ordered.get(key, () =>
      isFew ? this.of.newestOf(rowsIn(set)) : inOrder(order, set),
    );
  }

  /** All rows in this order. */
  all(sort: Sort): Uint32Array {
    const [only] = sort;
    const isDefault = sort.length === 1 && only?.field === 'time' && only.descending;
    if (sort.length === 0 || isDefault) return this.of.newest();
    return this.orders.get(JSON.stringify([sort, this.revisions(sort)]), () => {
      const keys = sort.flatMap(({ field, descending }) =>
        this.ranksOf(field).map((ranks) => ({ ranks, descending })),
      );
      return orderBy(this.of.newest(), keys);
    });
  }

  private ranksOf(field: string): Uint32Array[] {
    const column = this.of.column(field);
    return this.ranks.get(JSON.stringify([field, column.revision]), () => {
      const ranks = column.ranks();
      const last = column.lastRanks?.();
      return last ? [ranks, last] : [ranks];
    });
  }

  private revisions(sort: Sort): number[] {
    return sort.map(({ field }) => this.of.column(field).revision);
  }
}
