/** Where rows stand in a selection of them, or all of them: ascending, numbered anew from 0. */
export class RowMap {
  readonly #rows: number;
  /** The new number of each row, -1 for one left out; null keeps all as they are. */
  readonly #places: Int32Array | null;

  /** `rows`: how many there are; `has` chooses among them, null takes all. */
  constructor(rows: number, has: ((row: number) => boolean) | null) {
    this.#rows = rows;
    if (!has) {
      this.#places = null;
      return;
    }
    this.#places = new Int32Array(rows);
    let next = 0;
    for (let row = 0; row < rows; row += 1) this.#places[row] = has(row) ? next++ : -1;
  }

  /** null: it is not among them. */
  place(row: number): number | null {
    if (row >= this.#rows) return null;
    const place = this.#places ? (this.#places[row] ?? -1) : row;
    return place < 0 ? null : place;
  }

  places(rows: Iterable<number>): number[] {
    const found: number[] = [];
    for (const row of rows) {
      const place = this.place(row);
      if (place !== null) found.push(place);
    }
    return found;
  }

  /** How many of the first `rows` rows are among them. */
  countBefore(rows: number): number {
    if (!this.#places) return Math.min(rows, this.#rows);
    for (let row = Math.min(rows, this.#rows) - 1; row >= 0; row -= 1) {
      const place = this.#places[row] ?? -1;
      if (place >= 0) return place + 1;
    }
    return 0;
  }
}
