import type { Bound, Pattern } from '../../../shared/query/query.ts';
import { damaged, type BatchReader, type BatchWriter } from './batch.ts';
import type { ValueCounts } from './column.ts';
import { Dictionary } from './dictionary.ts';
import type { ValueTable } from './value-table.ts';

/**
 * The distinct lists of a column, numbered from 1 in the order they came, the empty list among
 * them; 0 is null. A list matches when one of its elements does.
 */
export class ListTable implements ValueTable {
  readonly values: Dictionary;
  private readonly lists: number[][] = [[]];
  private readonly known = new Map<string, number>();

  constructor(values = new Dictionary()) {
    this.values = values;
  }

  get size(): number {
    return this.lists.length;
  }

  code(list: readonly string[]): number {
    return this.add(list.map((value) => this.values.code(value)));
  }

  /** An element counts once for each row, however often it is in the row's list. */
  top(counts: Uint32Array, limit: number): ValueCounts {
    const byElement = new Uint32Array(this.values.size);
    counts.forEach((count, code) => {
      if (count === 0) return;
      for (const element of new Set(this.lists[code])) {
        byElement[element] = (byElement[element] ?? 0) + count;
      }
    });
    return this.values.top(byElement, limit);
  }

  /** The elements of a list, as codes of `values`. */
  list(code: number): readonly number[] {
    return this.lists[code] ?? [];
  }

  texts(code: number): string[] {
    return this.list(code).map((element) => this.values.text(element));
  }

  matching(pattern: Pattern): Uint8Array {
    return this.anyOf(this.values.matching(pattern));
  }

  present(): Uint8Array {
    return Uint8Array.from(this.lists, (list) => (list.length > 0 ? 1 : 0));
  }

  within(from: Bound | null, to: Bound | null): Uint8Array {
    return this.anyOf(this.values.within(from, to));
  }

  /** Element by element; the empty list sorts as null. */
  ranks(): Uint32Array {
    const ranks = this.values.ranks();
    const codes = Array.from(this.lists.keys()).filter((code) => this.lists[code]?.length !== 0);
    codes.sort((a, b) => {
      const left = this.lists[a] ?? [];
      const right = this.lists[b] ?? [];
      const different = left.findIndex((element, i) => element !== right[i]);
      if (different < 0) return left.length - right.length;
      return (ranks[left[different] ?? 0] ?? 0) - (ranks[right[different] ?? 0] ?? 0);
    });
    const result = new Uint32Array(this.size);
    codes.forEach((code, index) => (result[code] = index + 1));
    return result;
  }

  /** Drops the lists from `size` on, and the values that only they have. */
  truncate(size: number): void {
    for (const [key, code] of this.known) if (code >= size) this.known.delete(key);
    this.lists.length = Math.min(this.lists.length, size);
    this.values.truncate(1 + Math.max(0, ...this.lists.map((list) => Math.max(0, ...list))));
  }

  write(writer: BatchWriter, first: number, firstValue: number): void {
    this.values.write(writer, firstValue);
    writer.uint32(first);
    writer.uint32(this.size - first);
    for (const list of this.lists.slice(first)) {
      writer.uint32(list.length);
      for (const element of list) writer.uint32(element);
    }
  }

  read(reader: BatchReader): void {
    this.values.read(reader);
    if (reader.uint32() !== this.size) damaged();
    const count = reader.count(4);
    for (let i = 0; i < count; i += 1) {
      const list = Array.from({ length: reader.count(4) }, () => reader.uint32());
      const code = this.size;
      if (list.some((element) => element === 0 || element >= this.values.size)) damaged();
      if (this.add(list) !== code) damaged();
    }
  }

  private add(list: number[]): number {
    const key = list.join();
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const code = this.size;
    this.lists.push(list);
    this.known.set(key, code);
    return code;
  }

  private anyOf(flags: Uint8Array): Uint8Array {
    return Uint8Array.from(this.lists, (list) =>
      list.some((element) => flags[element] === 1) ? 1 : 0,
    );
  }
}
