import type { Pattern } from '../../../shared/query/query.ts';
import { elementEnd, foldedBytes, valueEnd } from './folded-bytes.ts';

/**
 * Three ways to the next hit: bytes closer than `nearby` on average are found soonest by hand; others
 * by asking Node for one byte, which is memchr without a detour; and where more than `idle` of them
 * are no hit, by asking it for several at once, which takes three times as long to be begun.
 */
const nearby = 32;
const idle = 4;
/** So many are looked at by hand before that is asked again. */
const stretch = 1024;
/** Up to here Node searches for a first byte with memchr; longer needles it searches more slowly. */
const longestProbe = 7;

const commonFirst = foldedBytes(
  'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ eationsrlcdmpuhgbfyvkwxjzq_-.:0123456789',
);
/** How seldom a byte is, roughly, in Russian and in ids: the greater the better to look for. */
const seldom = new Uint8Array(256).fill(200);
commonFirst.forEach((byte, index) => (seldom[byte] = index < 33 ? index * 3 : 20 + index));
seldom[0x20] = 0;
seldom[valueEnd] = 10;

/** A pattern made ready for an arena. */
export class BytePattern {
  /** What must be found; empty when every value has to be looked at. */
  readonly needle: Buffer;
  /** How many bytes of the needle stand before the value: 1 when it begins with the value. */
  readonly lead: number;
  /** Whether a hit of the needle is not yet a match. */
  readonly verify: boolean;
  /** What stands between its wildcards; all of it occurs in whatever matches. */
  readonly pieces: readonly Buffer[];
  private readonly whole: boolean;
  /** The part of the needle that is looked for, beginning with its least common byte. */
  private readonly probe: Buffer;
  private readonly probeAt: number;
  /** The same, from an earlier byte on where it would be but one. */
  private readonly more: Buffer;
  /** How many bytes before the probe that begins. */
  private readonly moreBefore: number;
  /** Running means of how far apart such bytes are, and hits. */
  private apart = nearby;
  private hitsApart = nearby;

  constructor(pattern: Pattern) {
    this.pieces = pattern.pieces.map(foldedBytes);
    this.whole = pattern.whole;
    const [first = Buffer.alloc(0)] = this.pieces;
    const single = this.pieces.length === 1;
    const end = Buffer.of(valueEnd);
    if (single) {
      this.needle = this.whole ? Buffer.concat([end, first, end]) : first;
      this.lead = this.whole ? 1 : 0;
    } else if (this.whole && first.length > 0) {
      this.needle = Buffer.concat([end, first]);
      this.lead = 1;
    } else {
      this.needle = this.pieces.reduce((best, piece) =>
        piece.length > best.length ? piece : best,
      );
      this.lead = 0;
    }
    this.verify = !single;
    this.probeAt = leastCommon(this.needle);
    this.probe = this.needle.subarray(this.probeAt, this.probeAt + longestProbe);
    const isAlone = this.probe.length === 1 && this.probeAt > 0;
    const from = isAlone ? leastCommon(this.needle.subarray(0, this.probeAt)) : this.probeAt;
    this.more = this.needle.subarray(from, from + longestProbe);
    this.moreBefore = this.probeAt - from;
  }

  /** Whether a hit of the needle, wherever it lies in a value, is a match. */
  get isPlain(): boolean {
    return !this.verify && this.lead === 0 && this.needle.length > 0;
  }

  /** Where the needle next occurs from `from` on and before `end`, -1 when it does not. */
  find(bytes: Buffer, from: number, end: number): number {
    const { needle, probe, probeAt } = this;
    const byte = probe[0] ?? 0;
    const first = from + probeAt;
    const last = end - needle.length + probeAt;
    // A word that was typed one letter further is where it was before.
    if (bytes[first] === byte && first <= last && equalsAt(bytes, from, needle)) return from;
    for (let at = first; at <= last; at += 1) {
      const before = at;
      if (Math.max(this.hitsApart, at - first) > idle * this.apart) {
        at = this.nextOfMore(bytes, at);
      } else {
        if (this.apart >= nearby) at = bytes.indexOf(byte, at);
        else {
          const stop = Math.min(at + stretch, last + 1);
          while (at < stop && bytes[at] !== byte) at += 1;
          if (at === stop) at = bytes.indexOf(byte, at);
        }
        this.apart += (at - before - this.apart) / 16;
      }
      if (at < 0 || at > last) return -1;
      if (equalsAt(bytes, at - probeAt, needle)) {
        this.hitsApart += (at - first - this.hitsApart) / 16;
        return at - probeAt;
      }
    }
    return -1;
  }

  private nextOfMore(bytes: Buffer, at: number): number {
    const found = bytes.indexOf(this.more, at - this.moreBefore);
    return found < 0 ? -1 : found + this.moreBefore;
  }

  /** Whether any of the values between `from` and `to`, each with an end, matches. */
  matches(bytes: Buffer, from: number, to: number): boolean {
    // It says nothing of where values end: one pass over all of them will do.
    if (this.isPlain) return indexIn(bytes, this.needle, from, to) >= 0;
    let at = from;
    while (at < to) {
      const end = this.endOfValue(bytes, at);
      if (this.matchesValue(bytes, at, end)) return true;
      at = end + 1;
    }
    return false;
  }

  endOfValue(bytes: Buffer, at: number): number {
    let end = at;
    while (end < bytes.length && (bytes[end] ?? valueEnd) < elementEnd) end += 1;
    return end;
  }

  startOfValue(bytes: Buffer, at: number): number {
    let start = at;
    while (start > 0 && (bytes[start - 1] ?? valueEnd) < elementEnd) start -= 1;
    return start;
  }

  /** Whether the one value from `from` up to `to` matches. */
  matchesValue(bytes: Buffer, from: number, to: number): boolean {
    const { pieces, whole } = this;
    const last = pieces.length - 1;
    const [first] = pieces;
    if (!first) return false;
    if (whole && last === 0) return to - from === first.length && equalsAt(bytes, from, first);
    let at = from;
    let end = to;
    let index = 0;
    let stop = last + 1;
    if (whole) {
      const tail = pieces[last] ?? first;
      if (to - from < first.length + tail.length) return false;
      if (!equalsAt(bytes, from, first) || !equalsAt(bytes, to - tail.length, tail)) return false;
      at = from + first.length;
      end = to - tail.length;
      index = 1;
      stop = last;
    }
    for (; index < stop; index += 1) {
      const piece = pieces[index] ?? first;
      const found = indexIn(bytes, piece, at, end);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return true;
  }
}

function leastCommon(needle: Buffer): number {
  let best = 0;
  for (let i = 1; i < needle.length; i += 1) {
    if ((seldom[needle[i] ?? 0] ?? 0) > (seldom[needle[best] ?? 0] ?? 0)) best = i;
  }
  return best;
}

function indexIn(bytes: Buffer, piece: Buffer, from: number, to: number): number {
  const last = to - piece.length;
  if (piece.length === 0) return from <= to ? from : -1;
  const byte = piece[0];
  for (let at = from; at <= last; at += 1) {
    if (bytes[at] === byte && equalsAt(bytes, at, piece)) return at;
  }
  return -1;
}

function equalsAt(bytes: Buffer, at: number, piece: Buffer): boolean {
  if (at + piece.length > bytes.length) return false;
  for (let i = 0; i < piece.length; i += 1) if (bytes[at + i] !== piece[i]) return false;
  return true;
}
