import { fold } from '../../../shared/query/fold.ts';
import type { Pattern } from '../../../shared/query/query.ts';
import { Arena } from './arena.ts';
import { damaged, type BatchReader, type BatchWriter } from './batch.ts';
import { Bitmap } from './bitmap.ts';
import { BytePattern } from './byte-pattern.ts';
import { EntryTable } from './entry-table.ts';
import { maxBytes, valueEnd, writeFolded, writePlain } from './folded-bytes.ts';
import type { Uint32List } from './growable.ts';
import { TrigramFilter } from './trigram-filter.ts';

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
  private readonly known = new EntryTable(this.texts);
  private scratch = Buffer.allocUnsafe(4096);
  private readonly filter: TrigramFilter;
  /** `text` and `content` are asked in turn for one pattern, and a word letter by letter. */
  private last: Search | null = null;

  /** `blockBytes`: see {@link TrigramFilter}. */
  constructor(blockBytes?: number) {
    this.filter = new TrigramFilter(this.texts, blockBytes);
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
    this.texts.search(bytes, passed, this.filter.stretches(bytes), bytes.isPlain ? places : null);
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

  /** What makes searching quicker, a step at a time. */
  prepare(): Generator<void, void> {
    return this.filter.prepare();
  }

  truncate(size: number): void {
    if (size >= this.size) return;
    this.texts.truncate(size);
    this.known.clear();
    this.filter.truncate(size);
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
    this.known.clear();
  }

  /** Reads texts as they lay in batches of version 1, one for each event, and appends their codes. */
  readEach(reader: BatchReader, count: number, codes: Uint32List): void {
    const each = new Arena();
    each.read(reader, count);
    each.forEach((_entry, bytes, from, to) => {
      codes.push(to > from ? this.codeOf(bytes, from, to) : 0);
    });
  }

  /** A text that is too far to be found is added once more. */
  private codeOf(bytes: Buffer, from: number, to: number): number {
    const known = this.known.find(bytes, from, to) ?? 0;
    if (known > 0) return known;
    const code = this.size;
    this.texts.addBytes(bytes, from, to);
    this.filter.extend(1);
    this.known.keepLast();
    return code;
  }

  private reserve(length: number): void {
    const most = maxBytes(length) + 1;
    if (most > this.scratch.length) this.scratch = Buffer.allocUnsafe(most * 2);
  }
}
