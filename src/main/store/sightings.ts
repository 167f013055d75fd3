import { z } from 'zod';
import { sourceKindSchema } from '../../shared/event.ts';
import { filtersSchema, type LedgerWindow } from '../../shared/session.ts';
import { ownersAt } from './accounts.ts';
import { EventFilter } from './filters.ts';
import type { Database } from './file/sqlite.ts';
import type { SessionState } from './state.ts';

const blob = z.instanceof(Buffer);
const numbers = z.array(z.number());
const collectionRow = z.object({
  source: sourceKindSchema,
  address: z.string(),
  owner: z.string().nullable(),
  filters: z.string(),
  known_rows: z.number().nullable(),
});
const extentRow = z.object({
  first_row: z.number(),
  row_count: z.number(),
  origin: z.string(),
  address: z.string(),
  owner: z.string().nullable(),
});
const goneRow = z.object({ collection_id: z.number(), at: z.string() });

/** Whose word it is that a row was there. */
type Witness = Pick<z.infer<typeof collectionRow>, 'source' | 'address' | 'owner'>;

/**
 * The tables `seen` and `absence`: which known rows the service showed again, and which it no longer
 * does. Its methods run inside the caller's transaction; the index is told what changes.
 */
export class Sightings {
  readonly #state: SessionState;

  constructor(state: SessionState) {
    this.#state = state;
  }

  /** Keeps that an answer showed these rows again. */
  keep(windowId: number, answerId: number, rows: readonly number[]): void {
    if (rows.length === 0) return;
    this.#state.db
      .prepare('INSERT INTO seen (answer_id, window_id, rows) VALUES (?, ?, ?)')
      .run(answerId, windowId, packSeen(rows));
  }

  /** What was gone and is shown again, in whatever version, is there again. */
  endAbsences(collectionId: number, rows: readonly number[]): void {
    const { db, index } = this.#state;
    if (rows.length === 0) return;
    const any = db.prepare('SELECT 1 FROM absence WHERE ended_by IS NULL LIMIT 1').get();
    if (any === undefined) return;
    const end = db.prepare('UPDATE absence SET ended_by = ? WHERE row = ? AND ended_by IS NULL');
    const back = rows
      .flatMap((row) => this.#versions(row))
      .filter((row) => end.run(collectionId, row).changes > 0);
    index.setFlag('gone', back, false);
  }

  /**
   * Flags as gone what the session knew of this account when the window's collection was recorded,
   * what its filters let through, and what none of the window's answers showed, in whatever version:
   * an id comes and goes as one. Nothing where that cannot be told. Returns how many rows were not shown, those that were gone before included.
   */
  settle(collectionId: number, window: LedgerWindow): number {
    const missing = this.#missing(collectionId, window);
    const insert = this.#state.db.prepare(
      `INSERT INTO absence (row, collection_id, at) VALUES (?, ?, ?)
       ON CONFLICT (row) WHERE ended_by IS NULL DO NOTHING`,
    );
    const at = new Date().toISOString();
    for (const row of missing) insert.run(row, collectionId, at);
    this.#state.index.setFlag('gone', missing, true);
    return missing.length;
  }

