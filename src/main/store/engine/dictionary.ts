import { compareDecimals, decimalOf } from '../../../shared/query/decimal.ts';
import { fold } from '../../../shared/query/fold.ts';
import type { Bound, Pattern } from '../../../shared/query/query.ts';
import { Arena } from './arena.ts';
import { damaged, type BatchReader, type BatchWriter } from './batch.ts';
import { Bitmap } from './bitmap.ts';
import type { CountWish, Picked } from './column.ts';
import { BytePattern } from './byte-pattern.ts';
import { EntryTable } from './entry-table.ts';
import { maxBytes, readFolded, valueEnd, writeFolded } from './folded-bytes.ts';
import { compareEntries, textOrder } from './text-order.ts';
import { isWithin, numberAt, type ValueTable } from './value-table.ts';

/** More values are not kept as texts, of which a session of millions would hold a gigabyte. */
const mostKnown = 65_536;

/**
 * The distinct values of a column, numbered from 1 in the order they came; 0 is null. Values are
 * kept folded; as they came only those that folding changed.
 */
export class Dictionary implements ValueTable {
  private readonly numbersFirst: boolean;
  private readonly folded = new Arena();
  private readonly originals = new Map<number, string>();
  /** Made when something is first added, so that opening a session need not. */
  private known: Map<string, number> | null = null;
  /** The same of `originals`, where there are many values. */
  private changed: Map<string, number> | null = null;
  /** Values that folding leaves as they are. */
  private readonly plain = new EntryTable(this.folded, (code) => !this.originals.has(code));
  private ranked: Uint32Array | null = null;
  private filled: Uint8Array | null = null;
  private matched: { key: string; flags: Uint8Array } | null = null;

  /** With `numbersFirst` values that are numbers are ordered as such, and before all others. */
  constructor({ numbersFirst = false } = {}) {
    this.numbersFirst = numbersFirst;
    this.folded.addNull();
  }

  get size(): number {
    return this.folded.entries;
  }

  /** The value's code, a new one if need be. */
  code(value: string): number {
    const folded = this.size > mostKnown ? fold(value) : null;
    if (folded === value) {
      const bytes = entryOf(folded);
      return this.codeOfPlain(bytes, 0, bytes.length);
    }
    return this.findOrAdd(value);
  }

  /** The same of a value that folding leaves as it is, given as it lies in an arena, with its end. */
  codeOfPlain(bytes: Buffer, from: number, to: number): number {
    const known = this.plain.find(bytes, from, to);
    if (known === null) return this.findOrAdd(readFolded(bytes, from, to - 1));
    return known || this.addPlain(bytes, from, to);
  }

  /** The value's code, 0 when there is none. */
  find(value: string): number {
    const code = this.size > mostKnown ? this.findAmongMany(value) : null;
    if (code !== null) return code;
    this.known ??= this.index();
    return this.known.get(value) ?? 0;
  }

  text(code: number): string {
    const original = this.originals.get(code);
    if (original !== undefined) return original;
    return this.foldedText(code);
  }

  top(counts: Uint32Array, wish: CountWish): Picked {
    const { codes, distinct } = this.pick(counts, wish);
    const values = codes.map((code) => ({ value: this.text(code), count: counts[code] ?? 0 }));
    let others = 0;
    for (let code = 1; code < counts.length; code += 1) others += counts[code] ?? 0;
    for (const { count } of values) others -= count;
    return { values, distinct, others };
  }

  /** The codes of the values that are wanted, in order, and of how many they are the first. */
  pick(counts: Uint32Array, { limit, order, find }: CountWish) {
    const matching = find ? this.matching(find) : null;
    let codes: number[] = [];
    for (let code = 1; code < counts.length; code += 1) {
      if (counts[code] !== 0 && matching?.[code] !== 0) codes.push(code);
    }
    const distinct = codes.length;
    const ranks = this.ranks();
    const rank = (code: number) => ranks[code] ?? 0;
    const count = order === 'count' ? (code: number) => counts[code] ?? 0 : () => 0;
    // Only those that can be among the first are put in order: there may be a value per row.
    if (distinct > limit && order === 'count') {
      const least = Uint32Array.from(codes, count).toSorted().at(-limit) ?? 0;
      codes = codes.filter((code) => count(code) >= least);
    } else if (distinct > limit) {
      const last = Uint32Array.from(codes, rank).toSorted()[limit - 1] ?? 0;
      codes = codes.filter((code) => rank(code) <= last);
    }
    codes.sort((a, b) => count(b) - count(a) || rank(a) - rank(b));
    return { codes: codes.slice(0, limit), distinct };
  }

