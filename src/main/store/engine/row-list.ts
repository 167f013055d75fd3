import { damaged, type BatchReader, type BatchWriter } from './batch.ts';
import { Uint32List } from './growable.ts';

/** Some rows, ascending: those that differ from the rest in some way. */
export class RowList {
  private readonly rows = new Uint32List();

  get length(): number {
    return this.rows.length;
  }

  push(row: number): void {
    this.rows.push(row);
  }

  /** The row at a place; below zero where there is none. */
  at(place: number): number {
    return place < this.length ? this.rows.at(place) : -1;
  }

  /** Where `row` stands in the list, below zero when it does not. */
  indexOf(row: number): number {
    const place = this.before(row);
    return place < this.length && this.rows.at(place) === row ? place : -1;
  }

  /** How many rows below `row` are in the list. */
  before(row: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.rows.at(middle) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  truncate(rows: number): void {
    while (this.length > 0 && this.rows.at(this.length - 1) >= rows) this.rows.length -= 1;
  }

  /** Writes the list from the place `first` up to `last`. */
  write(writer: BatchWriter, first: number, last = this.length): void {
    writer.uint32(last - first);
    writer.uint32s(this.rows, first, last);
  }

  /** Returns how many were read; all are below `rows`. */
  read(reader: BatchReader, rows: number): number {
    const before = this.length;
    const count = reader.count(4);
    reader.uint32sInto(this.rows, count, rows - 1);
    for (let i = Math.max(before, 1); i < this.length; i += 1) {
      if (this.rows.at(i) <= this.rows.at(i - 1)) damaged();
    }
    return count;
  }
}
