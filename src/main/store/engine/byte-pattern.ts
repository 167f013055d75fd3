import type { Pattern } from '../../../shared/query/query.ts';
import { elementEnd, foldedBytes, valueEnd } from './folded-bytes.ts';

/** How far a hit is looked for by hand before the native search is called, which costs more at first. */
const nearby = 64;

/** A pattern made ready for an arena. */
export class BytePattern {
  /** What is searched for; empty when every value has to be looked at. */
  readonly needle: Buffer;
  /** How many bytes of the needle stand before the value: 1 when it begins with the value. */
  readonly lead: number;
  /** Whether a hit of the needle is not yet a match. */
  readonly verify: boolean;
  private readonly pieces: Buffer[];
  private readonly whole: boolean;

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
  }

  /** Where the needle next occurs, -1 when it does not. */
  find(bytes: Buffer, from: number): number {
    const { needle } = this;
    const first = needle[0];
    const stop = Math.min(from + nearby, bytes.length - needle.length + 1);
    for (let i = from; i < stop; i += 1) {
      if (bytes[i] === first && equalsAt(bytes, i, needle)) return i;
    }
    return stop < from + nearby ? -1 : bytes.indexOf(needle, stop);
  }

  /** Whether any of the values between `from` and `to`, each with an end, matches. */
  matches(bytes: Buffer, from: number, to: number): boolean {
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
    const view = bytes.subarray(0, end);
    for (; index < stop; index += 1) {
      const piece = pieces[index] ?? first;
      const found = piece.length === 0 ? at : view.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return true;
  }
}

function equalsAt(bytes: Buffer, at: number, piece: Buffer): boolean {
  if (at + piece.length > bytes.length) return false;
  for (let i = 0; i < piece.length; i += 1) if (bytes[at + i] !== piece[i]) return false;
  return true;
}
