import type { Arena } from './arena.ts';
import { damaged, type BatchReader, type BatchWriter } from './batch.ts';
import { Bitmap } from './bitmap.ts';
import { Uint32List, type Float64List } from './growable.ts';
import { compareEntries } from './text-order.ts';

/** Runs up to this long are put in order by inserting. */
const fewRows = 16;
const digits = 65_536;

/**
 * All rows newest first, then by id, then by row. Kept from one question to the next: rows that
 * came since are put in order among themselves and then taken in, so that a page of fifty does not
 * cost a sort of everything.
 */
export class TimeOrder {
  private rows: Uint32Array = new Uint32Array(0);
  private readonly times: Float64List;
  private readonly ids: Arena;

  constructor(times: Float64List, ids: Arena) {
    this.times = times;
    this.ids = ids;
  }

  /** What was read, though the rows themselves may still have to be. */
  get loaded(): Uint32Array {
    return this.rows;
  }

  all(): Uint32Array {
    const known = this.rows.length;
    const count = this.times.length;
    if (known === count) return this.rows;
    const added = this.inOrder(Uint32Array.from({ length: count - known }, (_, i) => known + i));
    this.rows = known === 0 ? added : this.merge(this.rows, added);
    return this.rows;
  }

  /** These rows in this order: quicker than looking for them among all while they are few. */
  some(rows: Uint32Array): Uint32Array {
    return rows.sort((a, b) => this.compare(a, b));
  }

  /** The order of rows that are still to be read. Returns how many. */
  read(reader: BatchReader): number {
    const count = reader.count(4);
    const rows = new Uint32List();
    reader.uint32sInto(rows, count, count - 1);
    const seen = new Bitmap(count);
    for (let i = 0; i < count; i += 1) seen.add(rows.at(i));
    if (seen.size !== count) damaged();
    this.rows = rows.data.subarray(0, count);
    return count;
  }

  write(writer: BatchWriter): void {
    const rows = this.all();
    writer.uint32(rows.length);
    writer.rows(rows);
  }

  truncate(rows: number): void {
    if (rows < this.rows.length) this.rows = this.rows.filter((row) => row < rows);
  }

  /** For each row the place of its time among all times, from 1. */
  ranks(): Uint32Array {
    const order = this.all();
    const ranks = new Uint32Array(order.length);
    let rank = 0;
    let before = Number.NaN;
    for (let i = order.length - 1; i >= 0; i -= 1) {
      const row = order[i] ?? 0;
      const time = this.times.at(row);
      if (time !== before) rank += 1;
      before = time;
      ranks[row] = rank;
    }
    return ranks;
  }

  private compare(a: number, b: number): number {
    return this.times.at(b) - this.times.at(a) || compareEntries(this.ids, a, b) || a - b;
  }

  private inOrder(rows: Uint32Array): Uint32Array {
    for (let i = 1; i < rows.length; i += 1) {
      if (this.compare(rows[i - 1] ?? 0, rows[i] ?? 0) > 0) return this.sort(rows);
    }
    return rows;
  }

  /** By time with a radix sort; then each run of one time by id. */
  private sort(rows: Uint32Array): Uint32Array {
    const sorted = byTime(rows, this.times);
    const { data } = this.times;
    for (let start = 0; start < sorted.length;) {
      const time = data[sorted[start] ?? 0];
      let end = start + 1;
      while (end < sorted.length && data[sorted[end] ?? 0] === time) end += 1;
      if (end - start > 1) this.sortRun(sorted, start, end);
      start = end;
    }
    return sorted;
  }

  /** Rows of one time by id. Most runs are of two or three: those are put in order by hand. */
  private sortRun(rows: Uint32Array, start: number, end: number): void {
    if (end - start > fewRows) {
      rows.subarray(start, end).sort((a, b) => this.compare(a, b));
      return;
    }
    for (let i = start + 1; i < end; i += 1) {
      const row = rows[i] ?? 0;
      let at = i;
      while (at > start && this.compare(rows[at - 1] ?? 0, row) > 0) {
        rows[at] = rows[at - 1] ?? 0;
        at -= 1;
      }
      rows[at] = row;
    }
  }

  /** Takes `added` into `order`, a stretch between two of them at a time. */
  private merge(order: Uint32Array, added: Uint32Array): Uint32Array {
    const merged = new Uint32Array(order.length + added.length);
    let from = 0;
    let at = 0;
    for (const row of added) {
      let low = from;
      let high = order.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (this.compare(order[middle] ?? 0, row) < 0) low = middle + 1;
        else high = middle;
      }
      merged.set(order.subarray(from, low), at);
      at += low - from;
      from = low;
      merged[at] = row;
      at += 1;
    }
    merged.set(order.subarray(from), at);
    return merged;
  }
}

/** Newest first, rows of one time in the order they had. */
function byTime(rows: Uint32Array, times: Float64List): Uint32Array {
  const { data } = times;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < rows.length; i += 1) {
    const time = data[rows[i] ?? 0] ?? 0;
    if (time < first) first = time;
    if (time > last) last = time;
  }
  let from = rows;
  let to: Uint32Array = new Uint32Array(rows.length);
  /** The digit of each place in `from`. */
  const keys = new Uint16Array(rows.length);
  for (let unit = 1; unit <= last - first; unit *= digits) {
    const starts = new Uint32Array(digits + 1);
    for (let i = 0; i < from.length; i += 1) {
      const digit = Math.floor((last - (data[from[i] ?? 0] ?? 0)) / unit) % digits;
      keys[i] = digit;
      starts[digit + 1] = (starts[digit + 1] ?? 0) + 1;
    }
    for (let i = 1; i <= digits; i += 1) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
    for (let i = 0; i < from.length; i += 1) {
      const digit = keys[i] ?? 0;
      const place = starts[digit] ?? 0;
      to[place] = from[i] ?? 0;
      starts[digit] = place + 1;
    }
    [from, to] = [to, from];
  }
  return from;
}
