import { crc32 } from 'node:zlib';
import { changed } from './fault.ts';
import { folder, placeOf } from './names.ts';
import type { ByteSource } from './byte-source.ts';

/**
 * The ZIP file around a bag, in one form only: entries stored and not compressed (what is in them is
 * already), sizes before the data, one time for all, no extra fields but ZIP64's where offsets need
 * it, no comments. So every byte of the file follows from the entries, and a byte that does not is a
 * change. It is written and read from the beginning to the end, without going back.
 */

export interface Entry {
  /** Path in the bag, without the folder around it. */
  name: string;
  bytes: Buffer;
}

/** Larger ones are never written; a reader holds one at a time. */
const mostEntryBytes = 192 * 2 ** 20;
const mostEntries = 200_000;
const longestName = 100;

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 };
/** 2.0: folders; 4.5: ZIP64. */
const version = { plain: 20, large: 45 };
/** 1 January 1980: the earliest there is, and the same for everybody. */
const date = 0x0021;
const none16 = 0xffff;
const none32 = 0xffff_ffff;
const localLength = 30;

/** What the list of entries says of one. */
interface Listed {
  path: string;
  crc: number;
  size: number;
  offset: number;
}

/** Makes the bytes of the file, an entry at a time. */
export class ZipWriter {
  readonly #listed: Listed[] = [];
  #offset = 0;

  add({ name, bytes }: Entry): Buffer[] {
    const path = folder + name;
    const listed = { path, crc: crc32(bytes), size: bytes.length, offset: this.#offset };
    const head = localHeader(listed);
    this.#listed.push(listed);
    this.#offset += head.length + bytes.length;
    return [head, bytes];
  }

  end(): Buffer {
    return directory(this.#listed, this.#offset);
  }
}

/**
 * The entries of a file that is a bundle's in every byte around them. Throws `bundle.changed`; an
 * entry is only handed on when its own checksum fits, and only when the last one has been asked for
 * has the end been seen.
 */
export async function* readZip(source: ByteSource): AsyncIterable<Entry> {
  const listed: Listed[] = [];
  const seen = new Set<string>();
  let place = -1;
  for (;;) {
    const offset = source.position;
    const signature = (await source.take(4))?.readUInt32LE() ?? null;
    if (signature !== signatures.local) {
      if (listed.length === 0) throw changed('not-a-bundle');
      if (signature === null) throw changed('truncated');
      if (signature !== signatures.central) throw changed('directory');
      await compareEnd(source, directory(listed, offset).subarray(4));
      return;
    }
    const head = await source.take(localLength - 4);
    if (!head) throw changed('truncated');
    const nameLength = head.readUInt16LE(22);
    if (nameLength > longestName) throw changed('header', 'no. ' + String(listed.length + 1));
    const path = (await source.take(nameLength))?.toString('latin1');
    if (path === undefined) throw changed('truncated');
    const entry = { path, crc: head.readUInt32LE(10), size: head.readUInt32LE(18), offset };
    const name = path.startsWith(folder) ? path.slice(folder.length) : path;
    const next = path.startsWith(folder) ? placeOf(name) : null;
    if (next === null) throw changed('foreign-name', path);
    if (seen.has(name)) throw changed('duplicate-name', name);
    if (head.readUInt16LE(2) & 1) throw changed('encrypted-entry', name);
    if (!Buffer.concat([head, Buffer.from(path, 'latin1')]).equals(localHeader(entry).subarray(4)))
      throw changed('header', name);
    if (next <= place) throw changed('out-of-order', name);
    if (entry.size > mostEntryBytes) throw changed('too-large', name);
    if (listed.length >= mostEntries) throw changed('too-many');
    const bytes = await source.take(entry.size);
    if (!bytes) throw changed('truncated', name);
    if (crc32(bytes) !== entry.crc) throw changed('checksum', name);
    place = next;
    seen.add(name);
    listed.push(entry);
    yield { name, bytes };
  }
}

async function compareEnd(source: ByteSource, expected: Buffer): Promise<void> {
  for (let at = 0; at < expected.length;) {
    const wanted = expected.subarray(at, at + 65_536);
    const found = await source.take(wanted.length);
    if (!found) throw changed('truncated');
    if (!found.equals(wanted)) throw changed('directory');
    at += wanted.length;
  }
  if (!(await source.isAtEnd())) throw changed('surplus');
}

function localHeader({ path, crc, size }: Listed): Buffer {
  const head = Buffer.alloc(localLength);
  head.writeUInt32LE(signatures.local, 0);
  head.writeUInt16LE(version.plain, 4);
  head.writeUInt16LE(date, 12);
  head.writeUInt32LE(crc, 14);
  head.writeUInt32LE(size, 18);
  head.writeUInt32LE(size, 22);
  head.writeUInt16LE(path.length, 26);
  return Buffer.concat([head, Buffer.from(path, 'latin1')]);
}

/** All that follows the last entry, which ends at `start`. */
function directory(listed: readonly Listed[], start: number): Buffer {
  const entries = Buffer.concat(listed.map(centralHeader));
  const count = listed.length;
  const isLarge = count >= none16 || start >= none32;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(signatures.end, 0);
  end.writeUInt16LE(Math.min(count, none16), 8);
  end.writeUInt16LE(Math.min(count, none16), 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(Math.min(start, none32), 16);
  const large = isLarge ? [largeEnd(count, entries.length, start)] : [];
  return Buffer.concat([entries, ...large, end]);
}

function centralHeader({ path, crc, size, offset }: Listed): Buffer {
  const isFar = offset >= none32;
  const head = Buffer.alloc(46);
  head.writeUInt32LE(signatures.central, 0);
  head.writeUInt16LE(isFar ? version.large : version.plain, 4);
  head.writeUInt16LE(version.plain, 6);
  head.writeUInt16LE(date, 14);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(size, 20);
  head.writeUInt32LE(size, 24);
  head.writeUInt16LE(path.length, 28);
  head.writeUInt16LE(isFar ? 12 : 0, 30);
  head.writeUInt32LE(Math.min(offset, none32), 42);
  const extra = Buffer.alloc(isFar ? 12 : 0);
  if (isFar) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(BigInt(offset), 4);
  }
  return Buffer.concat([head, Buffer.from(path, 'latin1'), extra]);
}

/** ZIP64's end of the list and where that is, for more than 65,534 entries or 4 GB. */
function largeEnd(count: number, size: number, start: number): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(version.large, 12);
  record.writeUInt16LE(version.large, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(start + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator]);
}
