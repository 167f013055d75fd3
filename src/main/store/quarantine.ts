import { hash } from 'node:crypto';
import { z } from 'zod';
import { quarantinedSchema, type Quarantined } from '../../shared/session.ts';
import type { Database } from './file/sqlite.ts';

const knownRow = z.object({ collection_id: z.number(), raw: z.string() });

/**
 * Objects that could not be read. One that a collection meets again (pages overlap, a window is
 * begun anew) is the same object: it is kept and counted once for each collection.
 */
export class QuarantineTable {
  readonly #db: Database;
  /** A collection and the hash of an object it has met. */
  readonly #known = new Set<string>();

  constructor(db: Database) {
    this.#db = db;
    const rows = db.prepare(
      `SELECT collection_id, raw FROM quarantine
       JOIN answer ON answer.id = answer_id JOIN window ON window.id = window_id`,
    );
    for (const row of rows.iterate()) {
      const { collection_id: of, raw } = knownRow.parse(row);
      this.#known.add(keyOf(of, raw));
    }
  }

  /** Keeps those that the window's collection has not met yet and returns how many these are. */
  keep(windowId: number, answerId: number, objects: readonly Quarantined[]): number {
    const of = z
      .number()
      .parse(
        this.#db.prepare('SELECT collection_id FROM window WHERE id = ?').pluck().get(windowId),
      );
    const insert = this.#db.prepare(
      'INSERT INTO quarantine (answer_id, raw, reason) VALUES (?, ?, ?)',
    );
    let kept = 0;
    for (const { raw, reason } of objects) {
      const key = keyOf(of, raw);
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      insert.run(answerId, raw, reason);
      kept += 1;
    }
    return kept;
  }
}

/** Each object once, in the order they came, whichever collections met it. */
export function readQuarantine(db: Database, offset: number, limit: number): Quarantined[] {
  const rows = db
    .prepare(
      `SELECT raw, min(reason) AS reason FROM quarantine GROUP BY raw
       ORDER BY min(id) LIMIT ? OFFSET ?`,
    )
    .all(limit, offset);
  return z.array(quarantinedSchema).parse(rows);
}

export function countQuarantine(db: Database): number {
  return z.number().parse(db.prepare('SELECT count(DISTINCT raw) FROM quarantine').pluck().get());
}

function keyOf(collectionId: number, raw: string): string {
  return `${collectionId} ${hash('sha256', raw, 'base64')}`;
}
