import { fold } from '../../../shared/query/fold.ts';
import type { BatchReader, BatchWriter } from './batch.ts';
import { damaged } from './batch.ts';
import type { Bitmap } from './bitmap.ts';
import type { BytePattern } from './byte-pattern.ts';
import { maxBytes, valueEnd, writeFolded, writePlain } from './folded-bytes.ts';
import { Uint32List } from './growable.ts';

const smallestChunk = 1 << 12;
const largestChunk = 1 << 25;

interface Chunk {
  bytes: Buffer;
  used: number;
  /** Its first entry. */
  first: number;
}

/** Where an entry lies: `bytes[from]` up to `bytes[to]`, the latter outside. */
export interface Slice {
  bytes: Buffer;
  from: number;
  to: number;
}

/** The entries from `first` up to `last`, the latter outside. */
export interface Stretch {
  first: number;
  last: number;
}

/**
 * Folded texts packed end to end, entry after entry; each entry holds any number of values, each
 * with an end. An entry of no bytes is null. Chunks hold whole entries and begin with an end, so
 * that every value stands between two.
 */
export class Arena {
  private readonly chunks: Chunk[] = [];
  /** Offset of each entry in its chunk. */
  private readonly starts = new Uint32List();
  private gone = 0;

  get entries(): number {
    return this.starts.length;
  }

  /** How often entries have gone: a number may be another entry's since. */
  get truncations(): number {
    return this.gone;
  }

  addNull(): void {
    this.open(0);
  }

  /** Adds an entry of this text, folded. */
  addText(text: string): void {
    const chunk = this.open(maxBytes(text.length) + 1);
    const end = writePlain(text, chunk.bytes, chunk.used);
    if (end < 0) {
      this.starts.length -= 1;
      this.addValues([fold(text)]);
      return;
    }
    chunk.bytes[end] = valueEnd;
    chunk.used = end + 1;
  }

  /** Adds an entry of these values, folded already. */
  addValues(values: readonly string[]): void {
    let most = 0;
    for (const value of values) most += maxBytes(value.length) + 1;
    const chunk = this.open(most);
    for (const value of values) {
      chunk.used = writeFolded(value, chunk.bytes, chunk.used);
      chunk.bytes[chunk.used] = valueEnd;
      chunk.used += 1;
    }
  }

  /** Adds an entry of bytes that are made already, their ends included. */
  addBytes(bytes: Buffer, from: number, to: number): void {
    const chunk = this.open(to - from);
    bytes.copy(chunk.bytes, chunk.used, from, to);
    chunk.used += to - from;
  }

  slice(entry: number): Slice {
    const at = this.chunkOf(entry);
    const chunk = this.chunk(at);
    return { bytes: chunk.bytes, from: this.starts.at(entry), to: this.endOf(entry, at) };
  }

  isNull(entry: number): boolean {
    return this.starts.at(entry) === this.endOf(entry, this.chunkOf(entry));
  }

  /** Whether the entry is these bytes, its ends included; asked very often. */
  equals(entry: number, bytes: Buffer, from: number, to: number): boolean {
    const at = this.chunkOf(entry);
    const start = this.starts.at(entry);
    const length = to - from;
    if (this.endOf(entry, at) - start !== length) return false;
    const own = this.chunk(at).bytes;
    // Calling the native comparison takes longer than comparing a short text.
    if (length > 48) return own.compare(bytes, from, to, start, start + length) === 0;
    for (let i = 0; i < length; i += 1) if (own[start + i] !== bytes[from + i]) return false;
    return true;
  }

  /** Where everything lies: the offset of each entry in its chunk. Not to be written to. */
  layout(): { starts: Uint32Array; chunks: readonly Readonly<Pick<Chunk, 'bytes' | 'first'>>[] } {
    return { starts: this.starts.data, chunks: this.chunks };
  }

  /** Calls for every entry from `first` up to `last` in turn; quicker than asking for each. */
  forEach(
    visit: (entry: number, bytes: Buffer, from: number, to: number) => void,
    first = 0,
    last = this.entries,
  ): void {
    this.chunks.forEach((chunk, at) => {
      const end = this.lastOf(at);
      const stop = Math.min(last, end);
      for (let entry = Math.max(first, chunk.first); entry < stop; entry += 1) {
        const to = entry + 1 < end ? this.starts.at(entry + 1) : chunk.used;
        visit(entry, chunk.bytes, this.starts.at(entry), to);
      }
    });
  }

