import type { Bound, Pattern } from '../../../shared/query/query.ts';
import { Arena } from './arena.ts';
import type { BatchReader, BatchWriter } from './batch.ts';
import type { Bitmap } from './bitmap.ts';
import { BytePattern } from './byte-pattern.ts';
import { emptyIn, type Column, type CountWish, type Picked, type ValueCounts } from './column.ts';
import { ListTable } from './list-table.ts';
import { KeptRanks } from './kept-ranks.ts';
import { addNumbers } from './value-table.ts';

/** A field whose values seldom repeat: the folded texts of all rows, one after another. */
export class TextColumn implements Column {
  readonly revision = 0;
  readonly texts = new Arena();
  private readonly order = new KeptRanks(this.texts);
  private readonly original: (row: number) => string | null;

  /** `original` gives a row's value as it came. */
  constructor(original: (row: number) => string | null) {
    this.original = original;
  }

  add(value: string | null): void {
    if (value === null) this.texts.addNull();
    else this.texts.addText(value);
  }

  match(pattern: Pattern, hits: Bitmap): void {
    this.texts.search(new BytePattern(pattern), hits);
  }

  present(hits: Bitmap): void {
    this.texts.forEach((row, _bytes, from, to) => {
      if (to - from > 1) hits.add(row);
    });
  }

  within(from: Bound | null, to: Bound | null, hits: Bitmap): void {
    addNumbers(this.texts, from, to, hits);
  }

  ranks(): Uint32Array {
    return this.order.get();
  }

  /** Finds the order of texts a step at a time. */
  prepare(): Generator<void, void> {
    return this.order.prepare();
  }

  counts(set: Bitmap, wish: CountWish): ValueCounts {
    const picked = countTexts(set, wish, (row) => {
      const text = this.original(row);
      return text === null ? [] : [text];
    });
    return { ...picked, empty: emptyIn(this, set) };
  }

  reserve(rows: number): void {
    this.texts.reserve(rows);
  }

  truncate(rows: number): void {
    this.texts.truncate(rows);
  }

  write(writer: BatchWriter, first: number, last: number): void {
    this.texts.write(writer, first, last);
  }

  read(reader: BatchReader, rows: number): void {
    this.texts.read(reader, rows);
  }
}

/** Counts the texts of each row of a set, whatever they come from. The slow way. */
export function countTexts(
  set: Bitmap,
  wish: CountWish,
  textsOf: (row: number) => readonly string[],
): Picked {
  const lists = new ListTable();
  const counts: number[] = [0];
  set.forEach((row) => {
    const code = lists.code(textsOf(row));
    counts[code] = (counts[code] ?? 0) + 1;
  });
  return lists.top(Uint32Array.from(counts), wish);
}
