import type { Database } from '../file/sqlite.ts';

/**
 * What people made of findings, as the history of what they said, and messages about them. Both
 * hold what a finding says of events, in the encrypted file alone.
 */
export function findings(db: Database): void {
  db.exec(`
    -- finding: as it was when it was judged, JSON.
    CREATE TABLE judgement (
      id INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      who TEXT NOT NULL,
      key TEXT NOT NULL,
      state TEXT NOT NULL,
      reason TEXT,
      finding TEXT NOT NULL
    ) STRICT;
    CREATE INDEX judgement_key ON judgement (key);

    -- Written before it is sent, so that one whose answer never came is known: state 'sending'.
    CREATE TABLE notice (
      id INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      who TEXT NOT NULL,
      finding TEXT NOT NULL,
      address TEXT NOT NULL,
      recipient TEXT NOT NULL,
      text TEXT NOT NULL,
      state TEXT NOT NULL,
      failure TEXT,
      message_id TEXT
    ) STRICT;
  `);
}
