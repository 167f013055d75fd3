import { z } from 'zod';
import { Failed } from '../../shared/errors.ts';
import { parts, type EventIndex, type Extent } from './event-index.ts';
import type { SessionFile } from './file/database.ts';
import type { Database } from './file/sqlite.ts';
import { compress, compressColumns, decompress } from './payload.ts';

const blob = z.instanceof(Buffer);
const batchRow = z.object({ columns: blob, end: z.number().nullable() });
const count = z.number().nullable();

/** Entries in a piece: written in a tenth of a second, and few enough pieces for ten million. */
const pieceSize = 65_536;
/** So much more than the pieces hold is worth writing them. */
const due = { answers: 1000, entries: 65_536 };

/**
 * The index in the file: large pieces, and behind them the batches of answers that came since. Each
 * is a copy of what the answers say; `merge` moves batches into pieces, in a transaction of its own.
 */
export class Compaction {
  readonly #file: Pick<SessionFile, 'startWriting'>;
  readonly #db: Database;
  readonly #size: number;
  /** The last answer in the pieces, and how much they hold. */
  #merged: { answer: number; extent: Extent | null } = { answer: 0, extent: null };

  /** `size`: entries in a piece. */
  constructor(file: Pick<SessionFile, 'db' | 'startWriting'>, size = pieceSize) {
    this.#file = file;
    this.#db = file.db;
    this.#size = size;
  }

  /**
   * Fills an empty index a step at a time, the first of which is the order of all rows. Throws
   * `session.damaged`.
   */
  *load(index: EventIndex): Generator<void, void> {
    const [order] = this.#pieces().all('order');
    if (order !== undefined) index.loadOrder(decompress(blob.parse(order)));
    yield;
    for (const part of parts) {
      // By number: a statement that is being read from holds up whoever wants to write meanwhile.
      const firsts = this.#db.prepare('SELECT first FROM piece WHERE part = ? ORDER BY first');
      for (const first of firsts.pluck().all(part)) {
        const [piece] = this.#pieces('AND first = ?').all(part, z.number().parse(first));
        index.loadPiece(part, decompress(blob.parse(piece)));
        yield;
      }
    }
    const answer = this.#number(`SELECT answer_id FROM piece WHERE part = 'order'`) ?? 0;
    this.#merged = { answer, extent: index.extent };
    // In the order in which they were written: each leans on those before.
    const batches = this.#db.prepare(
      `SELECT answer_id, 0 AS late, columns, first_row + row_count AS end
         FROM batch WHERE answer_id > :answer
       UNION ALL
       SELECT answer_id, 1, columns, NULL FROM details_batch WHERE answer_id > :answer
       ORDER BY answer_id, late`,
    );
    for (const row of batches.iterate({ answer })) {
      const { columns, end } = batchRow.parse(row);
      index.load(decompress(columns));
      if (end !== null && index.rows !== end) throw new Failed('session.damaged');
    }
    yield;
    const rows = this.#number(
      'SELECT first_row + row_count FROM batch ORDER BY answer_id DESC LIMIT 1',
    );
    if (index.rows !== (rows ?? 0)) throw new Failed('session.damaged');
  }

  /** What was last given to `merge`, while it still says what the file holds; else null. */
  summary(): unknown {
    const [found] = this.#pieces('AND answer_id = (SELECT max(id) FROM answer)').all('summary');
    return found === undefined ? null : JSON.parse(decompress(blob.parse(found)).toString());
  }

  /**
   * Writes pieces when so many answers, or very many events, have come since. `summarize` tells what
   * is to be known before everything is loaded, as JSON.
   */
  merge(index: EventIndex, summarize: () => unknown, least = due.answers): void {
    // Of those that have columns: a bundle's answers are there before their events come.
    const answer =
      this.#number(
        `SELECT max(id) FROM (SELECT max(answer_id) AS id FROM batch
           UNION ALL SELECT max(answer_id) FROM details_batch)`,
      ) ?? 0;
    const { extent } = index;
    const before = this.#merged;
    const grown = parts.some((part) => {
      const had = before.extent?.[part] ?? 0;
      // The order is written whole each time: of many rows not so often.
      return extent[part] - had >= Math.max(due.entries, had / 16);
    });
    if (answer - before.answer < least && !grown) return;
    this.#file.startWriting();
    const summary = JSON.stringify(summarize());
    this.#db.transaction(() => this.#write(index, before.answer, answer, summary)).immediate();
    this.#merged = { answer, extent };
  }

  #write(index: EventIndex, before: number, answer: number, summary: string): void {
    const db = this.#db;
    // First, so that the pieces take the place that this leaves free.
    for (const table of ['batch', 'details_batch']) {
      db.prepare(`UPDATE ${table} SET columns = x'' WHERE answer_id > ? AND answer_id <= ?`).run(
        before,
        answer,
      );
    }
    const insert = db.prepare(
      'INSERT OR REPLACE INTO piece (part, first, answer_id, columns) VALUES (?, ?, ?, ?)',
    );
    for (const part of parts) {
      const last = this.#number('SELECT max(first) FROM piece WHERE part = ?', part);
      // Text 0 is none, and in no piece. The last piece may have room: it is written anew.
      let from = last ?? (part === 'texts' ? 1 : 0);
      while (from < index.extent[part]) {
        const { to, bytes } = index.piece(part, from, this.#size);
        insert.run(part, from, answer, compressColumns(bytes));
        from = to;
      }
    }
    insert.run('order', 0, answer, compressColumns(index.order()));
    insert.run('summary', 0, answer, compress(Buffer.from(summary)));
  }

  #pieces(which = 'ORDER BY first') {
    return this.#db.prepare(`SELECT columns FROM piece WHERE part = ? ${which}`).pluck();
  }

  #number(sql: string, ...values: string[]): number | null {
    return (
      count.optional().parse(
        this.#db
          .prepare(sql)
          .pluck()
          .get(...values),
      ) ?? null
    );
  }
}
