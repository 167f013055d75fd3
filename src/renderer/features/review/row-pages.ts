import type { Row } from '../../../shared/session.ts';
import { kept } from './kept.ts';

/** A row of the table; with its JSON to the letter while a column shows something of it. */
export type ShownRow = Row & { raw?: string };

/** Rows are asked for a page at a time; a screen needs one or two. */
export const pageSize = 100;
/** Pages kept: 3,000 rows, some five megabytes; those gone by come again in a few milliseconds. */
const mostPages = 30;
/** Rows of one answer, as the contract has it. */
const mostAtOnce = 1000;
/** Asked at the same time: while the thumb is dragged, what is passed over must not queue up. */
const mostAsked = 2;

export type AskRows = (offset: number, limit: number) => Promise<ShownRow[]>;

/**
 * The rows of one query in one order, in pages. An answer that comes after `close` is dropped, and
 * a page that is out of sight before its turn comes is never asked for.
 */
export class RowPages {
  private readonly ask: AskRows;
  private readonly before: (index: number) => ShownRow | undefined;
  private readonly changed: () => void;
  private readonly failed: (error: unknown) => void;
  /** In order of use, the oldest first. */
  private readonly pages = new Map<number, ShownRow[]>();
  private readonly asked = new Set<number>();
  private wanted: number[] = [];
  private closed = false;

  /** @param before what is shown until the rows that are asked for have come */
  constructor(
    ask: AskRows,
    changed: () => void,
    failed: (error: unknown) => void,
    before: (index: number) => ShownRow | undefined = () => undefined,
  ) {
    this.ask = ask;
    this.before = before;
    this.changed = changed;
    this.failed = failed;
  }

  row(index: number): ShownRow | undefined {
    return this.pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** `first`–`last` (both inclusive) are in sight: asks for what is missing, the middle first. */
  want(first: number, last: number): void {
    const from = Math.floor(Math.max(0, first) / pageSize);
    const to = Math.floor(Math.max(0, last) / pageSize);
    const inSight = Array.from({ length: to - from + 1 }, (_, at) => from + at);
    for (const page of inSight) this.touch(page);
    const middle = (from + to) / 2;
    this.wanted = inSight
      .filter((page) => !this.pages.has(page))
      .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    this.go();
  }

  /**
   * Loads the pages from this row to the last (both inclusive) in one answer, which is of one moment,
   * and waits for it; rejects with what `ask` rejected with. @returns its rows
   */
  async load(first: number, last = first): Promise<ShownRow[]> {
    const [from, to] = [Math.floor(first / pageSize), Math.floor(last / pageSize)];
    const rows = await this.ask(from * pageSize, (to - from + 1) * pageSize);
    if (this.closed) return rows;
    for (let page = from; page <= to; page += 1) {
      const at = (page - from) * pageSize;
      if (at < rows.length || page === 0) this.keep(page, rows.slice(at, at + pageSize));
    }
    return rows;
  }

  /** Where a row is among those that are here; null when it is not. */
  indexOf(row: number): number | null {
    for (const [page, rows] of this.pages) {
      const at = rows.findIndex((one) => one.row === row);
      if (at !== -1) return page * pageSize + at;
    }
    return null;
  }

  /** The rows that are here, with their places; the oldest pages first. */
  *loaded(): Iterable<{ index: number; row: ShownRow }> {
    for (const [page, rows] of this.pages) {
      for (const [at, row] of rows.entries()) yield { index: page * pageSize + at, row };
    }
  }

  /** Rows from one place to another, both inclusive, wherever they are; nothing is kept of them. */
  async stretch(first: number, last: number): Promise<ShownRow[]> {
    const rows: ShownRow[] = [];
    while (first + rows.length <= last) {
      const at = first + rows.length;
      const here = this.row(at);
      const some = here ? [here] : await this.ask(at, Math.min(mostAtOnce, last - at + 1));
      if (some.length === 0) break;
      rows.push(...some);
    }
    return rows;
  }

  close(): void {
    this.closed = true;
    this.wanted = [];
  }

  private go(): void {
    while (this.asked.size < mostAsked) {
      const page = this.wanted.shift();
      if (page === undefined || this.closed) return;
      if (!this.asked.has(page)) void this.fetch(page);
    }
  }

  private async fetch(page: number): Promise<void> {
    this.asked.add(page);
    try {
      const rows = await this.ask(page * pageSize, pageSize);
      if (this.closed) return;
      this.keep(page, rows);
      this.changed();
    } catch (error) {
      if (!this.closed) this.failed(error);
    } finally {
      this.asked.delete(page);
      this.go();
    }
  }

  /** What stands where it stood is not drawn again. */
  private keep(page: number, rows: ShownRow[]): void {
    const first = page * pageSize;
    this.pages.set(
      page,
      rows.map((row, at) => {
        const before = this.before(first + at);
        return before?.row === row.row ? kept(before, row) : row;
      }),
    );
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= mostPages) break;
      this.pages.delete(oldest);
    }
  }

  private touch(page: number): void {
    const rows = this.pages.get(page);
    if (!rows) return;
    this.pages.delete(page);
    this.pages.set(page, rows);
  }
}
