import { fold } from '../../../shared/query/fold.ts';

/**
 * How folded texts lie in memory: UTF-8, except that each of а…я takes one byte, one of those that
 * no folded text needs (ASCII capitals) or no UTF-8 has. That halves Russian, and keeps what makes
 * UTF-8 searchable: a character's bytes occur nowhere inside another character.
 */
const letterBytes = Uint8Array.from([
  ...Array.from({ length: 26 }, (_, i) => 0x41 + i),
  0xc0,
  0xc1,
  0xf5,
  0xf6,
  0xf7,
  0xf8,
]);
const firstLetter = 0x430;

/** Ends a value. Never a byte of a text. */
export const valueEnd = 0xff;
/** Ends an element of a value that is a list. Never a byte of a text. */
export const elementEnd = 0xfe;

/** No folded text of `length` UTF-16 code units takes more bytes. */
export function maxBytes(length: number): number {
  return length * 3;
}

/** Writes a folded text and returns where it ends. There must be room for `maxBytes`. */
export function writeFolded(text: string, into: Uint8Array, at: number): number {
  let to = at;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) into[to++] = unit;
    else if (unit >= firstLetter && unit < firstLetter + 32) {
      into[to++] = letterBytes[unit - firstLetter] ?? 0;
    } else if (unit < 0x800) {
      into[to++] = 0xc0 | (unit >> 6);
      into[to++] = 0x80 | (unit & 63);
    } else if (unit < 0xd800 || unit >= 0xe000) {
      into[to++] = 0xe0 | (unit >> 12);
      into[to++] = 0x80 | ((unit >> 6) & 63);
      into[to++] = 0x80 | (unit & 63);
    } else {
      const code = text.codePointAt(i) ?? 0;
      i += 1;
      into[to++] = 0xf0 | (code >> 18);
      into[to++] = 0x80 | ((code >> 12) & 63);
      into[to++] = 0x80 | ((code >> 6) & 63);
      into[to++] = 0x80 | (code & 63);
    }
  }
  return to;
}

/**
 * Writes `fold(text)` without making it, which is most of what adding an event costs. Returns where
 * it ends, or -1 when the text has a character that is not ASCII, Russian or usual punctuation.
 */
export function writePlain(text: string, into: Uint8Array, at: number): number {
  let to = at;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    const byte = plainBytes[unit] ?? 0;
    if (byte > 0) into[to++] = byte;
    else if (isDash(unit)) {
      into[to++] = 0xe2;
      into[to++] = 0x80;
      into[to++] = 0x80 | (unit & 63);
    } else if (unit === 0xab || unit === 0xbb) {
      into[to++] = 0xc2;
      into[to++] = unit;
    } else return -1;
  }
  return to;
}

/** – and —, ‘ to ‟: as they are when folded. */
function isDash(unit: number): boolean {
  return unit === 0x2013 || unit === 0x2014 || (unit >= 0x2018 && unit <= 0x201f);
}

/** The one byte that a character is when folded, 0 where it is not one. */
const plainBytes = new Uint8Array(0x452);
for (let unit = 1; unit < plainBytes.length; unit += 1) {
  if (unit > 0x7f && unit < 0x400) continue;
  const letter = fold(String.fromCharCode(unit)).charCodeAt(0);
  if (letter < 0x80) plainBytes[unit] = letter;
  else if (letter >= firstLetter && letter < firstLetter + 32 && isRussian(unit)) {
    plainBytes[unit] = letterBytes[letter - firstLetter] ?? 0;
  }
}

function isRussian(unit: number): boolean {
  return unit === 0x401 || unit === 0x451 || (unit >= 0x410 && unit <= 0x44f);
}

export function foldedBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafe(maxBytes(text.length));
  return bytes.subarray(0, writeFolded(text, bytes, 0));
}

const letterOf = new Map(Array.from(letterBytes, (byte, i) => [byte, firstLetter + i]));

/** Whether a byte is the same character in UTF-8 and in a folded text, where folding leaves it. */
export function isPlain(byte: number): boolean {
  return byte < 0x80 && !(byte >= 0x41 && byte <= 0x5a);
}

function arePlain(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (!isPlain(bytes[i] ?? 0)) return false;
  return true;
}

/** The folded text in `bytes`; damaged bytes read as U+FFFD. */
export function readFolded(bytes: Buffer, from: number, to: number): string {
  if (arePlain(bytes, from, to)) return bytes.toString('latin1', from, to);
  const utf8 = Buffer.allocUnsafe((to - from) * 2);
  let at = 0;
  for (let i = from; i < to; i += 1) {
    const byte = bytes[i] ?? 0;
    const letter = letterOf.get(byte);
    if (letter === undefined) utf8[at++] = byte;
    else {
      utf8[at++] = 0xc0 | (letter >> 6);
      utf8[at++] = 0x80 | (letter & 63);
    }
  }
  return utf8.toString('utf8', 0, at);
}

/**
 * Where each byte stands in code-point order: а…я between U+03FF (0xcf …) and U+0450 (0xd1 …).
 * The ends stand below everything, so that the shorter of two texts comes first.
 */
export const byteOrder = orderOfBytes();

function orderOfBytes(): Uint8Array {
  const others = Array.from({ length: 254 }, (_, byte) => byte).filter(
    (byte) => !letterOf.has(byte),
  );
  const cyrillic = others.indexOf(0xd0);
  const sequence = [...others.slice(0, cyrillic), ...letterBytes, ...others.slice(cyrillic)];
  const order = new Uint8Array(256);
  sequence.forEach((byte, index) => (order[byte] = index + 1));
  return order;
}
