import type { Codes } from './code-list.ts';

/** Typed arrays that grow, for a value per row; `data` may be longer than `length`. */
export class Uint32List {
  data = new Uint32Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.data.length) this.reserve(1);
    this.data[this.length] = value;
    this.length += 1;
  }

  at(index: number): number {
    return this.data[index] ?? 0;
  }

  /** Makes room for `count` more, so that they can be written into `data`. */
  reserve(count: number): void {
    const wanted = this.length + count;
    if (wanted <= this.data.length) return;
    const grown = new Uint32Array(Math.max(wanted, Math.ceil(this.data.length * 1.5)));
    grown.set(this.data.subarray(0, this.length));
    this.data = grown;
  }

  /** Makes the length exactly this; what is new is zero. */
  resize(length: number): void {
    if (length > this.length) {
      this.reserve(length - this.length);
      this.data.fill(0, this.length, length);
    }
    this.length = length;
  }
}

/**
 * How many codes the first `rows` use, if codes are given in the order they come: the greatest + 1.
 * `known`: how many the first of them use.
 */
export function sizeOf(
  codes: { readonly data: Codes },
  rows: number,
  known = { rows: 0, size: 0 },
): number {
  const { data } = codes;
  let { size } = known;
  for (let row = known.rows; row < rows; row += 1) size = Math.max(size, (data[row] ?? 0) + 1);
  return size;
}

export class Float64List {
  data = new Float64Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.data.length) this.reserve(1);
    this.data[this.length] = value;
    this.length += 1;
  }

  at(index: number): number {
    return this.data[index] ?? 0;
  }

  reserve(count: number): void {
    const wanted = this.length + count;
    if (wanted <= this.data.length) return;
    const grown = new Float64Array(Math.max(wanted, Math.ceil(this.data.length * 1.5)));
    grown.set(this.data.subarray(0, this.length));
    this.data = grown;
  }
}
