import type { Bound, Pattern } from '../../../shared/query/query.ts';
import { Bitmap } from './bitmap.ts';
import { Uint32List } from './growable.ts';
import { KeptRanks } from './kept-ranks.ts';
import type { TextPool } from './text-pool.ts';
import { addNumbers } from './value-table.ts';

/** Places that have a text of a pool, or none; `hits` have a bit for each place. */
export class PooledTexts {
  readonly codes = new Uint32List();
  private readonly pool: TextPool;
  /** Of these texts alone: a message and its content are often alike for long, and dear to compare. */
  private readonly order: KeptRanks;

  constructor(pool: TextPool) {
    this.pool = pool;
    this.order = new KeptRanks(pool.texts, this.codes);
  }

  add(text: string | null): void {
    this.codes.push(text === null ? 0 : this.pool.code(text));
  }

  match(pattern: Pattern, hits: Bitmap): void {
    const wanted = hits.isMostlyEmpty() ? this.used() : this.missing(hits);
    hits.addCoded(this.codes.data, this.pool.matching(pattern, wanted));
  }

  present(hits: Bitmap): void {
    const found = new Bitmap(this.pool.size);
    this.pool.texts.forEach((code, _bytes, from, to) => {
      if (to - from > 1) found.add(code);
    });
    hits.addCoded(this.codes.data, found);
  }

  within(from: Bound | null, to: Bound | null, hits: Bitmap): void {
    const found = new Bitmap(this.pool.size);
    addNumbers(this.pool.texts, from, to, found);
    hits.addCoded(this.codes.data, found);
  }

  /** The texts of places that are not in a set. */
  private missing(places: Bitmap): Bitmap {
    const { data } = this.codes;
    const texts = new Bitmap(this.pool.size);
    places.forEachMissing((place) => {
      const code = data[place] ?? 0;
      if (code > 0) texts.add(code);
    });
    return texts;
  }

  /** The texts of all places. */
  private used(): Bitmap {
    const { data, length } = this.codes;
    const texts = new Bitmap(this.pool.size);
    for (let place = 0; place < length; place += 1) {
      const code = data[place] ?? 0;
      if (code > 0) texts.add(code);
    }
    return texts;
  }

  ranks(): Uint32Array {
    const ranks = this.order.get();
    const { data, length } = this.codes;
    // Uint32Array.from takes seven times as long.
    const own = new Uint32Array(length);
    for (let place = 0; place < length; place += 1) own[place] = ranks[data[place] ?? 0] ?? 0;
    return own;
  }

  /** Finds the order of texts a step at a time. */
  prepare(): Generator<void, void> {
    return this.order.prepare();
  }
}
