import type { Database } from '../file/sqlite.ts';

/**
 * Who saw personal data, when and why; entries cannot be changed or taken away through SQL. And the
 * secret of pseudonyms, made here so that every session has its own.
 */
export function privacy(db: Database): void {
  db.exec(`
    -- action: 'show', 'copy', 'export' or 'seal'. A null row is every event, a null field every field.
    CREATE TABLE reveal (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at TEXT NOT NULL,
      who TEXT NOT NULL,
      action TEXT NOT NULL,
      row INTEGER,
      field TEXT,
      events INTEGER,
      target TEXT,
      reason TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER reveal_stays BEFORE DELETE ON reveal
      BEGIN SELECT RAISE(ABORT, 'the record of reveals only grows'); END;
    CREATE TRIGGER reveal_is_final BEFORE UPDATE ON reveal
      BEGIN SELECT RAISE(ABORT, 'the record of reveals only grows'); END;

    INSERT INTO meta (key, value) VALUES ('pseudonym_secret', lower(hex(randomblob(32))));
  `);
}
