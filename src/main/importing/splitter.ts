import { isUtf8 } from 'node:buffer';
import { Failed } from '../../shared/errors.ts';
import { maxDepth } from '../connectors/kit/verbatim.ts';

/** One element of a file, to the letter. `problem` says why it cannot be an event. */
export interface Piece {
  text: string;
  /** Line of the file on which it begins, from 1. */
  line: number;
  problem: 'incomplete' | 'not-json' | 'too-deep' | 'not-utf8' | null;
}

/**
 * Reads a whole line, without its end and whatever comes before it, to something of its own; null: it
 * is to be cut into elements like anything else.
 */
export type ReadLine<T> = (line: Buffer, number: number) => T | null;

/** Far more than an event is: read as JSON it can take forty times as much memory. */
export const maxElementBytes = 16 * 1024 * 1024;

/** Lists of API answers that hold elements; an object with an id of its own is no answer. */
const listKeys: ReadonlySet<string> = new Set(['data', 'auditEvents']);
const idKeys: ReadonlySet<string> = new Set(['id', 'eventId']);
const longestKey = 'auditEvents'.length;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const NEWLINE = 0x0a;

/**
 * Cuts JSON of any layout into its elements without interpreting them: values one after another
 * (NDJSON included), the elements of an array, the elements of an answer's list. Works on bytes and
 * over chunk borders with no more memory than one element takes, so that a file of any size can be
 * read; a byte above 0x7f is never a bracket or quote, so characters cannot be cut.
 *
 * Where the file proves to hold a value a line, a broken line costs that line only.
 */
export class Splitter<T = never> {
  readonly #readLine: ReadLine<T> | null;
  #out: (Piece | T)[] = [];
  #line = 1;
  /** null until the first line has ended. */
  #byLine: boolean | null = null;
  #lastByte = -1;
  /** Whether the line has begun in an earlier chunk. */
  #isInLine = false;
  /** Up to here this chunk is empty lines: not looked at again and again. */
  #blank = 0;

  #depth = 0;
  /** Depths at which elements lie: 0 for the file, then for each list that was entered. */
  #levels: number[] = [0];
  #inString = false;
  #escaped = false;
  #inJunk = false;

  /** The open element: where it begins in this chunk, and what came in earlier chunks. */
  #start = -1;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #startLine = 1;
  #tooDeep = false;

  /** In an object at element level: the key that was read, and whether one is being read. */
  #key = '';
  #expectsKey = false;
  #inKey = false;
  #hasId = false;

  /** `readLine` is asked first, where the file has proved to hold a value a line. */
  constructor(readLine: ReadLine<T> | null = null) {
    this.#readLine = readLine;
  }

  /** Takes the next bytes and returns the elements that ended in them. */
  push(chunk: Buffer): (Piece | T)[] {
    this.#blank = 0;
    for (let at = this.#lines(chunk, 0); at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === NEWLINE) {
        this.#newline(chunk, at);
        at = this.#lines(chunk, at + 1) - 1;
      } else if (this.#inJunk) continue;
      else if (this.#inString) this.#string(chunk, at, byte);
      else if (!isSpace(byte)) this.#token(chunk, at, byte);
    }
    this.#hold(chunk);
    this.#isInLine = chunk.length > 0 ? chunk.at(-1) !== NEWLINE : this.#isInLine;
    return this.#taken();
  }

  /** Whether there was nothing but white space so far. */
  get isBlank(): boolean {
    return this.#lastByte < 0;
  }

  /** The file has ended: what is still open is incomplete. */
  end(): (Piece | T)[] {
    this.#cut(Buffer.alloc(0), 0);
    return this.#taken();
  }

  #taken(): (Piece | T)[] {
    const pieces = this.#out;
    this.#out = [];
    return pieces;
  }

  /** Has the lines from `from` on read that can be; returns where the first other one begins. */
  #lines(chunk: Buffer, from: number): number {
    if (!this.#readLine || !this.#byLine || (from === 0 && this.#isInLine)) return from;
    let at = from;
    for (let end = chunk.indexOf(NEWLINE, at); end >= 0; end = chunk.indexOf(NEWLINE, at)) {
      const read = this.#readLine(chunk.subarray(at, end), this.#line);
      if (read === null) return at;
      this.#out.push(read);
      this.#line += 1;
      at = end + 1;
    }
    return at;
  }

  #newline(chunk: Buffer, at: number): void {
    if (this.#byLine === null) {
      this.#byLine = this.#endsValue(this.#byteBefore(chunk, at));
      this.#blank = this.#byLine === null ? at : 0;
    }
    if (this.#byLine || this.#inJunk) this.#cut(chunk, at);
    this.#line += 1;
  }