  parts(values: readonly string[]): Uint8Array {
    const parts = new Uint8Array(this.size).fill(values.length + 1);
    parts[0] = 0;
    values.forEach((value, i) => {
      const code = this.find(value);
      if (code > 0) parts[code] = i + 1;
    });
    return parts;
  }

  /** Kept until another pattern comes: the first rows of an answer are asked for before all of it. */
  matching(pattern: Pattern): Uint8Array {
    const key = JSON.stringify([pattern, this.size]);
    if (this.matched?.key !== key) {
      const hits = new Bitmap(this.size);
      this.folded.search(new BytePattern(pattern), hits);
      this.matched = { key, flags: hits.flags() };
    }
    return this.matched.flags;
  }

  present(): Uint8Array {
    if (this.filled?.length === this.size) return this.filled;
    const flags = new Uint8Array(this.size);
    this.folded.forEach((code, _bytes, from, to) => (flags[code] = to - from > 1 ? 1 : 0));
    this.filled = flags;
    return flags;
  }

  within(from: Bound | null, to: Bound | null): Uint8Array {
    const written = (code: number) => this.foldedText(code);
    return Uint8Array.from(this.numbers(), (value, code) =>
      isWithin(value, from, to, written, code) ? 1 : 0,
    );
  }

  /** By the folded value's code points, then by the value as it came. */
  ranks(): Uint32Array {
    if (this.ranked?.length === this.size) return this.ranked;
    const numbers = this.numbersFirst ? this.numbers() : null;
    const { entries, tied } = textOrder(
      this.folded,
      (code) => numbers === null || Number.isNaN(numbers[code]),
    );
    for (let start = 0; start < entries.length;) {
      let end = start + 1;
      while (tied[end] === 1) end += 1;
      if (end - start > 1) entries.subarray(start, end).sort((x, y) => this.compareOriginals(x, y));
      start = end;
    }
    const first = numbers ? this.inOrderOf(numbers) : entries.subarray(0, 0);
    const ranks = new Uint32Array(this.size);
    for (let i = 0; i < first.length; i += 1) ranks[first[i] ?? 0] = i + 1;
    for (let i = 0; i < entries.length; i += 1) ranks[entries[i] ?? 0] = first.length + i + 1;
    this.ranked = ranks;
    return ranks;
  }

  truncate(size: number): void {
    if (size >= this.size) return;
    for (const code of this.originals.keys()) if (code >= size) this.originals.delete(code);
    this.folded.truncate(size);
    this.plain.clear();
    this.known = null;
    this.changed = null;
    this.ranked = null;
    this.filled = null;
    this.matched = null;
  }

  /** Writes the values from code `first` up to `last`. */
  write(writer: BatchWriter, first: number, last = this.size): void {
    writer.uint32(first);
    writer.uint32(last - first);
    if (last === first) return;
    this.folded.write(writer, first, last);
    const originals: [number, string][] = [];
    for (let code = first; code < last; code += 1) {
      const original = this.originals.get(code);
      if (original !== undefined) originals.push([code, original]);
    }
    writer.json(originals);
  }

  read(reader: BatchReader): void {
    if (reader.uint32() !== this.size) damaged();
    const count = reader.uint32();
    if (count === 0) return;
    this.folded.read(reader, count);
    const originals = reader.json();
    if (!Array.isArray(originals)) damaged();
    for (const item of originals as unknown[]) {
      const [code, text] = Array.isArray(item) ? (item as unknown[]) : [];
      if (typeof code !== 'number' || typeof text !== 'string') damaged();
      this.originals.set(code, text);
    }
    this.known = null;
    this.changed = null;
  }

