import { hash } from 'node:crypto';
import { z } from 'zod';
import {
  quarantineEntrySchema,
  type Quarantined,
  type QuarantineEntry,
} from '../../shared/session.ts';
import type { Database } from './file/sqlite.ts';

const knownRow = z.object({
  id: z.number(),
  collection_id: z.number(),
  source: z.string(),
  raw: z.string(),
});
const windowRow = z.object({ collection_id: z.number(), source: z.string() });

/**
 * Objects that could not be read. One that a collection meets again (pages overlap, a window is
 * begun anew) is the same object: it is kept and counted once for each collection, and shown once
 * for each source.
 */
export class QuarantineTable {
  readonly #db: Database;
  /** A collection and the hash of an object it has met. */
  readonly #met = new Set<string>();
  /** The first row of an object, by its source and hash. */
  readonly #first = new Map<string, number>();

  constructor(db: Database) {
    this.#db = db;
    const rows = db.prepare(
      `SELECT quarantine.id, collection_id, source, raw FROM quarantine
       JOIN answer ON answer.id = answer_id JOIN window ON window.id = window_id
       JOIN collection ON collection.id = collection_id ORDER BY quarantine.id`,
    );
    for (const row of rows.iterate()) {
      const { id, collection_id: of, source, raw } = knownRow.parse(row);
      const digest = hash('sha256', raw, 'base64');
      this.#met.add(`${of} ${digest}`);
      const key = `${source} ${digest}`;
      if (!this.#first.has(key)) this.#first.set(key, id);
    }
  }

  /** Keeps those that the window's collection has not met yet and returns how many these are. */
  keep(windowId: number, answerId: number, objects: readonly Quarantined[]): number {
    const { collection_id: of, source } = windowRow.parse(
      this.#db
        .prepare(
          `SELECT collection_id, source FROM window
           JOIN collection ON collection.id = collection_id WHERE window.id = ?`,
        )
        .get(windowId),
    );
    const insert = this.#db.prepare(
      'INSERT INTO quarantine (answer_id, raw, reason, repeats) VALUES (?, ?, ?, ?)',
    );
    let kept = 0;
    for (const { raw, reason } of objects) {
      const digest = hash('sha256', raw, 'base64');
      if (this.#met.has(`${of} ${digest}`)) continue;
      this.#met.add(`${of} ${digest}`);
      const key = `${source} ${digest}`;
      const first = this.#first.get(key);
      const { lastInsertRowid } = insert.run(answerId, raw, reason, first ?? null);
      if (first === undefined) this.#first.set(key, Number(lastInsertRowid));
      kept += 1;
    }
    return kept;
  }
}

/** Each object that still cannot be read, once for each source, in the order they came. */
export function readQuarantine(db: Database, offset: number, limit: number): QuarantineEntry[] {
  const rows = db
    .prepare(
      `SELECT quarantine.id, raw, quarantine.reason, source, collection.id AS collectionId,
         received_at AS receivedAt
       FROM quarantine
       JOIN answer ON answer.id = answer_id
       JOIN window ON window.id = window_id
       JOIN collection ON collection.id = collection_id
       WHERE reread_at IS NULL AND repeats IS NULL ORDER BY quarantine.id LIMIT ? OFFSET ?`,
    )
    .all(limit, offset);
  return z.array(quarantineEntrySchema).parse(rows);
}

export function countQuarantine(db: Database): number {
  const counted = db
    .prepare('SELECT count(*) FROM quarantine WHERE reread_at IS NULL AND repeats IS NULL')
    .pluck()
    .get();
  return z.number().parse(counted);
}
