import { byteOrder, elementEnd } from './folded-bytes.ts';
import type { TextKeys } from './text-keys.ts';

/** Texts of so many entries are looked at, so many bytes of each. */
const samples = 4096;
const sampledBytes = 64;
/** What may follow, for each of so many beginnings of two bytes. */
const contexts = 4096;
const symbols = 256;
/** Shares of a context's part, of which each symbol has one at least. */
const shares = 4096;
/** All bytes as they are ordered. */
const inOrder = Array.from({ length: symbols }, (_, byte) => byte).toSorted(
  (a, b) => (byteOrder[a] ?? 0) - (byteOrder[b] ?? 0),
);
/** The parts where nothing is known of what follows. */
const even = new Uint32Array(symbols);
inOrder.forEach((byte, i) => {
  even[byte] = (i << 20) | (shares / symbols);
});
/** Half of a key is the upper bits of 48: doubles have no room for all of it and what is rounded. */
const halfBits = 26;
const half = 2 ** halfBits;
const whole = 2 ** 48;
const least = whole / half;
export const roughBits = 2 * halfBits;

/**
 * Numbers of `roughBits` bits in the order of texts, equal for as few of them as can be: every byte
 * has a part of the range as wide as it is frequent after the two before it, as in arithmetic
 * coding. Thirty letters and more go into such a number, so that texts read once, one after another,
 * are nearly all in order; reading four bytes of each time and again means to fetch each from
 * anywhere.
 */
export class RoughKeys {
  private readonly texts: TextKeys;
  /** For each context and byte where its part begins, and 16 bits lower how many shares it has. */
  private readonly parts = new Uint32Array(contexts * symbols);

  /** Learns from some of the entries how they go on from `depth`. */
  constructor(texts: TextKeys, entries: Uint32Array, depth: number) {
    this.texts = texts;
    const counts = new Uint32Array(contexts * symbols);
    const totals = new Uint32Array(contexts);
    const step = Math.max(1, Math.floor(entries.length / samples));
    for (let i = 0; i < entries.length; i += step) {
      texts.at(entries[i] ?? 0, depth);
      const { bytes, from } = texts;
      let context = 0;
      for (let at = from; at < from + sampledBytes; at += 1) {
        const byte = bytes[at] ?? 0;
        const place = context * symbols + byte;
        counts[place] = (counts[place] ?? 0) + 1;
        totals[context] = (totals[context] ?? 0) + 1;
        if (byte >= elementEnd) break;
        context = after(context, byte);
      }
    }
    for (let context = 0; context < contexts; context += 1) {
      const total = totals[context] ?? 0;
      if (total === 0) {
        this.parts.set(even, context * symbols);
        continue;
      }
      let begin = 0;
      for (const byte of inOrder) {
        const place = context * symbols + byte;
        const frequency = (counts[place] ?? 0) / total;
        const share = 1 + Math.floor(frequency * (shares - symbols));
        this.parts[place] = (begin << 16) | share;
        begin += share;
      }
    }
  }

  /** The key of a text from `depth` on. */
  of(entry: number, depth: number): number {
    const { texts, parts } = this;
    texts.at(entry, depth);
    const { bytes } = texts;
    let at = texts.from;
    let key = 0;
    let low = 0;
    let range = whole;
    let context = 0;
    for (let halves = 0; halves < 2; halves += 1) {
      while (range >= least) {
        const byte = bytes[at] ?? 0;
        const part = parts[context * symbols + byte] ?? 0;
        // Ends are before everything: their part would begin here.
        if (byte >= elementEnd) range = 0;
        else {
          // Whole numbers all the way: no part may reach into the next.
          const unit = Math.floor(range / shares);
          low += unit * (part >>> 16);
          range = unit * (part & 0xffff);
          context = after(context, byte);
          at += 1;
        }
      }
      // The lower half may reach beyond its bits: then one is carried.
      const upper = Math.floor(low / least);
      key = key * half + upper;
      low = (low - upper * least) * half;
      range *= half;
    }
    return key;
  }
}

/** The context of two bytes: that of the one before, and this one. */
function after(context: number, byte: number): number {
  return ((context << 6) ^ (byte * 0x9e5)) & (contexts - 1);
}
