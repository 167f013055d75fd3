import type { Database } from '../file/sqlite.ts';

/**
 * What was searched for. Queries hold names and addresses, as events do: they lie in the encrypted
 * file, and can be cleared.
 */
export function searches(db: Database): void {
  db.exec(`
    -- A query that is asked again gets a new number: the highest is the latest.
    CREATE TABLE recent_query (
      id INTEGER PRIMARY KEY,
      query TEXT NOT NULL UNIQUE,
      at TEXT NOT NULL
    ) STRICT;

    -- from_time, to_time: the period that belongs to it, or NULL.
    CREATE TABLE saved_search (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      query TEXT NOT NULL,
      from_time INTEGER,
      to_time INTEGER
    ) STRICT;
  `);
}