  /** The number that each value is, NaN where it is none. */
  private numbers(): Float64Array {
    const numbers = new Float64Array(this.size).fill(Number.NaN);
    this.folded.forEach((code, bytes, from, to) => {
      if (to > from) numbers[code] = numberAt(bytes, from, to - 1);
    });
    return numbers;
  }

  /** Codes with a number, in the order of these to the last digit; of one number by text. */
  private inOrderOf(numbers: Float64Array): Uint32Array {
    // What is no number stands last.
    const sorted = numbers.toSorted();
    let count = sorted.length;
    while (count > 0 && Number.isNaN(sorted[count - 1])) count -= 1;
    const ordered = new Uint32Array(count);
    /** By the place of the first of them, how many codes of one number have come. */
    const come = new Uint32Array(count);
    for (let code = 0; code < numbers.length; code += 1) {
      const value = numbers[code] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const first = firstNotBelow(sorted, count, value);
      const before = come[first] ?? 0;
      ordered[first + before] = code;
      come[first] = before + 1;
    }
    for (let first = 0; first < count; first += come[first] ?? 1) {
      const end = first + (come[first] ?? 1);
      if (end - first > 1) this.sortByDigits(ordered.subarray(first, end));
    }
    return ordered;
  }

  /** Codes whose numbers are the same as doubles. */
  private sortByDigits(codes: Uint32Array): void {
    const exact = new Map(Array.from(codes, (code) => [code, decimalOf(this.foldedText(code))]));
    codes.sort((a, b) => {
      const [left, right] = [exact.get(a), exact.get(b)];
      const difference = left && right ? compareDecimals(left, right) : 0;
      return difference || compareEntries(this.folded, a, b) || this.compareOriginals(a, b);
    });
  }

  private foldedText(code: number): string {
    const { bytes, from, to } = this.folded.slice(code);
    return to > from ? readFolded(bytes, from, to - 1) : '';
  }

  private findOrAdd(value: string): number {
    const known = this.find(value);
    if (known > 0) return known;
    const code = this.size;
    const folded = fold(value);
    this.folded.addValues([folded]);
    if (folded !== value) {
      this.originals.set(code, value);
      this.changed?.set(value, code);
    }
    this.plain.keepLast(true);
    this.remember(value, code);
    return code;
  }

  /** What `plain` was just asked for and has not. */
  private addPlain(bytes: Buffer, from: number, to: number): number {
    const code = this.size;
    this.folded.addBytes(bytes, from, to);
    this.plain.keepLast();
    if (this.known) this.remember(this.text(code), code);
    return code;
  }

  private remember(value: string, code: number): void {
    if (code === mostKnown) this.known = null;
    else this.known?.set(value, code);
  }

  /** By bytes, and only what folding changed by text; null where that would be too far to look. */
  private findAmongMany(value: string): number | null {
    const folded = fold(value);
    if (folded !== value) {
      if (!this.changed) {
        this.changed = new Map();
        for (const [code, text] of this.originals) this.changed.set(text, code);
      }
      return this.changed.get(value) ?? 0;
    }
    const bytes = entryOf(folded);
    return this.plain.find(bytes, 0, bytes.length);
  }

  private index(): Map<string, number> {
    const known = new Map<string, number>();
    for (let code = 1; code < this.size; code += 1) known.set(this.text(code), code);
    return known;
  }

  private compareOriginals(a: number, b: number): number {
    const left = this.text(a);
    const right = this.text(b);
    return left < right ? -1 : left > right ? 1 : 0;
  }
}

/** A folded value as it lies in an arena, with its end. */
function entryOf(folded: string): Buffer {
  const bytes = Buffer.allocUnsafe(maxBytes(folded.length) + 1);
  const end = writeFolded(folded, bytes, 0);
  bytes[end] = valueEnd;
  return bytes.subarray(0, end + 1);
}

/** The first place among the first `count` of ascending numbers that is not below `value`. */
function firstNotBelow(ascending: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
