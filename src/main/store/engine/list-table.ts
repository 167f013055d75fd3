import type { Bound, Pattern } from '../../../shared/query/query.ts';
import { damaged, type BatchReader, type BatchWriter } from './batch.ts';
import type { CountWish, Picked } from './column.ts';
import { Dictionary } from './dictionary.ts';
import { sizeOf, Uint32List } from './growable.ts';
import type { ValueTable } from './value-table.ts';

export interface ListMark {
  lists: number;
  values: number;
}

/**
 * The distinct lists of a column, numbered from 1 in the order they came, the empty list among
 * them; 0 is null. A list matches when one of its elements does.
 */
export class ListTable implements ValueTable {
  readonly values: Dictionary;
  /** Elements of all lists, one after another, as codes of `values`; and where each list ends. */
  private readonly flat = new Uint32List();
  private readonly ends = new Uint32List();
  /** Codes of lists by their elements; those of one element, which are many, by that. */
  private readonly known = new Map<string, number>();
  private readonly singles = new Uint32List();

  constructor(values = new Dictionary()) {
    this.values = values;
    this.ends.push(0);
  }

  get size(): number {
    return this.ends.length;
  }

  code(list: readonly string[]): number {
    return this.add(list.map((value) => this.values.code(value)));
  }

  /** The code of the list of this value alone; a code of `values`. */
  codeOfOne(value: number): number {
    return this.addOne(value);
  }

  /** An element counts once for each row, however often it is in the row's list. */
  top(counts: Uint32Array, wish: CountWish): Picked {
    const byElement = new Uint32Array(this.values.size);
    for (let code = 1; code < counts.length; code += 1) {
      const count = counts[code] ?? 0;
      if (count === 0) continue;
      const from = this.ends.at(code - 1);
      const to = this.ends.at(code);
      for (let i = from; i < to; i += 1) {
        const element = this.flat.at(i);
        const isFirst = to - from === 1 || this.flat.data.indexOf(element, from) === i;
        if (isFirst) byElement[element] = (byElement[element] ?? 0) + count;
      }
    }
    const { codes, distinct } = this.values.pick(byElement, wish);
    const picked = new Uint8Array(this.values.size);
    for (const code of codes) picked[code] = 1;
    const hasPicked = this.anyOf(picked);
    let others = 0;
    for (let code = 1; code < counts.length; code += 1) {
      const isEmpty = this.ends.at(code) === this.ends.at(code - 1);
      if (!isEmpty && hasPicked[code] === 0) others += counts[code] ?? 0;
    }
    const values = codes.map((code) => ({
      value: this.values.text(code),
      count: byElement[code] ?? 0,
    }));
    return { values, distinct, others };
  }

  parts(values: readonly string[]): Uint8Array {
    const ofValues = this.values.parts(values);
    const parts = new Uint8Array(this.size);
    for (let code = 1; code < parts.length; code += 1) {
      let part = 0;
      for (let i = this.ends.at(code - 1); i < this.ends.at(code); i += 1) {
        const one = ofValues[this.flat.at(i)] ?? 0;
        if (part === 0 || one < part) part = one;
      }
      parts[code] = part;
    }
    return parts;
  }

  /** The elements of a list, as codes of `values`. */
  list(code: number): Uint32Array {
    return this.flat.data.subarray(code === 0 ? 0 : this.ends.at(code - 1), this.ends.at(code));
  }

  texts(code: number): string[] {
    if (code === 0) return [];
    return Array.from(this.list(code), (element) => this.values.text(element));
  }

  matching(pattern: Pattern): Uint8Array {
    return this.anyOf(this.values.matching(pattern));
  }

  present(): Uint8Array {
    return Uint8Array.from({ length: this.size }, (_, code) =>
      code > 0 && this.ends.at(code) > this.ends.at(code - 1) ? 1 : 0,
    );
  }

  within(from: Bound | null, to: Bound | null): Uint8Array {
    return this.anyOf(this.values.within(from, to));
  }

  /** Element by element; the empty list sorts as null. */
  ranks(): Uint32Array {
    const ranks = this.values.ranks();
    const result = new Uint32Array(this.size);
    if (this.known.size === 0) {
      // Lists of one element are in the order of their elements.
      for (let code = 1; code < this.size; code += 1)
        result[code] = ranks[this.flat.at(code - 1)] ?? 0;
      return result;
    }
    const present = this.present();
    const codes = Uint32Array.from({ length: this.size }, (_, code) => code).filter(
      (code) => present[code] === 1,
    );
    codes.sort((a, b) => {
      const left = this.list(a);
      const right = this.list(b);
      const different = left.findIndex((element, i) => element !== right[i]);
      if (different < 0) return left.length - right.length;
      return (ranks[left[different] ?? 0] ?? 0) - (ranks[right[different] ?? 0] ?? 0);
    });
    for (let i = 0; i < codes.length; i += 1) result[codes[i] ?? 0] = i + 1;
    return result;
  }

  /** How many lists and values there are. */
  mark(): ListMark {
    return { lists: this.size, values: this.values.size };
  }

  /** How many there were when there were so many lists. */
  markAt(lists: number): ListMark {
    return { lists, values: Math.max(1, sizeOf(this.flat, this.ends.at(lists - 1))) };
  }

  /** Drops the lists from `size` on, and the values that only they have. */
  truncate(size: number): void {
    this.ends.length = Math.min(this.size, size);
    this.flat.length = this.ends.at(this.size - 1);
    const { values } = this.markAt(this.size);
    this.values.truncate(values);
    for (const [key, code] of this.known) if (code >= size) this.known.delete(key);
    this.singles.length = Math.min(this.singles.length, values);
    for (let value = 0; value < this.singles.length; value += 1) {
      if (this.singles.at(value) >= size) this.singles.data[value] = 0;
    }
  }

  write(writer: BatchWriter, from: ListMark, to: ListMark): void {
    this.values.write(writer, from.values, to.values);
    writer.uint32(from.lists);
    writer.uint32(to.lists - from.lists);
    for (let code = from.lists; code < to.lists; code += 1) {
      const list = this.list(code);
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

  private add(list: readonly number[]): number {
    const [only] = list;
    if (only !== undefined && list.length === 1) return this.addOne(only);
    const key = list.join();
    const known = this.known.get(key);
    if (known !== undefined) return known;
    for (const element of list) this.flat.push(element);
    const code = this.close();
    this.known.set(key, code);
    return code;
  }

  private addOne(element: number): number {
    const known = this.singles.at(element);
    if (known > 0 && element < this.singles.length) return known;
    if (element >= this.singles.length) this.singles.resize(element + 1);
    this.flat.push(element);
    const code = this.close();
    this.singles.data[element] = code;
    return code;
  }

  private close(): number {
    this.ends.push(this.flat.length);
    return this.size - 1;
  }

  private anyOf(flags: Uint8Array): Uint8Array {
    const result = new Uint8Array(this.size);
    for (let code = 1; code < result.length; code += 1) {
      for (let i = this.ends.at(code - 1); i < this.ends.at(code); i += 1) {
        if (flags[this.flat.at(i)] === 1) result[code] = 1;
      }
    }
    return result;
  }
}
