import { fold } from '../../../shared/query/fold.ts';
import type { Pattern } from '../../../shared/query/query.ts';
import { Arena } from './arena.ts';
import { damaged, type BatchReader, type BatchWriter } from './batch.ts';
import { Bitmap } from './bitmap.ts';
import { BytePattern } from './byte-pattern.ts';
import { maxBytes, valueEnd, writeFolded, writePlain } from './folded-bytes.ts';
import type { Uint32List } from './growable.ts';
import { rankEntries, rankSteps } from './text-order.ts';

/** Texts whose places are taken that far are added once more: whoever made them wants it to be slow. */
const longestProbe = 64;

/** Putting more in order takes a hundred megabytes for a while. */
const mostPrepared = 3_000_000;

/** What is known of the pattern that was asked for last. */
interface Search {
  key: string;
  pattern: BytePattern;
  searched: Bitmap;
  found: Bitmap;
  /** From where in its chunk on each text can have it; see `Arena.search`. */
  places: Uint32Array;
}

/**
 * Long texts, folded, each kept once however many events say it (a message, and its content in the
 * details). Numbered from 1 in the order they came; 0 is null.
 */
export class TextPool {
  readonly texts = new Arena();
  /** Codes by hash of their bytes, 0 where free. Made when something is first added. */
  private slots: Uint32Array | null = null;
  private scratch = Buffer.allocUnsafe(4096);
  private ranked: Uint32Array | null = null;
  private truncations = 0;
  /** `text` and `content` are asked in turn for one pattern, and a word letter by letter. */
  private last: Search | null = null;

  constructor() {
    this.texts.addNull();
  }

  get size(): number {
    return this.texts.entries;
  }

  /** The text's code, a new one if need be. */
  code(text: string): number {
    this.reserve(text.length);
    let end = writePlain(text, this.scratch, 0);
    if (end < 0) {
      const folded = fold(text);
      this.reserve(folded.length);
      end = writeFolded(folded, this.scratch, 0);
    }
    this.scratch[end] = valueEnd;
    return this.codeOf(this.scratch, 0, end + 1);
  }

  /** The codes of those among `wanted` that match; `wanted` has no 0. */
  matching(pattern: Pattern, wanted: Bitmap): Bitmap {
    const key = JSON.stringify([pattern, this.size]);
    if (this.last?.key !== key) this.last = this.begin(key, new BytePattern(pattern));
    const { searched, found, places, pattern: bytes } = this.last;
    const news = wanted.copy().and(searched.copy().invert());
    const passed = news.copy().invert();
    this.texts.search(bytes, passed, bytes.isPlain ? places : null);
    found.or(passed.and(news));
    searched.or(news);
    return found;
  }

  /** What follows from the search before: a text without `пос` has no `посы`, one with it none before. */
  private begin(key: string, pattern: BytePattern): Search {
    const { size, last } = this;
    const found = new Bitmap(size);
    const follows =
      last?.found.length === size &&
      last.pattern.isPlain &&
      pattern.isPlain &&
      pattern.needle.includes(last.pattern.needle);
    if (!follows) {
      return { key, pattern, searched: new Bitmap(size), found, places: new Uint32Array(size) };
    }
    const searched = last.found.invert().and(last.searched);
    const begins = pattern.needle.indexOf(last.pattern.needle) === 0;
    const places = begins ? last.places : new Uint32Array(size);
    return { key, pattern, searched, found, places };
  }

  /** The place of each code in the order of texts, from 1; 0 for null. */
  ranks(): Uint32Array {
    if (this.ranked?.length !== this.size) this.ranked = rankEntries(this.texts);
    return this.ranked;
  }

  /** Finds the order of texts a step at a time; given up when texts come or go meanwhile. */
  *prepare(): Generator<void, void> {
    if (this.ranked?.length === this.size || this.size > mostPrepared) return;
    const { size, truncations } = this;
    const steps = rankSteps(this.texts);
    while (size === this.size && truncations === this.truncations) {
      const step = steps.next();
      if (step.done === true) {
        this.ranked = step.value;
        return;
      }
      yield;
    }
  }

  truncate(size: number): void {
    if (size >= this.size) return;
    this.truncations += 1;
    this.texts.truncate(size);
    this.slots = null;
    this.ranked = null;
    this.last = null;
  }

  /** Writes the texts from `first` up to `last`. */
  write(writer: BatchWriter, first: number, last = this.size): void {
    writer.uint32(first);
    this.texts.write(writer, first, last);
  }

  read(reader: BatchReader): void {
    if (reader.uint32() !== this.size) damaged();
    this.texts.read(reader);
    this.slots = null;
  }

  /** Reads texts as they lay in batches of version 1, one for each event, and appends their codes. */
  readEach(reader: BatchReader, count: number, codes: Uint32List): void {
    const each = new Arena();
    each.read(reader, count);
    each.forEach((_entry, bytes, from, to) => {
      codes.push(to > from ? this.codeOf(bytes, from, to) : 0);
    });
  }

  private codeOf(bytes: Buffer, from: number, to: number): number {
    const slots = this.roomy();
    const mask = slots.length - 1;
    const code = this.size;
    let slot = hashOf(bytes, from, to) & mask;
    for (let probe = 0; probe < longestProbe; probe += 1) {
      const known = slots[slot] ?? 0;
      if (known === 0) {
        slots[slot] = code;
        break;
      }
      if (this.is(known, bytes, from, to)) return known;
      slot = (slot + 1) & mask;
    }
    this.texts.addBytes(bytes, from, to);
    return code;
  }

  private is(code: number, bytes: Buffer, from: number, to: number): boolean {
    const known = this.texts.slice(code);
    if (known.to - known.from !== to - from) return false;
    return bytes.compare(known.bytes, known.from, known.to, from, to) === 0;
  }

  /** The table with room for one more; at most half full. */
  private roomy(): Uint32Array {
    if (this.slots && this.size * 2 < this.slots.length) return this.slots;
    const slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(512, this.size * 3))));
    const mask = slots.length - 1;
    this.texts.forEach((code, bytes, from, to) => {
      if (code === 0) return;
      let slot = hashOf(bytes, from, to) & mask;
      let probe = 0;
      while (slots[slot] !== 0 && probe < longestProbe) {
        slot = (slot + 1) & mask;
        probe += 1;
      }
      if (probe < longestProbe) slots[slot] = code;
    });
    this.slots = slots;
    return slots;
  }

  private reserve(length: number): void {
    const most = maxBytes(length) + 1;
    if (most > this.scratch.length) this.scratch = Buffer.allocUnsafe(most * 2);
  }
}

/** Four bytes at a time, as Murmur does: one at a time is a tenth of what an import costs. */
function hashOf(bytes: Buffer, from: number, to: number): number {
  let hash = to - from;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const word =
      (bytes[i] ?? 0) |
      ((bytes[i + 1] ?? 0) << 8) |
      ((bytes[i + 2] ?? 0) << 16) |
      ((bytes[i + 3] ?? 0) << 24);
    hash = Math.imul(hash ^ word, 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  for (; i < to; i += 1) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 13)) >>> 0;
}
