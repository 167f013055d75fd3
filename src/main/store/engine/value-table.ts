import { compareDecimals, decimalOf, isDecimal } from '../../../shared/query/decimal.ts';
import { fold } from '../../../shared/query/fold.ts';
import type { Bound, Pattern } from '../../../shared/query/query.ts';
import type { Arena } from './arena.ts';
import type { Bitmap } from './bitmap.ts';
import type { CountWish, Picked } from './column.ts';
import { elementEnd, readFolded } from './folded-bytes.ts';

/**
 * What the codes of a column stand for; code 0 is null, and never has a flag. Questions are
 * answered once for each distinct value, and rows follow by their codes.
 */
export interface ValueTable {
  /** Codes are 0 up to this, which is outside. */
  readonly size: number;
  /** A flag for each code: 1 when it matches. */
  matching(pattern: Pattern): Uint8Array;
  present(): Uint8Array;
  within(from: Bound | null, to: Bound | null): Uint8Array;
  /** The place of each code in the order of values, from 1; 0 for what sorts as null. */
  ranks(): Uint32Array;
  /** Counts of codes as counts of values. */
  top(counts: Uint32Array, wish: CountWish): Picked;
  /**
   * Which of so many values each code has: 1 for the first of them up to their number, one more for
   * a value that is none of them, 0 for none. A code of several values has the first of them.
   */
  parts(values: readonly string[]): Uint8Array;
}

/** The number that a folded text wholly is, else NaN. */
function numberIn(text: string): number {
  return isDecimal(text) ? Number(text) : Number.NaN;
}

/** The same of a text in memory. */
export function numberAt(bytes: Buffer, from: number, to: number): number {
  // Most texts are told from numbers by their first byte, without being read.
  const isText = from >= to || (bytes[from] ?? 0) > 0x39;
  if (isText) return Number.NaN;
  const plain = plainNumberAt(bytes, from, to);
  return Number.isNaN(plain) ? numberIn(readFolded(bytes, from, to)) : plain;
}

/** So many digits are a whole number without loss, and 10 to that power is, too. */
const exactDigits = 15;
const tens = Array.from({ length: exactDigits + 1 }, (_, power) => 10 ** power);

/**
 * Of digits with at most one point among them, without making a text: NaN for everything else. The
 * quotient of two whole numbers that lose nothing is what reading the text gives, to the last bit.
 */
function plainNumberAt(bytes: Buffer, from: number, to: number): number {
  if (to - from > exactDigits) return Number.NaN;
  let digits = 0;
  let point = to;
  for (let i = from; i < to; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte === 0x2e && point === to && i > from) point = i;
    else if (byte >= 0x30 && byte <= 0x39) digits = digits * 10 + (byte - 0x30);
    else return Number.NaN;
  }
  return point === to ? digits : digits / (tens[to - point - 1] ?? Number.NaN);
}

/** Whether any of these texts, as they came, is a number between the bounds. */
export function someWithin(
  texts: readonly string[],
  from: Bound | null,
  to: Bound | null,
): boolean {
  return texts.some((text) => {
    const folded = fold(text);
    return isWithin(numberIn(folded), from, to, () => folded, 0);
  });
}

/** Never true of NaN. Where it is the bound as a double, its text decides: `written(at)`. */
export function isWithin(
  value: number,
  from: Bound | null,
  to: Bound | null,
  written: (at: number) => string,
  at: number,
): boolean {
  if (Number.isNaN(value)) return false;
  if (from && !isInside(value - from.value || beside(written(at), from), from)) return false;
  return !to || isInside(to.value - value || -beside(written(at), to), to);
}

/** `ahead`: how far a number is on the side of a bound where it lies within. */
function isInside(ahead: number, { inclusive }: Bound): boolean {
  return ahead > 0 || (inclusive && ahead === 0);
}

/** On which side of a bound the number is, told by its digits. */
function beside(written: string, bound: Bound): number {
  if (written === bound.written) return 0;
  return compareDecimals(decimalOf(written), decimalOf(bound.written));
}

/** Adds every entry that has a number between among its values. */
export function addNumbers(arena: Arena, from: Bound | null, to: Bound | null, hits: Bitmap): void {
  arena.forEach((entry, bytes, start, end) => {
    if (hasNumber(bytes, start, end, from, to)) hits.add(entry);
  });
}

/** Whether any of the values between `start` and `end` is a number between the bounds. */
export function hasNumber(
  bytes: Buffer,
  start: number,
  end: number,
  from: Bound | null,
  to: Bound | null,
): boolean {
  let at = start;
  for (let i = start; i < end; i += 1) {
    if ((bytes[i] ?? 0) < elementEnd) continue;
    const value = numberAt(bytes, at, i);
    if (!Number.isNaN(value) && isWithin(value, from, to, textIn(bytes, at), i)) return true;
    at = i + 1;
  }
  return false;
}

/** Reads the text that begins here. */
function textIn(bytes: Buffer, from: number): (to: number) => string {
  return (to) => readFolded(bytes, from, to);
}