  /**
   * Adds every entry in which a value matches; entries that are in `hits` already are passed over,
   * and those outside `stretches`. Of a plain pattern `places` says for each entry from where in its
   * chunk on it can be, and is told where it was first found.
   */
  search(
    pattern: BytePattern,
    hits: Bitmap,
    stretches: readonly Stretch[] = [{ first: 0, last: this.entries }],
    places: Uint32Array | null = null,
  ): void {
    // The native search pays for itself only when most entries have to be looked into.
    const one = pattern.needle.length === 0 || hits.missing() * 16 < this.entries;
    for (const { first, last } of stretches) {
      this.eachPart(first, last, (bytes, part) => {
        if (one) this.searchEach(pattern, hits, bytes, part);
        else this.searchPart(pattern, hits, places, bytes, part);
      });
    }
  }

  /** The entries from `first` on in one chunk that take this many bytes; null while they take less. */
  block(first: number, size: number): (Slice & { last: number }) | null {
    if (first >= this.entries) return null;
    const at = this.chunkOf(first);
    const { bytes, used } = this.chunk(at);
    const [from, end] = [this.starts.at(first), this.lastOf(at)];
    if (used - from < size) {
      return at === this.chunks.length - 1 ? null : { bytes, from, to: used, last: end };
    }
    const last = entryAt(this.starts.data, first, end, from + size - 1) + 1;
    return { bytes, from, to: this.endOf(last - 1, at), last };
  }

  /** Makes room for so many entries more. */
  reserve(entries: number): void {
    this.starts.reserve(entries);
  }

  truncate(entries: number): void {
    if (entries >= this.entries) return;
    this.gone += 1;
    const at = this.chunkOf(entries);
    const chunk = this.chunk(at);
    if (chunk.first === entries) this.chunks.length = at;
    else {
      chunk.used = this.starts.at(entries);
      this.chunks.length = at + 1;
    }
    this.starts.length = entries;
  }

  /** How many bytes the entries from `first` up to `last` take. */
  bytesBetween(first: number, last: number): number {
    let bytes = 0;
    this.stretches(first, last, (_bytes, from, to) => (bytes += to - from));
    return bytes;
  }

  /** Writes the entries from `first` up to `last`. */
  write(writer: BatchWriter, first: number, last = this.entries): void {
    writer.uint32(last - first);
    for (let at = 0; at < this.chunks.length; at += 1) {
      const end = Math.min(last, this.lastOf(at));
      for (let entry = Math.max(first, this.chunk(at).first); entry < end; entry += 1) {
        writer.uint32(this.endOf(entry, at) - this.starts.at(entry));
      }
    }
    this.stretches(first, last, (bytes, from, to) => writer.raw(bytes.subarray(from, to)));
  }

  /** Appends entries that `write` wrote, however many or `expected` of them. */
  read(reader: BatchReader, expected: number | null = null): void {
    const count = reader.count(4);
    if (expected !== null && count !== expected) damaged();
    const lengthsAt = reader.take(count * 4);
    const { bytes } = reader;
    let total = 0;
    for (let i = 0; i < count; i += 1) total += bytes.readUInt32LE(lengthsAt + i * 4);
    let from = reader.take(total);
    for (let i = 0; i < count;) {
      const length = bytes.readUInt32LE(lengthsAt + i * 4);
      if (length > 0 && bytes[from + length - 1] !== valueEnd) damaged();
      const chunk = this.open(length);
      let taken = length;
      i += 1;
      // As many more as the chunk has room for go in one copy.
      while (i < count) {
        const next = bytes.readUInt32LE(lengthsAt + i * 4);
        if (chunk.used + taken + next > chunk.bytes.length) break;
        if (next > 0 && bytes[from + taken + next - 1] !== valueEnd) damaged();
        this.starts.push(chunk.used + taken);
        taken += next;
        i += 1;
      }
      bytes.copy(chunk.bytes, chunk.used, from, from + taken);
      chunk.used += taken;
      from += taken;
    }
  }

