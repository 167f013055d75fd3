import { Failed } from '../../shared/errors.ts';
import { unzstd, usualLevel, zstd } from './zstd.ts';

/**
 * Texts packed into one compressed blob: their count, the UTF-8 length of each, and their bytes, of
 * which any one can be read without looking at the others.
 */
export function packTexts(texts: readonly string[]): Buffer {
  const bytes = Buffer.from(texts.join(''), 'utf8');
  const head = 4 * (texts.length + 1);
  const packed = Buffer.allocUnsafe(head + bytes.length);
  packed.writeUInt32LE(texts.length, 0);
  let total = 0;
  for (const [index, text] of texts.entries()) {
    const length = Buffer.byteLength(text, 'utf8');
    total += length;
    packed.writeUInt32LE(length, 4 * (index + 1));
  }
  bytes.copy(packed, head);
  // Halves of a character at the end of one text and the beginning of the next have become whole.
  return total === bytes.length
    ? packed
    : packTexts(texts.map((text) => Buffer.from(text).toString()));
}

/** {@link packTexts} of texts that are UTF-8 already; `room` gives so many bytes to write them to. */
export function packBytes(
  texts: readonly Uint8Array[],
  room: (length: number) => Buffer = (length) => Buffer.allocUnsafeSlow(length),
): Buffer {
  const head = 4 * (texts.length + 1);
  const packed = room(texts.reduce((sum, { length }) => sum + length, head));
  packed.writeUInt32LE(texts.length, 0);
  let at = head;
  for (const [index, text] of texts.entries()) {
    packed.writeUInt32LE(text.length, 4 * (index + 1));
    packed.set(text, at);
    at += text.length;
  }
  return packed;
}

/** The packed form read in place. Throws `session.damaged` when it is not one. */
export class PackedTexts {
  readonly bytes: Buffer;
  /** Where each text ends, one more than there are texts; the first is where they begin. */
  readonly #ends: Uint32Array;
  #byteText: string | null = null;

  constructor(bytes: Buffer) {
    const count = bytes.length < 4 ? -1 : bytes.readUInt32LE(0);
    const begin = 4 * (count + 1);
    if (count < 0 || begin > bytes.length) throw new Failed('session.damaged');
    this.bytes = bytes;
    this.#ends = new Uint32Array(count + 1);
    let end = begin;
    this.#ends[0] = end;
    for (let index = 1; index <= count; index++) {
      end += bytes.readUInt32LE(4 * index);
      this.#ends[index] = end;
    }
    if (end !== bytes.length) throw new Failed('session.damaged');
  }

  get length(): number {
    return this.#ends.length - 1;
  }

  all(): string[] {
    return Array.from({ length: this.length }, (_, index) => this.at(index));
  }

  at(index: number): string {
    return this.bytesAt(index).toString();
  }

  /** The UTF-8 of a text where it lies: it holds on to all of them. */
  bytesAt(index: number): Buffer {
    return this.bytes.subarray(this.start(index), this.end(index));
  }

  /** Where a text begins in `bytes` and `byteText`. */
  start(index: number): number {
    const start = this.#ends[index];
    if (start === undefined || index === this.length) throw new Failed('session.damaged');
    return start;
  }

  end(index: number): number {
    const end = this.#ends[index + 1];
    if (end === undefined) throw new Failed('session.damaged');
    return end;
  }

  /** `bytes` with a character for each (byte-text.ts): what is cut from it holds on to all of it. */
  get byteText(): string {
    return (this.#byteText ??= this.bytes.toString('latin1'));
  }

  /** One of them in memory of its own. */
  only(index: number): PackedTexts {
    return new PackedTexts(packBytes([this.bytesAt(index)]));
  }
}

/**
 * What is left of a body when the objects cut from it are taken out: the texts before, between and
 * after them. Objects count from the first one on as long as each stands in the body to the letter.
 */
export function takeOut(body: string, objects: readonly string[]): string[] {
  const gaps: string[] = [];
  let end = 0;
  for (const object of objects) {
    const at = body.indexOf(object, end);
    if (at < 0) break;
    gaps.push(body.slice(end, at));
    end = at + object.length;
  }
  gaps.push(body.slice(end));
  return gaps;
}

/** The body again, to the letter. */
export function putBack(gaps: readonly string[], objects: readonly string[]): string {
  const parts = gaps.map((gap, index) => (index === 0 ? gap : (objects[index - 1] ?? '') + gap));
  return parts.join('');
}

/** Bytes before the zstd frame: the length of what is in it, so that it is unpacked in one go. */
const prefix = 4;

/**
 * With another blob's bytes as the dictionary, what both say costs almost nothing: the vendor's
 * objects lean on the events mapped from them.
 */
export function compress(
  bytes: Uint8Array,
  dictionary: Uint8Array | null = null,
  level = usualLevel,
): Buffer {
  const head = Buffer.allocUnsafe(prefix);
  head.writeUInt32LE(bytes.length);
  return Buffer.concat([head, zstd(bytes, dictionary, level)]);
}

/** {@link compress} of columns: what this level leaves over is not worth the time that others take. */
export function compressColumns(columns: Uint8Array): Buffer {
  return compress(columns, null, 1);
}

/** How many bytes {@link decompress} gives, without unpacking. */
export function unpackedLength(blob: Buffer): number {
  return blob.length < prefix ? 0 : blob.readUInt32LE();
}

/** Throws `session.damaged` when the blob is not what {@link compress} made with that dictionary. */
export function decompress(blob: Buffer, dictionary: Uint8Array | null = null): Buffer {
  try {
    const length = blob.readUInt32LE();
    const bytes = unzstd(blob.subarray(prefix), length, dictionary);
    if (bytes.length === length) return bytes;
  } catch (error) {
    throw new Failed('session.damaged', {}, { cause: error });
  }
  throw new Failed('session.damaged');
}

/** No run of events has more rows, in files of any version. */
export const longestRun = 64;
/** Runs written now: a row is a page of the file away. Longer ones would make it 2 % smaller. */
export const usualRun = 16;
const chunkCharacters = 256 * 1024;

/**
 * Cuts a list into runs of at most 16, about as many each, whose texts together stay small: reading
 * one event decompresses its run.
 */
export function cutIntoChunks<T>(items: readonly T[], size: (item: T) => number): T[][] {
  const most = Math.ceil(items.length / Math.ceil(items.length / usualRun));
  const chunks: T[][] = [];
  let current: T[] = [];
  let characters = 0;
  for (const item of items) {
    const length = size(item);
    const full = current.length === most || characters + length > chunkCharacters;
    if (current.length > 0 && full) {
      chunks.push(current);
      current = [];
      characters = 0;
    }
    current.push(item);
    characters += length;
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
}
