import type { Database } from '../file/sqlite.ts';

/**
 * Which bundles a session came from. An answer whose body was left out of them has an empty one:
 * its hash and the chain stay.
 */
export function origin(db: Database): void {
  db.exec(`
    -- contents: what had been chosen to go in. merged: what it brought to a session that was there,
    -- NULL for the bundle that the session was made of.
    CREATE TABLE origin (
      id INTEGER PRIMARY KEY,
      bundle TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      sealed_at TEXT NOT NULL,
      signer TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      opened_at TEXT NOT NULL,
      contents TEXT NOT NULL,
      merged TEXT
    ) STRICT;
  `);
}
