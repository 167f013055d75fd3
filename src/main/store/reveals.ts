import { z } from 'zod';
import type { Reveal, RevealDraft } from '../../shared/reveals.ts';
import { revealDraftSchema } from '../../shared/reveals.ts';
import type { EventIndex } from './event-index.ts';
import type { Database } from './file/sqlite.ts';

const stored = revealDraftSchema.extend({
  id: z.number().int(),
  at: z.string(),
  who: z.string(),
  reason: z.string(),
});

/** The record of what personal data was shown to whom and why: it only grows. */
export class RevealTable {
  readonly #db: Database;
  readonly #who: string;

  /** `who` signs the entries. */
  constructor(db: Database, who: string) {
    this.#db = db;
    this.#who = who;
  }

  /** Runs in the caller's transaction. */
  add({ action, row, field, events, target, reason }: RevealDraft): void {
    this.#db
      .prepare(
        `INSERT INTO reveal (at, who, action, row, field, events, target, reason)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(new Date().toISOString(), this.#who, action, row, field, events, target, reason);
  }

  /** Latest first. */
  list(index: EventIndex): Reveal[] {
    const rows = this.#db.prepare('SELECT * FROM reveal ORDER BY id DESC').all();
    return z
      .array(stored)
      .parse(rows)
      .map((entry) => ({ ...entry, event: entry.row === null ? null : name(index, entry.row) }));
  }
}

function name(index: EventIndex, row: number): Reveal['event'] {
  return row < index.rows ? { source: index.source(row), id: index.id(row) } : null;
}

/** The secret that pseudonyms of this session are made with. */
export function pseudonymSecret(db: Database): Uint8Array {
  const value = db.prepare(`SELECT value FROM meta WHERE key = 'pseudonym_secret'`).pluck().get();
  return Buffer.from(z.string().length(64).parse(value), 'hex');
}
