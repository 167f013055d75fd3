import type { Bound, Pattern } from '../../../shared/query/query.ts';
import type { Bitmap } from './bitmap.ts';
import type { Column, ValueCounts } from './column.ts';
import { Uint32List } from './growable.ts';
import type { ValueTable } from './value-table.ts';

/** A column of codes into a table of distinct values. */
export class CodeColumn<T extends ValueTable = ValueTable> implements Column {
  revision = 0;
  readonly codes = new Uint32List();
  readonly table: T;

  constructor(table: T) {
    this.table = table;
  }

  set(row: number, code: number): void {
    this.codes.data[row] = code;
    this.revision += 1;
  }

  /** Replaces the code of each of these rows by what it becomes. */
  change(rows: Iterable<number>, become: (code: number) => number): void {
    const { data } = this.codes;
    for (const row of rows) data[row] = become(data[row] ?? 0);
    this.revision += 1;
  }

  match(pattern: Pattern, hits: Bitmap): void {
    this.addFlagged(this.table.matching(pattern), hits);
  }

  present(hits: Bitmap): void {
    this.addFlagged(this.table.present(), hits);
  }

  within(from: Bound | null, to: Bound | null, hits: Bitmap): void {
    this.addFlagged(this.table.within(from, to), hits);
  }

  ranks(): Uint32Array {
    const ranks = this.table.ranks();
    const { data, length } = this.codes;
    const result = new Uint32Array(length);
    for (let row = 0; row < length; row += 1) result[row] = ranks[data[row] ?? 0] ?? 0;
    return result;
  }

  counts(set: Bitmap, limit: number): ValueCounts {
    return this.table.top(set.countCodes(this.codes.data, this.table.size), limit);
  }

  private addFlagged(flags: Uint8Array, hits: Bitmap): void {
    if (flags.includes(1)) hits.addFlagged(this.codes.data, flags);
  }
}
