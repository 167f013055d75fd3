import type { Database } from '../file/sqlite.ts';

/**
 * The first schema. Instants are µs, times of our own ISO 8601, hashes SHA-256, blobs named in
 * `../event-file.ts` (mapped, raw, body, items) or made by the index and compressed (columns).
 *
 * There is no row per event: `chunk` holds up to 64 events under the number of its first one, and
 * `batch` the columns of one answer, read in one go when the session opens.
 */
export function tables(db: Database): void {
  db.exec(`
    CREATE TABLE meta (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE collection (
      id INTEGER PRIMARY KEY,
      origin TEXT NOT NULL,
      source TEXT NOT NULL,
      address TEXT NOT NULL,
      from_time INTEGER,
      to_time INTEGER,
      filters TEXT NOT NULL,
      with_details INTEGER NOT NULL,
      started_at TEXT NOT NULL,
      finished_at TEXT,
      version TEXT NOT NULL,
      status TEXT NOT NULL
    ) STRICT;

    CREATE TABLE window (
      id INTEGER PRIMARY KEY,
      collection_id INTEGER NOT NULL REFERENCES collection,
      from_time INTEGER NOT NULL,
      to_time INTEGER NOT NULL,
      status TEXT NOT NULL,
      reason TEXT,
      position TEXT,
      counts TEXT NOT NULL
    ) STRICT;
    CREATE INDEX window_of_collection ON window (collection_id);

    -- What a service sent, or what a file held, in the order it came: each hash is chained to the
    -- one before (chain = SHA-256 of the previous chain and this body's SHA-256).
    CREATE TABLE answer (
      id INTEGER PRIMARY KEY,
      window_id INTEGER REFERENCES window,
      received_at TEXT NOT NULL,
      sha256 BLOB NOT NULL,
      chain BLOB NOT NULL,
      body BLOB NOT NULL
    ) STRICT;

    CREATE TABLE batch (
      answer_id INTEGER PRIMARY KEY REFERENCES answer,
      first_row INTEGER NOT NULL,
      row_count INTEGER NOT NULL,
      columns BLOB NOT NULL,
      identities BLOB NOT NULL
    ) STRICT;

    CREATE TABLE chunk (
      first_row INTEGER PRIMARY KEY,
      row_count INTEGER NOT NULL,
      answer_id INTEGER NOT NULL REFERENCES answer,
      mapped BLOB NOT NULL,
      raw BLOB NOT NULL
    ) STRICT;
    CREATE INDEX chunk_of_answer ON chunk (answer_id);

    CREATE TABLE details_batch (
      answer_id INTEGER PRIMARY KEY REFERENCES answer,
      columns BLOB NOT NULL
    ) STRICT;

    CREATE TABLE details_chunk (
      id INTEGER PRIMARY KEY,
      answer_id INTEGER NOT NULL REFERENCES answer,
      items BLOB NOT NULL,
      raw BLOB NOT NULL
    ) STRICT;
    CREATE INDEX details_chunk_of_answer ON details_chunk (answer_id);

    CREATE TABLE detail (
      row INTEGER PRIMARY KEY,
      chunk_id INTEGER NOT NULL REFERENCES details_chunk,
      slot INTEGER NOT NULL
    ) STRICT;

    -- Rows of one id with different content from one address: all under the row that came first.
    CREATE TABLE version (
      row INTEGER PRIMARY KEY,
      first_row INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX version_of_row ON version (first_row);

    CREATE TABLE quarantine (
      id INTEGER PRIMARY KEY,
      answer_id INTEGER NOT NULL REFERENCES answer,
      raw TEXT NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;

    CREATE TABLE name (
      source TEXT NOT NULL,
      actor TEXT NOT NULL,
      name TEXT NOT NULL,
      PRIMARY KEY (source, actor)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE mark (
      row INTEGER PRIMARY KEY,
      tags TEXT NOT NULL,
      note TEXT,
      who TEXT NOT NULL,
      at TEXT NOT NULL
    ) STRICT;
  `);
}
