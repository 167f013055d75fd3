import type { RowSet } from '../event-index.ts';
import type { Codes } from './code-list.ts';

/** 32 that are all in a set. */
const all = 0xffff_ffff;

/** A set of numbers below `length`, a bit each. Bits past `length` are always zero. */
export class Bitmap implements RowSet {
  readonly length: number;
  readonly words: Uint32Array;
  private counted: number | null = null;

  constructor(length: number) {
    this.length = length;
    this.words = new Uint32Array((length + 31) >>> 5);
  }

  /** How many are in it. Counted once: to be asked only when nothing is added any more. */
  get size(): number {
    if (this.counted === null) {
      let size = 0;
      for (const word of this.words) size += bitsIn(word);
      this.counted = size;
    }
    return this.counted;
  }

  has(at: number): boolean {
    return at < this.length && (((this.words[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1;
  }

  add(at: number): void {
    const word = at >>> 5;
    this.words[word] = (this.words[word] ?? 0) | (1 << (at & 31));
  }

  remove(at: number): void {
    const word = at >>> 5;
    this.words[word] = (this.words[word] ?? 0) & ~(1 << (at & 31));
  }

  fill(): this {
    this.words.fill(all);
    return this.trim();
  }

  copy(): Bitmap {
    const copy = new Bitmap(this.length);
    copy.words.set(this.words);
    return copy;
  }

  /** How many are not in it, as it is now. */
  missing(): number {
    let size = 0;
    for (const word of this.words) size += bitsIn(word);
    return this.length - size;
  }

  /** Whether so few are in it, as it is now, that it does not pay to ask for those that are not. */
  isMostlyEmpty(): boolean {
    return this.missing() * 4 > this.length * 3;
  }

  /** The first that is not in it, from `at` on; `length` or more when all are. */
  nextMissing(at: number): number {
    const { words } = this;
    let word = at >>> 5;
    if (word >= words.length) return at;
    let bits = ~(words[word] ?? 0) & (-1 << (at & 31));
    while (bits === 0) {
      word += 1;
      if (word >= words.length) return word << 5;
      bits = ~(words[word] ?? 0);
    }
    return (word << 5) + 31 - Math.clz32(bits & -bits);
  }

  and(other: Bitmap): this {
    const { words } = this;
    for (let i = 0; i < words.length; i += 1) words[i] = (words[i] ?? 0) & (other.words[i] ?? 0);
    return this;
  }

  or(other: Bitmap): this {
    const { words } = this;
    for (let i = 0; i < words.length; i += 1) words[i] = (words[i] ?? 0) | (other.words[i] ?? 0);
    return this;
  }

  invert(): this {
    const { words } = this;
    for (let i = 0; i < words.length; i += 1) words[i] = ~(words[i] ?? 0);
    return this.trim();
  }

  /** Adds every row whose code has a flag. `codes` holds at least `length` of them. */
  addFlagged(codes: Codes, flags: Uint8Array): void {
    if (!flags.includes(1)) return;
    const { words, length } = this;
    for (let word = 0; word < words.length; word += 1) {
      const first = word << 5;
      const count = Math.min(32, length - first);
      let bits = words[word] ?? 0;
      if (bits === all) continue;
      for (let i = 0; i < count; i += 1) bits |= (flags[codes[first + i] ?? 0] ?? 0) << i;
      words[word] = bits;
    }
  }

  /** Adds every row whose code is in a set. `codes` holds at least `length` of them. */
  addCoded(codes: Codes, set: Bitmap): void {
    const { words, length } = this;
    const wanted = set.words;
    for (let word = 0; word < words.length; word += 1) {
      const first = word << 5;
      const count = Math.min(32, length - first);
      let bits = words[word] ?? 0;
      if (bits === all) continue;
      for (let i = 0; i < count; i += 1) {
        const code = codes[first + i] ?? 0;
        bits |= (((wanted[code >>> 5] ?? 0) >>> (code & 31)) & 1) << i;
      }
      words[word] = bits;
    }
  }

  /** Adds those with `from <= value < to`. */
  addBetween(values: Float64Array, from: number, to: number): void {
    const { words, length } = this;
    for (let word = 0; word < words.length; word += 1) {
      const first = word << 5;
      const count = Math.min(32, length - first);
      let bits = words[word] ?? 0;
      for (let i = 0; i < count; i += 1) {
        const value = values[first + i] ?? 0;
        if (value >= from && value < to) bits |= 1 << i;
      }
      words[word] = bits;
    }
  }

  /** A byte for each, 1 when it is in the set. */
  flags(): Uint8Array {
    const flags = new Uint8Array(this.length);
    this.forEach((at) => (flags[at] = 1));
    return flags;
  }

  forEach(visit: (at: number) => void): void {
    const { words } = this;
    for (let word = 0; word < words.length; word += 1) {
      let bits = words[word] ?? 0;
      while (bits !== 0) {
        const low = bits & -bits;
        visit((word << 5) + 31 - Math.clz32(low));
        bits ^= low;
      }
    }
  }

  /** Those below `length` that are not in it, as it is now. */
  forEachMissing(visit: (at: number) => void): void {
    const { words, length } = this;
    for (let word = 0; word < words.length; word += 1) {
      let bits = ~(words[word] ?? 0);
      while (bits !== 0) {
        const low = bits & -bits;
        const at = (word << 5) + 31 - Math.clz32(low);
        if (at < length) visit(at);
        bits ^= low;
      }
    }
  }

  /** How many of them have each code; codes are below `size`. */
  countCodes(codes: Codes, size: number): Uint32Array {
    const counts = new Uint32Array(size);
    const { words } = this;
    for (let word = 0; word < words.length; word += 1) {
      let bits = words[word] ?? 0;
      while (bits !== 0) {
        const low = bits & -bits;
        const code = codes[(word << 5) + 31 - Math.clz32(low)] ?? 0;
        counts[code] = (counts[code] ?? 0) + 1;
        bits ^= low;
      }
    }
    return counts;
  }

  private trim(): this {
    const rest = this.length & 31;
    const last = this.words.length - 1;
    if (rest !== 0) this.words[last] = (this.words[last] ?? 0) & ((1 << rest) - 1);
    return this;
  }
}

function bitsIn(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
