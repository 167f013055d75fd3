import { createMasker, type SessionMasker } from '../privacy/masker.ts';
import type { Database } from './file/sqlite.ts';
import { z } from 'zod';
import { Failed } from '../../shared/errors.ts';
import { sourceKinds, sourceKindSchema } from '../../shared/event.ts';
import { parseQuery } from '../../shared/query/parse.ts';
import type { Query } from '../../shared/query/query.ts';
import type { Selection } from '../../shared/session.ts';
import { Compaction } from './compaction.ts';
import { createEventIndex } from './engine/index.ts';
import { EventFile } from './event-file.ts';
import type { EventIndex, RowSet } from './event-index.ts';
import type { SessionFile } from './file/database.ts';
import { isDiskFull } from './file/failures.ts';
import { IdentityTable } from './identity.ts';
import { Ledger } from './ledger.ts';
import { Latecomers } from './latecomers.ts';
import { loadMarks, MarkTable } from './marks.ts';
import { PeopleTable } from './people.ts';
import { withValues } from './pseudonym-query.ts';
import { QuarantineTable } from './quarantine.ts';
import { pseudonymSecret, RevealTable } from './reveals.ts';
import { SearchTable } from './searches.ts';
import { goneRows } from './sightings.ts';
import { TriageTable } from './triage.ts';
import { summaryOf } from './first-look.ts';

const blob = z.instanceof(Buffer);
const numbers = z.array(z.number());
const nameRow = z.object({ source: sourceKindSchema, actor: z.string(), name: z.string() });

/** So many take longer to load than anybody waits without noticing. */
const manyRows = 65_536;

/** The end of {@link SessionState.take}, one way or the other. */
export interface Taking {
  /** Throws what SQLite throws; to be dropped then. */
  keep(): void;
  drop(): void;
}

/** An open session: the file, and what is kept of it in memory. Reader and writer share it. */
export class SessionState {
  readonly file: SessionFile;
  readonly db: Database;
  readonly events: EventFile;
  readonly ledger: Ledger;
  readonly latecomers: Latecomers;
  readonly marks: MarkTable;
  readonly searches: SearchTable;
  readonly people: PeopleTable;
  readonly reveals: RevealTable;
  readonly triage: TriageTable;
  readonly masker: SessionMasker;
  index: EventIndex;
  readonly #compaction: Compaction;
  #identities: IdentityTable | null = null;
  #quarantine: QuarantineTable | null = null;
  #hasWritten = false;
  /** Until a bundle is taken in; see `take`. */
  #taken: Promise<void> | null = null;

  /** `who` signs tags and notes. `gradually`: the index is empty until `load` has come to its end. */
  constructor(file: SessionFile, version: string, who: string, gradually = false) {
    this.file = file;
    this.db = file.db;
    this.events = new EventFile(file.db);
    this.ledger = new Ledger(file.db, version);
    this.latecomers = new Latecomers(file.db);
    this.#compaction = new Compaction(file);
    this.marks = new MarkTable(file.db, who);
    this.searches = new SearchTable(file.db);
    this.people = new PeopleTable(file.db, who);
    this.reveals = new RevealTable(file.db, who);
    this.triage = new TriageTable(file.db, who);
    this.masker = createMasker(pseudonymSecret(file.db));
    this.index = createEventIndex(this.events);
    if (!gradually) for (const _ of this.load()) continue;
  }

  /** Fills the index, a step at a time so that others get their turn. Throws `session.damaged`. */
  *load(): Generator<void, void> {
    yield* this.#fill(this.index);
    this.#settle();
  }

  /** What a process that is no more left running. On a full disk that has to wait. */
  #settle(): void {
    if (this.file.unwritable || !this.ledger.isInterrupted()) return;
    try {
      this.write(() => this.ledger.settleInterrupted());
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
  }

  /** What is asked for, pseudonyms taken for the values behind them. Throws `query.*`. */
  queryOf({ query, zone }: Selection): Query {
    return withValues(parseQuery(query, { zone }), this.masker.behind);
  }

