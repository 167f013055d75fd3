/**
 * What stands where in a JSON object, told from its bytes in one pass that makes nothing of them.
 * Refuses whatever is not JSON to the letter, and what is unusual: white space between the parts,
 * keys with escapes, a known key twice, objects nested deep. Such an object is not wrong: it has to be
 * read with `JSON.parse`.
 */

/** What a value is. */
export const kinds = {
  absent: 0,
  /** A string that `JSON.stringify` would write the same. */
  string: 1,
  /** A string with escapes, all of which it would write, too. */
  escaped: 2,
  /** A string that it would write otherwise. */
  odd: 3,
  integer: 4,
  number: 5,
  null: 6,
  boolean: 7,
  list: 8,
  object: 9,
} as const;
export type Kind = (typeof kinds)[keyof typeof kinds];

/** Nested deeper, or with longer numbers, it is unusual. */
const deepest = 16;
const longestNumber = 100;
/** A double holds every number of so many characters, and of so many in its exponent. */
const heldLength = 15;
const heldPower = 2;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const ZERO = 0x30;
const SLASH = 0x2f;
const U = 0x75;

const shortEscapes = new Uint8Array(256);
for (const letter of '"\\bfnrt') shortEscapes[letter.charCodeAt(0)] = 1;
const hexDigits = new Uint8Array(256);
for (const digit of '0123456789abcdefABCDEF') hexDigits[digit.charCodeAt(0)] = 1;
const words = [
  { bytes: Buffer.from('null'), kind: kinds.null },
  { bytes: Buffer.from('true'), kind: kinds.boolean },
  { bytes: Buffer.from('false'), kind: kinds.boolean },
];

/** Reads one object after another; what it tells is of the last. */
export class ObjectBytes {
  /** Of each known field where its value begins and ends. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
  /** Of each field that is not known: where its key begins, its value, and where that ends. */
  readonly others: number[] = [];
  /** Whether a number that is no field's own value may have more digits than a double holds. */
  longNumbers = false;
  readonly #names: readonly Uint8Array[];
  #bytes: Uint8Array = new Uint8Array();
  #kind: Kind = kinds.absent;
  /** Whether the value that was read holds such a number. */
  #isLong = false;
  /** Objects of one service have their keys in one order. */
  #next = 0;

  constructor(names: readonly string[]) {
    this.#names = names.map((name) => Buffer.from(name));
    this.starts = new Int32Array(names.length);
    this.ends = new Int32Array(names.length);
    this.kinds = new Uint8Array(names.length);
  }

