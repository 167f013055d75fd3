import type { Database } from '../file/sqlite.ts';

/**
 * The index in few large pieces, because fifteen thousand batches of a page each take longer to read
 * than all they say. Batches that are in the pieces have no columns any more.
 */
export function pieces(db: Database): void {
  db.exec(`
    -- part: 'texts', 'rows', 'details', or 'order'. answer_id: the last answer in this piece and the
    -- ones before; that of 'order' is the last one in any.
    CREATE TABLE piece (
      part TEXT NOT NULL,
      first INTEGER NOT NULL,
      answer_id INTEGER NOT NULL REFERENCES answer,
      columns BLOB NOT NULL,
      PRIMARY KEY (part, first)
    ) STRICT;
  `);
}