  /** Whether the first line proves that each holds a value; null: it was empty and proves nothing. */
  #endsValue(last: number): boolean | null {
    if (last < 0) return null;
    return this.#depth === 0 || !'{[,:'.includes(String.fromCharCode(last));
  }

  /** The last byte before `at` that is not white space, below 0 where there is none. */
  #byteBefore(chunk: Buffer, at: number): number {
    for (let back = at - 1; back >= this.#blank; back -= 1) {
      const byte = chunk[back] ?? 0;
      if (!isSpace(byte)) return byte;
    }
    return this.#lastByte;
  }

  /** Ends the line or file here, whatever is open, and begins anew. */
  #cut(chunk: Buffer, at: number): void {
    const open = this.#depth > 0 || this.#inString;
    if (this.#start < 0) this.#startLine = this.#line;
    if (this.#inJunk) this.#emit(chunk, at, 'not-json');
    else if (open) this.#emit(chunk, at, 'incomplete');
    this.#depth = 0;
    this.#levels = [0];
    this.#inString = false;
    this.#escaped = false;
    this.#inJunk = false;
    this.#expectsKey = false;
    this.#inKey = false;
  }

  #string(chunk: Buffer, at: number, byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) {
      this.#inString = false;
      this.#inKey = false;
      if (this.#depth === this.#level) this.#emit(chunk, at + 1, 'not-json');
    } else if (this.#inKey && this.#key.length <= longestKey) {
      this.#key += String.fromCharCode(byte);
    }
  }

  #token(chunk: Buffer, at: number, byte: number): void {
    const atLevel = this.#depth === this.#level;
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#open(at, byte, atLevel);
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.#close(chunk, at, byte, atLevel);
    else if (byte === QUOTE) this.#quote(at, atLevel);
    else if (byte === COMMA) this.#comma(chunk, at, atLevel);
    else if (byte === COLON) this.#expectsKey = false;
    else if (atLevel && this.#start < 0) this.#begin(at, this.#levels.length === 1);
  }

  get #level(): number {
    return this.#levels.at(-1) ?? 0;
  }

  #begin(at: number, isJunk: boolean): void {
    this.#start = at;
    this.#startLine = this.#line;
    this.#inJunk = isJunk;
    this.#tooDeep = false;
  }

  #open(at: number, byte: number, atLevel: boolean): void {
    this.#depth += 1;
    const isList = byte === OPEN_LIST;
    const isFileList = isList && this.#depth === 1;
    // An object one of whose lists was entered is an answer, whatever else is in it.
    const isAnswer = this.#start < 0 || !this.#hasId;
    const inAnswer = this.#depth === this.#level + 2 && !this.#expectsKey && isAnswer;
    if (isFileList || (isList && inAnswer && listKeys.has(this.#key))) {
      this.#drop();
      this.#levels.push(this.#depth);
    } else if (atLevel) {
      if (this.#start < 0) this.#begin(at, false);
      this.#expectsKey = !isList;
      this.#hasId = false;
      this.#key = '';
    } else if (this.#depth - this.#level > maxDepth) {
      this.#tooDeep = true;
    }
  }

  #close(chunk: Buffer, at: number, byte: number, atLevel: boolean): void {
    if (this.#depth === 0) {
      this.#begin(at, true);
      return;
    }
    if (atLevel) {
      // The end of a list that was entered; a bare value may still be open in it.
      if (this.#start >= 0) this.#emit(chunk, at, 'not-json');
      this.#levels.pop();
      this.#key = '';
    }
    this.#depth -= 1;
    if (this.#depth !== this.#level || this.#start < 0) return;
    this.#emit(chunk, at + 1, byte === CLOSE_OBJECT ? null : 'not-json');
  }

  #quote(at: number, atLevel: boolean): void {
    this.#inString = true;
    if (atLevel && this.#start < 0) this.#begin(at, false);
    else if (this.#expectsKey && this.#depth === this.#level + 1) {
      this.#hasId ||= idKeys.has(this.#key);
      this.#key = '';
      this.#inKey = true;
    }
  }

  #comma(chunk: Buffer, at: number, atLevel: boolean): void {
    if (atLevel && this.#start >= 0) this.#emit(chunk, at, 'not-json');
    if (this.#depth === this.#level + 1) this.#expectsKey = true;
  }

  /** Keeps what this chunk has of the open element for the next one. */
  #hold(chunk: Buffer): void {
    this.#lastByte = this.#byteBefore(chunk, chunk.length);
    if (this.#start < 0) return;
    this.#held.push(Buffer.from(chunk.subarray(this.#start)));
    this.#heldBytes += chunk.length - this.#start;
    this.#start = 0;
    if (this.#heldBytes > maxElementBytes) {
      throw new Failed('file.too-large', { line: this.#startLine });
    }
  }

  #drop(): void {
    this.#start = -1;
    this.#held = [];
    this.#heldBytes = 0;
  }

  #emit(chunk: Buffer, end: number, problem: Piece['problem']): void {
    const here = chunk.subarray(Math.max(this.#start, 0), this.#start < 0 ? 0 : end);
    const bytes = this.#held.length === 0 ? here : Buffer.concat([...this.#held, here]);
    const bad = isUtf8(bytes) ? (this.#tooDeep && 'too-deep') || problem : 'not-utf8';
    // Bytes that are no UTF-8 are kept one character a byte, so that none is lost.
    const text = bytes.toString(bad === 'not-utf8' ? 'latin1' : 'utf8');
    this.#out.push({ text, line: this.#startLine, problem: bad });
    this.#drop();
    this.#tooDeep = false;
  }
}

/** JSON's own; any other control character is no part of it. */
function isSpace(byte: number): boolean {
  return byte <= 0x20 && (byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09);
}