  /** Rows that match. Throws `query.*`. */
  select(selection: Selection): RowSet {
    return this.index.select(this.queryOf(selection), selection.period);
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
   * One transaction over all calls of `write` until its end, so that a bundle is there whole or not
   * at all, whenever the process ends. Whoever else wants to write waits for `untaken`.
   */
  take(): Taking {
    if (this.#taken) throw new Failed('session.in-use');
    if (this.file.unwritable) throw new Failed(this.file.unwritable);
    this.file.startWriting();
    this.db.exec('BEGIN IMMEDIATE');
    let tell = () => {};
    this.#taken = new Promise((resolve) => (tell = resolve));
    const end = () => {
      this.#taken = null;
      tell();
    };
    return {
      keep: () => {
        this.db.exec('COMMIT');
        this.#hasWritten = true;
        end();
      },
      drop: () => {
        // Some of SQLite's failures have undone it already.
        if (this.db.inTransaction) this.db.exec('ROLLBACK');
        this.#identities = null;
        this.latecomers.forget();
        this.#forgetWork();
        end();
      },
    };
  }

  /** Whether others have to wait with writing, and for what. */
  get untaken(): Promise<void> | null {
    return this.#taken;
  }

  /**
   * Runs `work` as one transaction. When it or its commit fails, the index is brought back to what
   * the file holds: by forgetting new rows and flags, or, when more changed, by loading it anew.
   */
  write<T>(work: () => T, undo: 'rows' | 'all' = 'rows'): T {
    if (this.file.unwritable) throw new Failed(this.file.unwritable);
    this.file.startWriting();
    const { rows } = this.index;
    const undoRows = this.index.savepoint();
    try {
      const result = this.db.transaction(work).immediate();
      this.#hasWritten = true;
      return result;
    } catch (error) {
      // Of what is being taken in nothing stays: whoever takes it forgets all of it.
      if (undo === 'all' && !this.#taken) this.#forgetWork();
      else {
        this.events.forget();
        undoRows();
      }
      this.#identities?.truncate(rows);
      this.#quarantine = null;
      throw error;
    }
  }

  /** Brings what is in memory back to what is in the file. */
  #forgetWork(): void {
    this.events.forget();
    this.#quarantine = null;
    const index = createEventIndex(this.events);
    for (const _ of this.#fill(index)) continue;
    this.index = index;
  }

  /**
   * Keeps the index in the file in few large pieces, when so many answers came since. What fails here
   * makes the next opening slower, and nothing else.
   */
  merge(answers?: number): void {
    if (this.file.unwritable) return;
    try {
      this.#compaction.merge(this.index, () => summaryOf(this.index, this.ledger), answers);
    } catch {
      // A full disk: whoever writes events next is told.
    }
  }

  /** What was summed up last, if the file holds nothing that came since. */
  summary(): unknown {
    return this.#compaction.summary();
  }

  /** The next opening shows its first rows at once when nothing is left to be put in order. */
  close(): void {
    if (this.#hasWritten && this.index.rows >= manyRows) this.merge(1);
    this.file.close();
  }

  /** Keeps all of the index in pieces now, in the caller's transaction. Throws what SQLite throws. */
  mergeAll(): void {
    this.#compaction.merge(this.index, () => summaryOf(this.index, this.ledger), 0);
  }

  /** Has the index know whose reading of the audit log is our own. */
  tellOwners(index: EventIndex = this.index): void {
    const owners = this.ledger.owners();
    for (const source of sourceKinds) {
      const ids = owners.filter((owner) => owner.source === source).map(({ id }) => id);
      index.setOwners(source, ids);
    }
  }

  /** Has the index know which actors are whom. */
  tellPersons(index: EventIndex = this.index): void {
    const persons = this.people.persons();
    for (const source of sourceKinds) {
      const names = persons.flatMap(({ name, links }) =>
        links.filter((link) => link.source === source).map(({ actor }) => [actor, name] as const),
      );
      index.setPersons(source, new Map(names));
    }
  }

  *#fill(index: EventIndex): Generator<void, void> {
    yield* this.#compaction.load(index);
    this.tellAll(index);
  }

  /** Has the index know all that the file keeps beside its columns. */
  tellAll(index: EventIndex = this.index): void {
    const names = z.array(nameRow).parse(this.db.prepare('SELECT * FROM name').all());
    for (const source of sourceKinds) {
      const known = names.filter((row) => row.source === source);
      index.setNames(source, new Map(known.map(({ actor, name }) => [actor, name])));
    }
    loadMarks(this.db, index);
    const rowsOf = (table: string) =>
      numbers.parse(this.db.prepare(`SELECT row FROM ${table}`).pluck().all());
    index.setFlag('late', rowsOf('late'), true);
    index.setFlag('changed', rowsOf('version'), true);
    index.setFlag('gone', goneRows(this.db), true);
    this.tellOwners(index);
    this.tellPersons(index);
  }
}