  /** Where the entries from `first` up to `last` lie, a chunk at a time. */
  private stretches(
    first: number,
    last: number,
    visit: (bytes: Buffer, from: number, to: number) => void,
  ): void {
    this.eachPart(first, last, (bytes, part) =>
      visit(bytes, this.starts.at(part.first), bytes.length),
    );
  }

  /** The entries from `first` up to `last`, a chunk at a time; `bytes` end with the part's last. */
  private eachPart(
    first: number,
    last: number,
    visit: (bytes: Buffer, part: Stretch) => void,
  ): void {
    for (let from = first; from < last;) {
      const at = this.chunkOf(from);
      const end = Math.min(last, this.lastOf(at));
      const bytes = this.chunk(at).bytes.subarray(0, this.endOf(end - 1, at));
      visit(bytes, { first: from, last: end });
      from = end;
    }
  }

  private searchEach(
    pattern: BytePattern,
    hits: Bitmap,
    bytes: Buffer,
    { first, last }: Stretch,
  ): void {
    const starts = this.starts.data;
    for (let entry = hits.nextMissing(first); entry < last; entry = hits.nextMissing(entry + 1)) {
      const to = entry + 1 < last ? (starts[entry + 1] ?? 0) : bytes.length;
      if (pattern.matches(bytes, starts[entry] ?? 0, to)) hits.add(entry);
    }
  }

  private searchPart(
    pattern: BytePattern,
    hits: Bitmap,
    places: Uint32Array | null,
    bytes: Buffer,
    { first, last }: Stretch,
  ): void {
    const { lead } = pattern;
    const starts = this.starts.data;
    let entry = hits.nextMissing(first);
    let from = 0;
    while (entry < last) {
      from = Math.max(from, (starts[entry] ?? 0) - lead, places?.[entry] ?? 0);
      const hit = pattern.find(bytes, from, bytes.length);
      if (hit < 0) return;
      const found = entryAt(starts, entry, last, hit + lead);
      const end = found + 1 < last ? (starts[found + 1] ?? 0) : bytes.length;
      entry = found;
      if (!hits.has(entry) && pattern.verify) {
        const valueFrom = pattern.startOfValue(bytes, hit + lead);
        const valueTo = pattern.endOfValue(bytes, hit + lead);
        if (!pattern.matchesValue(bytes, valueFrom, valueTo)) {
          from = valueTo + 1 - lead;
          continue;
        }
      }
      hits.add(entry);
      if (places) places[entry] = hit;
      from = end - lead;
      entry = hits.nextMissing(entry + 1);
    }
  }

  /** Begins an entry in a chunk with room for it. */
  private open(most: number): Chunk {
    let chunk = this.chunks.at(-1);
    if (!chunk || chunk.used + most > chunk.bytes.length) {
      const previous = chunk ? chunk.bytes.length * 2 : smallestChunk;
      const size = Math.max(Math.min(previous, largestChunk), most + 1);
      chunk = { bytes: Buffer.alloc(size), used: 1, first: this.entries };
      chunk.bytes[0] = valueEnd;
      this.chunks.push(chunk);
    }
    this.starts.push(chunk.used);
    return chunk;
  }

  private chunk(at: number): Chunk {
    const chunk = this.chunks[at];
    if (!chunk) throw new RangeError('no such chunk');
    return chunk;
  }

  private chunkOf(entry: number): number {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.chunks[middle]?.first ?? 0) <= entry) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** One past the chunk's last entry. */
  private lastOf(at: number): number {
    return this.chunks[at + 1]?.first ?? this.entries;
  }

  private endOf(entry: number, at: number): number {
    return entry + 1 < this.lastOf(at) ? this.starts.at(entry + 1) : this.chunk(at).used;
  }
}

/** The last entry from `low` on, before `last`, that begins at `position` or before. */
function entryAt(starts: Uint32Array, low: number, last: number, position: number): number {
  let step = 1;
  let from = low;
  while (from + step < last && (starts[from + step] ?? 0) <= position) {
    from += step;
    step *= 2;
  }
  let to = Math.min(from + step, last);
  while (to - from > 1) {
    const middle = (from + to) >>> 1;
    if ((starts[middle] ?? 0) <= position) from = middle;
    else to = middle;
  }
  return from;
}