  #missing(collectionId: number, window: LedgerWindow): number[] {
    const { filters, known_rows, ...asking } = collectionRow.parse(
      this.#state.db
        .prepare(
          `SELECT source, address, owner ->> 'id' AS owner, filters, known_rows
           FROM collection WHERE id = ?`,
        )
        .get(collectionId),
    );
    const filter = new EventFilter(filtersSchema.parse(JSON.parse(filters)));
    if (known_rows === null || !filter.isKnown) return [];
    // Where anybody's name is known, who asked without one may be another than whoever was shown it.
    if (asking.owner === null && ownersAt(this.#state.db, asking).size > 0) return [];
    const set = this.#state.index.select(filter.query, { from: window.from, to: window.to + 1 });
    const seen = this.#seenBy('window_id = ?', [window.id]);
    const unseen: number[] = [];
    for (let row = 0; row < known_rows; row++) {
      if (set.has(row) && !seen.has(row) && this.#state.index.source(row) === asking.source)
        unseen.push(row);
    }
    if (unseen.length === 0) return unseen;
    const isKnownHere = this.#knowledgeOf(asking);
    const unreadable = this.#unreadableOf(collectionId);
    return unseen.filter((row) => {
      const versions = this.#versions(row);
      return (
        versions.some(isKnownHere) &&
        (filter.letsAll || filter.lets(this.#state.events.mapped(row))) &&
        !versions.some((version) => seen.has(version)) &&
        !unreadable.some((raw) => raw.includes(this.#state.index.id(row)))
      );
    });
  }

  /** Whether a row was ever shown to this account: a file, or another account, says nothing of it. */
  #knowledgeOf({ source, address, owner }: Witness): (row: number) => boolean {
    const extentAt = this.#state.db.prepare(
      `SELECT first_row, row_count, origin, address, owner ->> 'id' AS owner FROM chunk
       JOIN answer ON answer.id = chunk.answer_id
       JOIN window ON window.id = window_id
       JOIN collection ON collection.id = collection_id
       WHERE chunk.first_row <= ? ORDER BY chunk.first_row DESC LIMIT 1`,
    );
    let extent: z.infer<typeof extentRow> | null = null;
    let shown: ReadonlySet<number> | null = null;
    return (row) => {
      if (!extent || row >= extent.first_row + extent.row_count || row < extent.first_row) {
        extent = extentRow.parse(extentAt.get(row));
      }
      const isFromThere = extent.origin === 'service' && extent.address === address;
      if (isFromThere && extent.owner === owner) return true;
      shown ??= this.#seenBy(
        `window_id IN (SELECT window.id FROM window
           JOIN collection ON collection.id = collection_id
           WHERE origin = 'service' AND source = ? AND address = ? AND owner ->> 'id' IS ?)`,
        [source, address, owner],
      );
      return shown.has(row);
    };
  }

  #seenBy(condition: string, values: (string | number | null)[]): Set<number> {
    const found = new Set<number>();
    const blobs = this.#state.db.prepare(`SELECT rows FROM seen WHERE ${condition}`).pluck();
    for (const rows of blobs.iterate(...values)) {
      for (const row of unpackSeen(blob.parse(rows))) found.add(row);
    }
    return found;
  }

  /** What a collection could not read may be the very event that seems to be missing. */
  #unreadableOf(collectionId: number): string[] {
    const found = this.#state.db
      .prepare(
        `SELECT raw FROM quarantine JOIN answer ON answer.id = answer_id
         JOIN window ON window.id = window_id WHERE collection_id = ?`,
      )
      .pluck();
    return z.array(z.string()).parse(found.all(collectionId));
  }

  /** All rows of a row's id from one service, itself included. */
  #versions(row: number): number[] {
    const found = this.#state.db
      .prepare(
        `SELECT row FROM version
         WHERE first_row = (SELECT first_row FROM version WHERE row = :row)
         UNION SELECT :row`,
      )
      .pluck();
    return numbers.parse(found.all({ row }));
  }
}

/** Rows that are gone now. */
export function goneRows(db: Database): number[] {
  return numbers.parse(db.prepare('SELECT row FROM absence WHERE ended_by IS NULL').pluck().all());
}

/** The collection that no longer found a row, and when; null while the service has it. */
export function goneSince(db: Database, row: number): { collectionId: number; at: string } | null {
  const found = db
    .prepare('SELECT collection_id, at FROM absence WHERE row = ? AND ended_by IS NULL')
    .get(row);
  if (found === undefined) return null;
  const { collection_id: collectionId, at } = goneRow.parse(found);
  return { collectionId, at };
}

export function packSeen(rows: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(rows.length * 4);
  for (const [index, row] of rows.entries()) bytes.writeUInt32LE(row, index * 4);
  return bytes;
}

/** The rows of a blob in the table `seen`. */
export function* unpackSeen(bytes: Buffer): Iterable<number> {
  for (let at = 0; at < bytes.length; at += 4) yield bytes.readUInt32LE(at);
}
