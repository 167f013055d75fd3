import { Failed } from '../../../shared/errors.ts';
import type { CodeList } from './code-list.ts';
import type { Float64List, Uint32List } from './growable.ts';

/** The form of a batch: changes whenever what is written changes. All up to this one are read. */
const version = 2;
const magic = 0x42495645; // "EVIB"

/** `rows` and `details` are of a page; the others of a whole index, see `EventIndex`. */
export const batchKinds = {
  rows: 1,
  details: 2,
  'piece:texts': 3,
  'piece:rows': 4,
  'piece:details': 5,
  order: 6,
} as const;
export type BatchKind = keyof typeof batchKinds;

/** Writes numbers and bytes one after another, little-endian, with nothing between them. */
export class BatchWriter {
  private bytes = Buffer.allocUnsafe(16_384);
  private at = 0;

  constructor(kind: BatchKind) {
    this.uint32(magic);
    this.uint32(version);
    this.uint32(batchKinds[kind]);
  }

  uint32(value: number): void {
    this.reserve(4);
    this.at = this.bytes.writeUInt32LE(value, this.at);
  }

  uint32s(list: Uint32List, from: number, to = list.length): void {
    this.view(list.data.buffer, list.data.byteOffset + from * 4, (to - from) * 4);
  }

  /** As numbers of four bytes, however wide they are in memory. */
  codes(list: CodeList, from: number, to = list.length): void {
    this.rows(new Uint32Array(list.data.subarray(from, to)));
  }

  rows(rows: Uint32Array): void {
    this.view(rows.buffer, rows.byteOffset, rows.byteLength);
  }

  float64s(list: Float64List, from: number, to = list.length): void {
    this.view(list.data.buffer, list.data.byteOffset + from * 8, (to - from) * 8);
  }

  /** Bytes whose number the reader learns elsewhere. */
  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  json(value: unknown): void {
    const text = Buffer.from(JSON.stringify(value));
    this.uint32(text.length);
    this.raw(text);
  }

  done(): Uint8Array {
    return this.bytes.subarray(0, this.at);
  }

  private view(buffer: ArrayBufferLike, offset: number, length: number): void {
    this.raw(new Uint8Array(buffer, offset, length));
  }

  private reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.at + count, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
  }
}

/** Reads what `BatchWriter` wrote; anything that does not fit throws `Failed('session.damaged')`. */
export class BatchReader {
  readonly bytes: Buffer;
  /** The form that this batch was written in. */
  readonly version: number;
  readonly kind: BatchKind;
  private at = 0;

  constructor(batch: Uint8Array, kinds: readonly BatchKind[]) {
    this.bytes = Buffer.from(batch.buffer, batch.byteOffset, batch.length);
    if (this.uint32() !== magic) damaged();
    this.version = this.uint32();
    if (this.version < 1 || this.version > version) damaged();
    const number = this.uint32();
    this.kind = kinds.find((kind) => batchKinds[kind] === number) ?? damaged();
  }

  uint32(): number {
    return this.bytes.readUInt32LE(this.take(4));
  }

  /** A number of things that take at least `size` bytes each of what is left. */
  count(size: number): number {
    const count = this.uint32();
    if (count * size > this.bytes.length - this.at) damaged();
    return count;
  }

  /** Appends `count` numbers, none above `most`. */
  uint32sInto(list: Uint32List, count: number, most: number): void {
    const from = this.take(count * 4);
    list.reserve(count);
    const { data, length } = list;
    this.copy(from, data.buffer, data.byteOffset + length * 4, count * 4);
    for (let i = length; i < length + count; i += 1) if ((data[i] ?? 0) > most) damaged();
    list.length += count;
  }

  /** Appends `count` codes, none above `most`. */
  codesInto(list: CodeList, count: number, most: number): void {
    const from = this.take(count * 4);
    const codes = new Uint32Array(count);
    this.copy(from, codes.buffer, 0, count * 4);
    for (let i = 0; i < count; i += 1) if ((codes[i] ?? 0) > most) damaged();
    list.append(codes);
  }

  /** Appends `count` whole numbers. */
  float64sInto(list: Float64List, count: number): void {
    const from = this.take(count * 8);
    list.reserve(count);
    const { data, length } = list;
    this.copy(from, data.buffer, data.byteOffset + length * 8, count * 8);
    for (let i = length; i < length + count; i += 1) if (!Number.isSafeInteger(data[i])) damaged();
    list.length += count;
  }

  /** Where the next `count` bytes begin in `bytes`; they are then behind. */
  take(count: number): number {
    const from = this.at;
    if (count > this.bytes.length - from) damaged();
    this.at += count;
    return from;
  }

  json(): unknown {
    const length = this.uint32();
    const from = this.take(length);
    try {
      return JSON.parse(this.bytes.toString('utf8', from, from + length));
    } catch {
      return damaged();
    }
  }

  end(): void {
    if (this.at !== this.bytes.length) damaged();
  }

  private copy(from: number, into: ArrayBufferLike, offset: number, length: number): void {
    new Uint8Array(into, offset, length).set(this.bytes.subarray(from, from + length));
  }
}

/** The file holds what this program would not have written. */
export function damaged(): never {
  throw new Failed('session.damaged');
}
