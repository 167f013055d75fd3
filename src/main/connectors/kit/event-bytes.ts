import { parseInstant } from '../../../shared/instant.ts';
import { kinds, ObjectBytes } from './object-bytes.ts';

/** An event as the bytes that `JSON.stringify` makes of it; they lie among others. */
export interface LineEvent {
  id: string;
  mapped: Buffer;
}

/**
 * Reads one vendor object from its UTF-8 without making an object of it: the very same event that
 * `read` gives, or null for one that is unusual or wrong, which is to be read by that.
 */
export type LineReader = (line: Buffer) => LineEvent | null;

/** Bytes for the events of some hundred lines; nobody holds on to them for long. */
const roomBytes = 2 ** 20;
/** What the parts between the fields take, and how much longer than in the line numbers can get. */
const partsBytes = 1024;
const growth = 8;
/** Below this many bytes a loop is quicker than a call. */
const short = 24;

/** Keys at the top by which a line is more than one vendor object, or none at all. */
const foreignKeys = ['data', 'auditEvents', 'raw'];

const NULL = Buffer.from('null');
const nothing = new Uint8Array();
const QUOTE = 0x22;

/**
 * Writes an event as `JSON.stringify` writes a `MappedEvent`, out of the bytes of a vendor object: most
 * strings are copied as they are. A field that is not as the connector's `read` wants it, or that it
 * would read in a way of its own, makes `refused` true, and the object has to be read by that.
 */
export class EventBytes {
  refused = false;
  readonly object: ObjectBytes;
  readonly #parts: readonly Uint8Array[];
  #line: Buffer = NULL;
  #out = Buffer.allocUnsafe(roomBytes);
  #from = 0;
  #at = 0;

  /**
   * `names`: of the fields that are asked for by their numbers. `template`: what is the same in the
   * JSON of all events, with `#` in the places of fields.
   */
  constructor(names: readonly string[], template: string) {
    this.object = new ObjectBytes([...names, ...foreignKeys]);
    this.#parts = template.split('#').map((part) => new Uint8Array(Buffer.from(part)));
  }

  /** Whether the line is one such object and nothing else; if so its event is begun. */
  begin(line: Buffer): boolean {
    const { kinds: kindOf } = this.object;
    if (!this.object.read(line, 0, line.length)) return false;
    for (let key = kindOf.length - foreignKeys.length; key < kindOf.length; key += 1) {
      if (kindOf[key] !== kinds.absent) return false;
    }
    this.#line = line;
    this.refused = false;
    const most = line.length * growth + partsBytes;
    if (this.#at + most > this.#out.length) {
      this.#out = Buffer.allocUnsafe(Math.max(most, roomBytes));
      this.#at = 0;
    }
    this.#from = this.#at;
    return true;
  }

  end(id: string): LineEvent | null {
    return this.refused ? null : { id, mapped: this.#out.subarray(this.#from, this.#at) };
  }

  /** The part of the template that stands before its field with this number, from 0. */
  part(number: number): void {
    this.#add(this.#parts[number] ?? nothing);
  }

  /** Returns the id as it is read. */
  id(field: number): string {
    const { starts, ends, kinds: kindOf } = this.object;
    const [start = 0, end = 0] = [starts[field], ends[field]];
    this.#id(field);
    return kindOf[field] === kinds.integer
      ? this.#line.toString('latin1', start, end)
      : this.#line.toString('utf8', start + 1, end - 1);
  }

  optionalId(field: number): void {
    if (this.isNone(field)) this.#add(NULL);
    else this.#id(field);
  }

  text(field: number): void {
    this.textOf(this.object, field);
  }

  /** Of an object that lies in the line. */
  textOf(object: ObjectBytes, field: number): void {
    if (isNone(object, field)) this.#add(NULL);
    else this.#string(object, field);
  }

  string(field: number): void {
    this.#string(this.object, field);
  }

  time(field: number): void {
    const { starts, ends, kinds: kindOf } = this.object;
    const [start = 0, end = 0] = [starts[field], ends[field]];
    const text = this.#line.toString('latin1', start + 1, end - 1);
    const time = kindOf[field] === kinds.string ? parseInstant(text) : null;
    if (time === null) this.refused = true;
    else this.written(String(time));
  }

  /** JSON that is written already. */
  written(json: string): void {
    this.#at += this.#out.write(json, this.#at);
  }

  isNone(field: number): boolean {
    return isNone(this.object, field);
  }

  #id(field: number): void {
    const kind = this.object.kinds[field];
    // A number's digits are the id, to the letter.
    if (kind === kinds.integer) {
      this.#out[this.#at++] = QUOTE;
      this.#copy(this.object, field);
      this.#out[this.#at++] = QUOTE;
    } else if (kind === kinds.string) this.#copy(this.object, field);
    else this.refused = true;
  }

  #string(object: ObjectBytes, field: number): void {
    const kind = object.kinds[field];
    if (kind === kinds.string || kind === kinds.escaped) this.#copy(object, field);
    else if (kind === kinds.odd) {
      const literal = this.#line.toString('utf8', object.starts[field], object.ends[field]);
      this.written(JSON.stringify(JSON.parse(literal)));
    } else this.refused = true;
  }

  #copy({ starts, ends }: ObjectBytes, field: number): void {
    const [start = 0, end = 0] = [starts[field], ends[field]];
    if (end - start < short) {
      for (let at = start; at < end; at += 1) this.#out[this.#at++] = this.#line[at] ?? 0;
    } else {
      this.#line.copy(this.#out, this.#at, start, end);
      this.#at += end - start;
    }
  }

  #add(bytes: Uint8Array): void {
    this.#out.set(bytes, this.#at);
    this.#at += bytes.length;
  }
}

function isNone({ kinds: kindOf }: ObjectBytes, field: number): boolean {
  return kindOf[field] === kinds.absent || kindOf[field] === kinds.null;
}
