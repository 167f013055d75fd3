import type { Bitmap } from './bitmap.ts';
import { emptyIn, type Column, type CountWish, type ValueCounts } from './column.ts';
import { PooledTexts } from './pooled-texts.ts';
import { countTexts } from './text-column.ts';
import type { TextPool } from './text-pool.ts';

/** A field of long texts: for each row one of a pool. */
export class PooledColumn extends PooledTexts implements Column {
  readonly revision = 0;
  private readonly original: (row: number) => string | null;

  /** `original` gives a row's text as it came. */
  constructor(pool: TextPool, original: (row: number) => string | null) {
    super(pool);
    this.original = original;
  }

  counts(set: Bitmap, wish: CountWish): ValueCounts {
    const picked = countTexts(set, wish, (row) => {
      const text = this.codes.at(row) > 0 ? this.original(row) : null;
      return text === null ? [] : [text];
    });
    return { ...picked, empty: emptyIn(this, set) };
  }
}
