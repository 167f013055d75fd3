import type { Bound, Pattern } from '../../../shared/query/query.ts';
import type { Bitmap } from './bitmap.ts';
import type { Column, CountWish, ValueCounts } from './column.ts';
import { CodeList } from './code-list.ts';
import type { ValueTable } from './value-table.ts';

/** A column of codes into a table of distinct values. */
export class CodeColumn<T extends ValueTable = ValueTable> implements Column {
  revision = 0;
  readonly codes = new CodeList();
  readonly table: T;

  constructor(table: T) {
    this.table = table;
  }

  set(row: number, code: number): void {
    this.codes.set(row, code);
    this.revision += 1;
  }

  /** Replaces the code of each of these rows by what it becomes. */
  change(rows: Iterable<number>, become: (code: number) => number): void {
    const { codes } = this;
    for (const row of rows) codes.set(row, become(codes.at(row)));
    this.revision += 1;
  }

  match(pattern: Pattern, hits: Bitmap): void {
    hits.addFlagged(this.codes.data, this.table.matching(pattern));
  }

  present(hits: Bitmap): void {
    hits.addFlagged(this.codes.data, this.table.present());
  }

  within(from: Bound | null, to: Bound | null, hits: Bitmap): void {
    hits.addFlagged(this.codes.data, this.table.within(from, to));
  }

  ranks(): Uint32Array {
    const ranks = this.table.ranks();
    const { data, length } = this.codes;
    const result = new Uint32Array(length);
    for (let row = 0; row < length; row += 1) result[row] = ranks[data[row] ?? 0] ?? 0;
    return result;
  }

  counts(set: Bitmap, wish: CountWish): ValueCounts {
    return this.told(set.countCodes(this.codes.data, this.table.size), wish);
  }

  /** Counts by code, all codes of the table, as counts of values. */
  told(counts: Uint32Array, wish: CountWish): ValueCounts {
    const present = this.table.present();
    let empty = 0;
    for (let code = 0; code < counts.length; code += 1) {
      if (present[code] !== 1) empty += counts[code] ?? 0;
    }
    return { ...this.table.top(counts, wish), empty };
  }
}
