import type { Arena } from './arena.ts';
import { byteOrder, elementEnd } from './folded-bytes.ts';

/** So many texts are fetched at once: they stay at hand until they are looked at. */
export const atOnce = 1024;
/** So many bytes come at once; what is fetched seldom begins where they do. */
const cacheLine = 64;
const nothing = Buffer.alloc(0);
/** No entry. */
const never = 0xffff_ffff;

/** Bytes in a key of 40 bits, and in one of 32. */
export const longKey = 5;
export const shortKey = 4;

/**
 * The first values of an arena's entries as numbers in their order, a few bytes at a time; of
 * entries that are there when it is made, and stay. Depths are in bytes.
 */
export class TextKeys {
  private readonly starts: Uint32Array;
  private readonly chunks: readonly Buffer[];
  /** The first entry of each chunk. */
  private readonly firsts: Uint32Array;
  /** The chunk of the first of every 256 entries. */
  private readonly rough: Uint16Array;
  private readonly fetched = { chunks: new Uint16Array(atOnce), starts: new Uint32Array(atOnce) };
  /** Where `at` was told to look. */
  bytes: Buffer = nothing;
  from = 0;

  constructor(arena: Arena) {
    const { starts, chunks } = arena.layout();
    this.starts = starts;
    this.chunks = chunks.map(({ bytes }) => bytes);
    this.firsts = Uint32Array.from(chunks, ({ first }) => first);
    this.rough = new Uint16Array((arena.entries >>> 8) + 1);
    let chunk = 0;
    for (let i = 0; i < this.rough.length; i += 1) {
      while ((this.firsts[chunk + 1] ?? never) <= i << 8) chunk += 1;
      this.rough[i] = chunk;
    }
  }

  /** Four bytes as a number in their order; zero from the text's end on. */
  short(entry: number, depth: number): number {
    return keyAt(this.bytesOf(entry), (this.starts[entry] ?? 0) + depth);
  }

  /** The same of five bytes. */
  long(entry: number, depth: number): number {
    const bytes = this.bytesOf(entry);
    const at = (this.starts[entry] ?? 0) + depth;
    const key = keyAt(bytes, at);
    return key * 256 + (hasEnd(key) ? 0 : (byteOrder[bytes[at + shortKey] ?? 0] ?? 0));
  }

  /** How many bytes two texts have in common from `depth` on, up to `most`; none of them an end. */
  shared(a: number, b: number, depth: number, most: number): number {
    const left = this.bytesOf(a);
    const right = this.bytesOf(b);
    const i = (this.starts[a] ?? 0) + depth;
    const j = (this.starts[b] ?? 0) + depth;
    let shared = 0;
    while (shared < most) {
      const byte = left[i + shared];
      if (byte !== right[j + shared] || byte === undefined || byte >= elementEnd) break;
      shared += 1;
    }
    return shared;
  }

  /** Compares two texts that are equal up to `depth`. */
  compare(a: number, b: number, depth: number): number {
    const shared = depth + this.shared(a, b, depth, Number.POSITIVE_INFINITY);
    const left = this.bytesOf(a)[(this.starts[a] ?? 0) + shared] ?? 0;
    const right = this.bytesOf(b)[(this.starts[b] ?? 0) + shared] ?? 0;
    return (byteOrder[left] ?? 0) - (byteOrder[right] ?? 0);
  }

  /** Sets `bytes` and `from` to where the text goes on from `depth`. */
  at(entry: number, depth: number): void {
    this.bytes = this.bytesOf(entry);
    this.from = (this.starts[entry] ?? 0) + depth;
  }

  /**
   * Has the processor fetch about 64 bytes from `depth` on of up to `atOnce` texts, all of them
   * together: otherwise each is waited for when it is looked at. Returns something that cannot be
   * told without.
   */
  fetch(entries: Uint32Array, from: number, to: number, depth: number): number {
    const { starts, chunks, fetched } = this;
    for (let i = from; i < to; i += 1) {
      const entry = entries[i] ?? 0;
      fetched.chunks[i - from] = this.chunkOf(entry);
      fetched.starts[i - from] = starts[entry] ?? 0;
    }
    let bytes = 0;
    for (let i = 0; i < to - from; i += 1) {
      const chunk = chunks[fetched.chunks[i] ?? 0] ?? nothing;
      const at = (fetched.starts[i] ?? 0) + depth;
      bytes ^= (chunk[at] ?? 0) ^ (chunk[at + cacheLine] ?? 0);
    }
    return bytes;
  }

  private bytesOf(entry: number): Buffer {
    return this.chunks[this.chunkOf(entry)] ?? nothing;
  }

  private chunkOf(entry: number): number {
    let chunk = this.rough[entry >>> 8] ?? 0;
    while ((this.firsts[chunk + 1] ?? never) <= entry) chunk += 1;
    return chunk;
  }
}

/** Whether the text of a key ends in it: all of one such key are the same. */
export function hasEnd(key: number): boolean {
  return (key & 0xff) === 0;
}

function keyAt(bytes: Buffer, at: number): number {
  const a = byteOrder[bytes[at] ?? 0] ?? 0;
  if (a === 0) return 0;
  const b = byteOrder[bytes[at + 1] ?? 0] ?? 0;
  if (b === 0) return (a << 24) >>> 0;
  const c = byteOrder[bytes[at + 2] ?? 0] ?? 0;
  if (c === 0) return ((a << 24) | (b << 16)) >>> 0;
  return ((a << 24) | (b << 16) | (c << 8) | (byteOrder[bytes[at + 3] ?? 0] ?? 0)) >>> 0;
}
