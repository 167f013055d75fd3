import type { Database } from '../file/sqlite.ts';

/** What a merged bundle said otherwise than the session, and how much each bundle held. */
export function mergeConflicts(db: Database): void {
  db.exec(`
    -- How many events and marks the bundle held; NULL for those opened before this was kept.
    ALTER TABLE origin ADD COLUMN events INTEGER;
    ALTER TABLE origin ADD COLUMN marks INTEGER;

    -- An event with other content stands in both rows, the one that was here in other. A note of
    -- both sides: what each had and who wrote it (NULL: they had taken it away), and what was kept.
    CREATE TABLE merge_conflict (
      id INTEGER PRIMARY KEY,
      origin_id INTEGER NOT NULL REFERENCES origin (id),
      row INTEGER NOT NULL,
      other INTEGER,
      mine TEXT,
      mine_by TEXT,
      theirs TEXT,
      theirs_by TEXT,
      kept TEXT
    ) STRICT;
    CREATE INDEX merge_conflict_by_origin ON merge_conflict (origin_id, id);
  `);
}