  /** Whether the bytes from `from` up to `to` are such an object. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    this.#bytes = bytes;
    this.#next = 0;
    this.kinds.fill(kinds.absent);
    this.others.length = 0;
    this.longNumbers = false;
    if (bytes[from] !== OPEN_OBJECT) return false;
    if (bytes[from + 1] === CLOSE_OBJECT) return from + 2 === to;
    for (let at = from + 1; ; at += 1) {
      const colon = bytes[at] === QUOTE ? this.#string(at) : -1;
      if (colon < 0 || this.#kind !== kinds.string || bytes[colon] !== COLON) return false;
      this.#isLong = false;
      const end = this.#value(colon + 1, 0);
      if (end < 0) return false;
      const field = this.#field(at + 1, colon - 1);
      if (this.#isLong && (field < 0 || this.#kind >= kinds.list)) this.longNumbers = true;
      if (field < 0) this.others.push(at, colon + 1, end);
      else if (this.kinds[field] !== kinds.absent) return false;
      else {
        this.starts[field] = colon + 1;
        this.ends[field] = end;
        this.kinds[field] = this.#kind;
      }
      if (bytes[end] !== COMMA) return bytes[end] === CLOSE_OBJECT && end + 1 === to;
      at = end;
    }
  }

  #field(from: number, to: number): number {
    const count = this.#names.length;
    for (let i = 0; i < count; i += 1) {
      const field = (this.#next + i) % count;
      if (this.#isName(this.#names[field], from, to)) {
        this.#next = field + 1;
        return field;
      }
    }
    return -1;
  }

  #isName(name: Uint8Array | undefined, from: number, to: number): boolean {
    if (name?.length !== to - from) return false;
    for (let i = 0; i < name.length; i += 1) {
      if (name[i] !== this.#bytes[from + i]) return false;
    }
    return true;
  }

  /** Where the value that begins here ends, and in `#kind` what it is; -1 where it is none. */
  #value(at: number, depth: number): number {
    const first = this.#bytes[at] ?? 0;
    if (first === QUOTE) return this.#string(at);
    if (first === OPEN_OBJECT || first === OPEN_LIST) return this.#container(at, first, depth + 1);
    if (first === MINUS || isDigit(first)) return this.#number(at);
    for (const { bytes, kind } of words) {
      if (this.#isName(bytes, at, at + bytes.length)) {
        this.#kind = kind;
        return at + bytes.length;
      }
    }
    return -1;
  }

  #container(open: number, first: number, depth: number): number {
    if (depth > deepest) return -1;
    const bytes = this.#bytes;
    const isList = first === OPEN_LIST;
    const close = isList ? CLOSE_LIST : CLOSE_OBJECT;
    let at = open;
    if (bytes[open + 1] === close) at = open + 1;
    else {
      do {
        at += 1;
        if (!isList) {
          at = bytes[at] === QUOTE ? this.#string(at) : -1;
          if (at < 0 || bytes[at] !== COLON) return -1;
          at += 1;
        }
        at = this.#value(at, depth);
        if (at < 0) return -1;
      } while (bytes[at] === COMMA);
      if (bytes[at] !== close) return -1;
    }
    this.#kind = isList ? kinds.list : kinds.object;
    return at + 1;
  }

  #string(open: number): number {
    const bytes = this.#bytes;
    let kind: Kind = kinds.string;
    for (let at = open + 1; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        this.#kind = kind;
        return at + 1;
      }
      if (byte < 0x20) return -1;
      if (byte !== BACKSLASH) continue;
      at += 1;
      const letter = bytes[at] ?? 0;
      if (shortEscapes[letter] === 1) kind = kind === kinds.odd ? kind : kinds.escaped;
      else if (letter === SLASH) kind = kinds.odd;
      else if (letter === U && this.#isHex(at + 1)) kind = kinds.odd;
      else return -1;
    }
    return -1;
  }

  #isHex(from: number): boolean {
    for (let at = from; at < from + 4; at += 1) {
      if (hexDigits[this.#bytes[at] ?? 0] !== 1) return false;
    }
    return true;
  }

  #number(from: number): number {
    const bytes = this.#bytes;
    let at = bytes[from] === MINUS ? from + 1 : from;
    const whole = at;
    at = this.#digits(at);
    if (at === whole || (bytes[whole] === ZERO && at > whole + 1)) return -1;
    let kind: Kind = kinds.integer;
    if (bytes[at] === POINT) {
      kind = kinds.number;
      const fraction = at + 1;
      at = this.#digits(fraction);
      if (at === fraction) return -1;
    }
    // The letter E, small or not.
    if (((bytes[at] ?? 0) | 0x20) === 0x65) {
      kind = kinds.number;
      const sign = bytes[at + 1] ?? 0;
      const power = at + (sign === MINUS || sign === 0x2b ? 2 : 1);
      at = this.#digits(power);
      if (at === power) return -1;
      if (at - power > heldPower) this.#isLong = true;
    }
    this.#kind = kind;
    if (at - from > heldLength) this.#isLong = true;
    return at - from > longestNumber ? -1 : at;
  }

  #digits(from: number): number {
    let at = from;
    while (isDigit(this.#bytes[at] ?? 0)) at += 1;
    return at;
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}
