import type { Bitmap } from './bitmap.ts';
import { Uint32List } from './growable.ts';

/** A bit for each row there is: a bitmap that grows with them. */
export class RowBits {
  private readonly words = new Uint32List();
  private rows = 0;
  /** How many are on. */
  size = 0;

  /** Rows that are new are off; those that go are forgotten. */
  resize(rows: number): void {
    for (let row = rows; row < this.rows && this.size > 0; row += 1) this.set(row, false);
    this.words.resize((rows + 31) >>> 5);
    this.rows = rows;
  }

  has(row: number): boolean {
    return ((this.words.at(row >>> 5) >>> (row & 31)) & 1) === 1;
  }

  /** Whether that changed anything. */
  set(row: number, on: boolean): boolean {
    if (row >= this.rows) throw new RangeError('no such row');
    if (this.has(row) === on) return false;
    const word = row >>> 5;
    this.words.data[word] = this.words.at(word) ^ (1 << (row & 31));
    this.size += on ? 1 : -1;
    return true;
  }

  addTo(hits: Bitmap): void {
    const { words } = hits;
    for (let i = 0; i < words.length; i += 1) words[i] = (words[i] ?? 0) | this.words.at(i);
  }
}
