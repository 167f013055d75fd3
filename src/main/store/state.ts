import type { Database } from './file/sqlite.ts';
import { z } from 'zod';
import { Failed } from '../../shared/errors.ts';
import { sourceKinds, sourceKindSchema } from '../../shared/event.ts';
import { createEventIndex } from './engine/index.ts';
import { EventFile } from './event-file.ts';
import type { EventIndex } from './event-index.ts';
import type { SessionFile } from './file/database.ts';
import { IdentityTable } from './identity.ts';
import { Ledger } from './ledger.ts';
import { readMarks } from './marks.ts';
import { decompress } from './payload.ts';
import { QuarantineTable } from './quarantine.ts';

const blob = z.instanceof(Buffer);
const batchRow = z.object({ first_row: z.number(), row_count: z.number(), columns: blob });
const nameRow = z.object({ source: sourceKindSchema, actor: z.string(), name: z.string() });

/** An open session: the file, and what is kept of it in memory. Reader and writer share it. */
export class SessionState {
  readonly file: SessionFile;
  readonly db: Database;
  readonly events: EventFile;
  readonly ledger: Ledger;
  index: EventIndex;
  #identities: IdentityTable | null = null;
  #quarantine: QuarantineTable | null = null;

  constructor(file: SessionFile, version: string) {
    this.file = file;
    this.db = file.db;
    this.events = new EventFile(file.db);
    this.ledger = new Ledger(file.db, version);
    this.index = this.#load();
    if (!file.unwritable) this.ledger.settleInterrupted();
  }

  /** Loaded with the first write: reading does without. */
  get identities(): IdentityTable {
    if (!this.#identities) {
      this.#identities = new IdentityTable();
      const rows = this.db.prepare('SELECT identities FROM batch ORDER BY answer_id').pluck();
      for (const bytes of rows.iterate()) this.#identities.append(blob.parse(bytes));
    }
    return this.#identities;
  }

  /** Loaded with the first object that cannot be read. */
  get quarantine(): QuarantineTable {
    this.#quarantine ??= new QuarantineTable(this.db);
    return this.#quarantine;
  }

  /**
   * Runs `work` as one transaction. When it or its commit fails, the index is brought back to what
   * the file holds: by forgetting the new rows, or, when more than rows changed, by loading it anew.
   */
  write<T>(work: () => T, undo: 'rows' | 'all' = 'rows'): T {
    if (this.file.unwritable) throw new Failed(this.file.unwritable);
    const { rows } = this.index;
    try {
      return this.db.transaction(work).immediate();
    } catch (error) {
      this.events.forget();
      if (undo === 'all') this.index = this.#load();
      else this.index.truncate(rows);
      this.#identities?.truncate(rows);
      this.#quarantine = null;
      throw error;
    }
  }

  #load(): EventIndex {
    const index = createEventIndex(this.events);
    const batches = this.db.prepare(
      'SELECT first_row, row_count, columns FROM batch ORDER BY answer_id',
    );
    for (const row of batches.iterate()) {
      const { first_row: first, row_count: count, columns } = batchRow.parse(row);
      index.load(decompress(columns));
      if (index.rows !== first + count) throw new Failed('session.damaged');
    }
    const details = this.db.prepare('SELECT columns FROM details_batch ORDER BY answer_id').pluck();
    for (const columns of details.iterate()) index.loadDetails(decompress(blob.parse(columns)));
    const names = z.array(nameRow).parse(this.db.prepare('SELECT * FROM name').all());
    for (const source of sourceKinds) {
      const known = names.filter((row) => row.source === source);
      index.setNames(source, new Map(known.map(({ actor, name }) => [actor, name])));
    }
    for (const { row, marks } of readMarks(this.db)) index.setMarks([row], marks);
    return index;
  }
}
