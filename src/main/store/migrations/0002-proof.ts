import type { Database } from '../file/sqlite.ts';

/**
 * What a collection needs to prove itself: whose token it was, how it ended, what came late, what
 * was seen again, and what no longer was. Nothing of this is ever taken out again: an absence ends,
 * an object of the quarantine is read again, and both stay told.
 */
export function proof(db: Database): void {
  db.exec(`
    ALTER TABLE collection ADD COLUMN purpose TEXT NOT NULL DEFAULT 'events';
    ALTER TABLE collection ADD COLUMN selection TEXT;
    ALTER TABLE collection ADD COLUMN owner TEXT;
    ALTER TABLE collection ADD COLUMN clock_offset_ms REAL;
    ALTER TABLE collection ADD COLUMN refresh INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE collection ADD COLUMN overlap_ms INTEGER;
    ALTER TABLE collection ADD COLUMN filter_ignored INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE collection ADD COLUMN stop TEXT;
    -- How many rows the session had when it was recorded: only these can turn out to be gone. NULL
    -- for collections of the first schema, whose pages did not tell what they saw again.
    ALTER TABLE collection ADD COLUMN known_rows INTEGER;

    ALTER TABLE window ADD COLUMN first TEXT;
    ALTER TABLE window ADD COLUMN last TEXT;
    UPDATE window
      SET counts = json_set(counts, '$.late', 0, '$.vanished', 0, '$.interruptions', 0);

    -- Objects of an earlier answer's quarantine that could be read later are an answer of their own.
    ALTER TABLE answer ADD COLUMN again_of INTEGER REFERENCES answer;

    -- Rows that an answer showed although the session had them already: uint32 each.
    CREATE TABLE seen (
      answer_id INTEGER PRIMARY KEY REFERENCES answer,
      window_id INTEGER NOT NULL REFERENCES window,
      rows BLOB NOT NULL
    ) STRICT;
    CREATE INDEX seen_of_window ON seen (window_id);

    CREATE TABLE late (
      row INTEGER PRIMARY KEY
    ) STRICT;

    -- A row that a complete collection of its stretch did not show, until a later one does.
    CREATE TABLE absence (
      id INTEGER PRIMARY KEY,
      row INTEGER NOT NULL,
      collection_id INTEGER NOT NULL REFERENCES collection,
      at TEXT NOT NULL,
      ended_by INTEGER REFERENCES collection
    ) STRICT;
    CREATE UNIQUE INDEX absence_now ON absence (row) WHERE ended_by IS NULL;

    -- repeats: the same object, met before by another collection.
    ALTER TABLE quarantine ADD COLUMN repeats INTEGER REFERENCES quarantine;
    ALTER TABLE quarantine ADD COLUMN reread_at TEXT;
    UPDATE quarantine SET repeats = earlier.id
      FROM (
        SELECT quarantine.id AS met, min(quarantine.id) OVER (PARTITION BY source, raw) AS id
        FROM quarantine
        JOIN answer ON answer.id = answer_id
        JOIN window ON window.id = window_id
        JOIN collection ON collection.id = collection_id
      ) AS earlier
      WHERE quarantine.id = earlier.met AND earlier.id < earlier.met;
    CREATE INDEX quarantine_now ON quarantine (id) WHERE reread_at IS NULL AND repeats IS NULL;
  `);
}
