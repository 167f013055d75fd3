import type { Database } from '../file/sqlite.ts';

/**
 * People as the history of what was said of them, as marks are: who an actor is now follows from
 * all of it, one after another. Names and addresses lie in the encrypted file alone.
 */
export function people(db: Database): void {
  db.exec(`
    -- kind: 'link' (the actor is this person, named so), 'unlink' (the actor is nobody) or 'rename'.
    CREATE TABLE person_change (
      id INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      who TEXT NOT NULL,
      kind TEXT NOT NULL,
      person INTEGER NOT NULL,
      name TEXT,
      source TEXT,
      actor TEXT
    ) STRICT;

    -- Actors of whom somebody said that they are not the same; the lesser key first.
    CREATE TABLE person_apart (
      one TEXT NOT NULL,
      other TEXT NOT NULL,
      at TEXT NOT NULL,
      who TEXT NOT NULL,
      PRIMARY KEY (one, other)
    ) STRICT;

    -- The address that the service gave with the name.
    ALTER TABLE name ADD COLUMN email TEXT;
  `);
}
