import { isHeld } from '../../shared/exact-json.ts';
import { endOfString } from '../../shared/json-text.ts';
import {
  isPlainKey,
  isPlainNumber,
  isPlainText,
  placeBelow,
  type Place,
} from '../../shared/masking.ts';
import { stringBytes, textOf } from '../byte-text.ts';
import type { Masker, SessionMasker } from './masker.ts';

/** Whether a person asked to see this field (`Place.field`). */
export type Revealed = (field: string) => boolean;

/**
 * JSON text with pseudonyms where something personal stood, everything else to the letter. The text
 * is walked and not parsed, so that digits past 2^53, key order and doubled keys stay, and without
 * recursion, however deep it is. Text that is no JSON becomes one pseudonym, as a JSON string.
 */
export function maskJson(text: string, root: Place, masker: Masker, revealed: Revealed): string {
  return walk(text, root, { valueOf: valueIn, nameOf: (value) => value, mask: masker }, revealed);
}

/** The same of text in bytes (byte-text.ts). */
export function maskBytes(
  text: string,
  root: Place,
  { bytes }: SessionMasker,
  revealed: Revealed,
): string {
  return walk(text, root, inBytes(bytes), revealed);
}

/** The same of JSON in bytes that this program has written itself. */
export function maskOwnBytes(
  json: string,
  root: Place,
  { bytes }: SessionMasker,
  revealed: Revealed,
): string {
  return new Walk(json, root, inBytes(bytes), revealed).run();
}

/** How strings of JSON are read. */
interface Reading {
  /** Of a literal, its quotes included. */
  valueOf: (literal: string) => string;
  /** A value as ordinary text. */
  nameOf: (value: string) => string;
  mask: Masker;
}

const inBytes = (mask: Masker): Reading => ({ valueOf: stringBytes, nameOf: textOf, mask });

function walk(text: string, root: Place, reading: Reading, revealed: Revealed): string {
  return isJson(text)
    ? new Walk(text, root, reading, revealed).run()
    : JSON.stringify(reading.mask(text));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

class Walk {
  readonly #text: string;
  readonly #reading: Reading;
  readonly #revealed: Revealed;
  /** The containers around, and their places. */
  readonly #around: { isObject: boolean; place: Place }[] = [];
  readonly #pieces: string[] = [];
  #copied = 0;
  /** Where the next value stands. */
  #place: Place;

  constructor(text: string, root: Place, reading: Reading, revealed: Revealed) {
    this.#text = text;
    this.#place = root;
    this.#reading = reading;
    this.#revealed = revealed;
  }

  run(): string {
    const text = this.#text;
    let at = 0;
    let key = false;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === 0x22) {
        const end = endOfString(text, at);
        if (key) this.#key(at, end);
        else this.#string(at, end);
        key = false;
        at = end;
      } else if (code === 0x7b || code === 0x5b) {
        key = code === 0x7b;
        this.#around.push({ isObject: key, place: this.#place });
        at += 1;
      } else if (code === 0x7d || code === 0x5d) {
        key = false;
        this.#around.pop();
        at += 1;
      } else if (code === 0x2c) {
        const container = this.#around.at(-1);
        key = container?.isObject ?? false;
        if (container && !key) this.#place = container.place;
        at += 1;
      } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
        const end = endOfNumber(text, at);
        this.#number(at, end);
        at = end;
      } else at += 1;
    }
    return this.#copied === 0 ? text : this.#pieces.join('') + text.slice(this.#copied);
  }

  #key(start: number, end: number): void {
    const container = this.#around.at(-1);
    const key = this.#value(start, end);
    if (container) this.#place = placeBelow(container.place, this.#reading.nameOf(key));
    if (!isPlainKey(key) && !this.#revealed(this.#place.field)) this.#replace(start, end, key);
  }

  #string(start: number, end: number): void {
    if (this.#place.stays) return;
    const value = this.#value(start, end);
    if (isPlainText(this.#place, value) || this.#revealed(this.#place.field)) return;
    this.#replace(start, end, value);
  }

  #number(start: number, end: number): void {
    const written = this.#text.slice(start, end);
    // A number that a double does not hold is a text everywhere but here.
    const isText = !isHeld(written);
    const isPlain = isText ? isPlainText(this.#place, written) : isPlainNumber(this.#place);
    if (isPlain || this.#revealed(this.#place.field)) return;
    this.#replace(start, end, isText ? written : String(Number(written)));
  }

  #replace(start: number, end: number, value: string): void {
    this.#pieces.push(this.#text.slice(this.#copied, start), `"${this.#reading.mask(value)}"`);
    this.#copied = end;
  }

  #value(start: number, end: number): string {
    return this.#reading.valueOf(this.#text.slice(start, end));
  }
}

function valueIn(literal: string): string {
  return literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
}

const number = /-?[\d.eE+-]+/y;

function endOfNumber(text: string, start: number): number {
  number.lastIndex = start;
  return start + (number.exec(text)?.[0].length ?? 1);
}
