import { hash } from 'node:crypto';
import { z } from 'zod';
import type {
  AnswerRecord,
  CollectionRecord,
  DetailsRecord,
  FindingRecord,
  LedgerRecord,
  MarkRecord,
  Origin,
  PeopleRecord,
  QuarantineRecord,
  ResponseRecord,
  RevealRecord,
  SearchRecord,
  SessionFacts,
  SightingRecord,
} from '../../../shared/bundle.ts';
import { Failed } from '../../../shared/errors.ts';
import type { ReadEvent } from '../../../shared/session.ts';
import { Duplicates } from '../duplicates.ts';
import { fileFailure } from '../file/failures.ts';
import { identityOf } from '../identity.ts';
import { asJson, collectionValues, insertRow, windowValues } from '../ledger-rows.ts';
import { packBody } from '../import-packet.ts';
import { compressColumns } from '../payload.ts';
import { packSeen } from '../sightings.ts';
import type { SessionState, Taking } from '../state.ts';
import { chainAfter, chainStart } from '../verify.ts';
import { IncomingMarks } from './incoming-marks.ts';
import { IncomingPeople } from './incoming-people.ts';
import { Numbering, refusal } from './numbering.ts';
import { readOrigins } from './origins.ts';

/** What bringing a bundle into a session came to. */
export type Brought = NonNullable<Origin['merged']>;

/** What is known of a bundle before anything of it is read. */
export type OpenedBundle = Omit<Origin, 'id' | 'events' | 'marks' | 'merged'>;

/** Events and details of one answer; all of them come at once. */
export interface OfAnswer<T> {
  answer: number;
  items: T[];
}

/**
 * Takes the records of a bundle into a session, group by group in the order of `bundleGroups`: into
 * an empty one so that it becomes what was sealed, or into one with records of its own, where what
 * is there already is not taken again. The latter is one transaction from the first call to
 * `finish`; whoever gives up before has to `abandon` it. Throws `bundle.refused` for what does not
 * fit together, `session.in-use` while another bundle is being taken in.
 */
export interface Incoming {
  /** Whether the session is made of this bundle: it held nothing before. */
  readonly isNew: boolean;
  ledger(records: readonly LedgerRecord[]): void;
  events(batch: readonly OfAnswer<ReadEvent>[]): void;
  details(batch: readonly OfAnswer<DetailsRecord>[]): void;
  responses(records: readonly ResponseRecord[]): void;
  sightings(records: readonly SightingRecord[]): void;
  quarantine(records: readonly QuarantineRecord[]): void;
  marks(records: readonly MarkRecord[]): void;
  people(records: readonly PeopleRecord[]): void;
  searches(records: readonly SearchRecord[]): void;
  reveals(records: readonly RevealRecord[]): void;
  findings(records: readonly FindingRecord[]): void;
  /**
   * Ends it; the session remembers where it came from. One that is made of a bundle is to be opened
   * anew: its pseudonyms are those of the other session from then on.
   */
  finish(session: SessionFacts, origin: OpenedBundle): Brought;
  /** Nothing of it stays in a session that held something before. */
  abandon(): void;
}

const blob = z.instanceof(Buffer);
const number = z.number().int();
const windowRow = z.object({ windowId: number, origin: z.string(), address: z.string() });

export class IncomingSession implements Incoming {
  readonly #state: SessionState;
  readonly isNew: boolean;
  #taking: Taking | null = null;
  readonly #collections: Numbering;
  readonly #windows: Numbering;
  readonly #answers: Numbering;
  readonly #unread: Numbering;
  readonly #marks: IncomingMarks;
  readonly #people: IncomingPeople;
  /** Answers that the session has already. */
  readonly #known = new Set<number>();
  /** The row of each event of the bundle, where it is another number. */
  readonly #rows: number[] = [];
  #count = 0;
  /** The bundle's own chain so far. */
  #chain: Buffer = chainStart;
  /** Events that came with other content, beside those that were here. */
  readonly #conflicts: { row: number; other: number }[] = [];
  /** Its answers may lack events: what comes is all taken for new. An empty one has none. */
  readonly #isPartial: boolean;
  readonly #brought: Brought = {
    newEvents: 0,
    duplicates: 0,
    conflicts: 0,
    noteConflicts: 0,
    marks: 0,
  };

  constructor(state: SessionState) {
    const { db } = state;
    const held = db.prepare(
      'SELECT (SELECT count(*) FROM collection) + (SELECT count(*) FROM mark_change)',
    );
    this.#state = state;
    this.isNew = held.pluck().get() === 0;
    this.#isPartial =
      this.isNew || readOrigins(db).some(({ contents }) => contents.selection || contents.masked);
    this.#collections = new Numbering(db, 'collection', 'id', this.isNew);
    this.#windows = new Numbering(db, 'window', 'id', this.isNew);
    this.#answers = new Numbering(db, 'answer', 'id', this.isNew);
    this.#unread = new Numbering(db, 'quarantine', 'id', this.isNew);
    this.#marks = new IncomingMarks(state, this.isNew, (row) => this.#rowOf(row));
    this.#people = new IncomingPeople(state, this.isNew);
  }

  ledger(records: readonly LedgerRecord[]): void {
    this.#write(() => {
      for (const record of records) {
        if (record.kind === 'collection') this.#collection(record);
        else this.#answer(record);
      }
    });
  }

  events(batch: readonly OfAnswer<ReadEvent>[]): void {
    this.#write(() => {
      for (const { answer, items } of batch) {
        if (this.isNew) this.#append(this.#answers.of(answer), items);
        else this.#merge(answer, items);
        this.#count += items.length;
      }
    });
  }

  details(batch: readonly OfAnswer<DetailsRecord>[]): void {
    const { db, events, index } = this.#state;
    this.#write(() => {
      for (const { answer, items } of batch) {
        const answerId = this.#answers.of(answer);
        const known = items
          .map((details) => ({ row: this.#rowOf(details.row), details: { id: '', ...details } }))
          .filter(({ row }) => this.isNew || !events.details(row));
        if (known.length === 0 || this.#known.has(answer)) continue;
        events.writeDetails(answerId, known);
        const columns = index.appendDetails(
          known.map(({ row, details: { content, findings } }) => ({ row, content, findings })),
        );
        insertRow(db, 'details_batch', { answer_id: answerId, columns: compressColumns(columns) });
      }
      // Columns lean on those written before, and would be loaded in the order of their answers.
      if (!this.isNew) this.#state.mergeAll();
    });
  }

  responses(records: readonly ResponseRecord[]): void {
    const { db, events } = this.#state;
    const stated = db.prepare('SELECT sha256 FROM answer WHERE id = ?').pluck();
    const keep = db.prepare('UPDATE answer SET body = ? WHERE id = ?');
    this.#write(() => {
      for (const { answer, body } of records) {
        const answerId = this.#answers.of(answer);
        if (!hash('sha256', body, 'buffer').equals(blob.parse(stated.get(answerId)))) {
          throw new Failed('bundle.refused', { reason: 'chain', name: null });
        }
        if (this.#known.has(answer)) continue;
        keep.run(packBody(body, events.objects(answerId)).rest, answerId);
      }
    });
  }

  sightings(records: readonly SightingRecord[]): void {
    const { db } = this.#state;
    const late = db.prepare('INSERT OR IGNORE INTO late (row) VALUES (?)');
    const version = db.prepare('INSERT OR IGNORE INTO version (row, first_row) VALUES (?, ?)');
    const absence = db.prepare(
      `INSERT OR IGNORE INTO absence (row, collection_id, at, ended_by) VALUES (?, ?, ?, ?)`,
    );
    this.#write(() => {
      for (const record of records) {
        if (record.kind === 'late') {
          for (const row of record.rows) late.run(this.#rowOf(row));
        } else if (record.kind === 'version') {
          version.run(this.#rowOf(record.row), this.#rowOf(record.first));
        } else if (record.kind === 'absence') {
          const { row, collection, at, endedBy } = record;
          const by = this.#collections;
          absence.run(this.#rowOf(row), by.of(collection), at, by.orNull(endedBy));
        } else this.#seen(record);
      }
    });
  }

  quarantine(records: readonly QuarantineRecord[]): void {
    const { db } = this.#state;
    this.#write(() => {
      for (const { id, answer, raw, reason, repeats, rereadAt } of records) {
        const answerId = this.#answers.of(answer);
        if (this.isNew) {
          insertRow(db, 'quarantine', {
            id: this.#unread.give(id),
            answer_id: answerId,
            raw,
            reason,
            repeats: this.#unread.orNull(repeats),
            reread_at: rereadAt,
          });
        } else if (rereadAt === null && !this.#known.has(answer)) {
          const { windowId } = this.#originOf(answerId);
          this.#state.quarantine.keep(windowId, answerId, [{ raw, reason }]);
        }
      }
    });
  }

  marks(records: readonly MarkRecord[]): void {
    this.#write(() => this.#marks.add(records));
  }

  people(records: readonly PeopleRecord[]): void {
    this.#write(() => this.#people.add(records));
  }

  searches(records: readonly SearchRecord[]): void {
    const { db } = this.#state;
    const known = db.prepare('SELECT 1 FROM saved_search WHERE name = ? AND query = ?');
    this.#write(() => {
      for (const { name, query, from, to } of records) {
        if (known.get(name, query) !== undefined) continue;
        insertRow(db, 'saved_search', { name, query, from_time: from, to_time: to });
      }
    });
  }

  reveals(records: readonly RevealRecord[]): void {
    const { db } = this.#state;
    const known = db.prepare('SELECT 1 FROM reveal WHERE at = ? AND who = ? AND action = ?');
    this.#write(() => {
      for (const { row, ...record } of records) {
        if (!this.isNew && known.get(record.at, record.who, record.action) !== undefined) continue;
        insertRow(db, 'reveal', { ...record, row: row === null ? null : this.#rowOf(row) });
      }
    });
  }

  findings(records: readonly FindingRecord[]): void {
    const { db } = this.#state;
    const known = {
      judgement: db.prepare('SELECT 1 FROM judgement WHERE at = ? AND who = ? AND key = ?'),
      notice: db.prepare('SELECT 1 FROM notice WHERE at = ? AND who = ? AND finding = ?'),
    };
    this.#write(() => {
      for (const record of records) {
        const { kind, at, who } = record;
        const key = record.kind === 'notice' ? record.finding : record.finding.key;
        if (!this.isNew && known[kind].get(at, who, key) !== undefined) continue;
        if (record.kind === 'notice') {
          insertRow(db, 'notice', {
            at,
            who,
            finding: key,
            address: record.address,
            recipient: JSON.stringify(record.to),
            text: record.text,
            state: record.state,
            failure: asJson(record.failure),
            message_id: record.messageId,
          });
          continue;
        }
        const { finding, state, reason } = record;
        const rows = finding.rows.map((row) => this.#rowOf(row));
        const mine = JSON.stringify({ ...finding, rows });
        insertRow(db, 'judgement', { at, who, key, state, reason, finding: mine });
      }
    });
  }

  finish(session: SessionFacts, origin: OpenedBundle): Brought {
    const { db } = this.#state;
    this.#write(() => {
      const { marks, held, noteConflicts } = this.#marks.finish();
      Object.assign(this.#brought, { marks, noteConflicts: noteConflicts.length });
      if (this.isNew) {
        const set = db.prepare('UPDATE meta SET value = ? WHERE key = ?');
        set.run(session.sessionId, 'session_id');
        set.run(session.name, 'name');
        set.run(session.createdAt, 'created_at');
        if (session.pseudonyms !== null) set.run(session.pseudonyms, 'pseudonym_secret');
      }
      const of = insertRow(db, 'origin', {
        bundle: origin.bundle,
        sha256: origin.sha256,
        sealed_at: origin.sealedAt,
        signer: origin.signer.name,
        fingerprint: origin.signer.fingerprint,
        opened_at: origin.openedAt,
        contents: JSON.stringify(origin.contents),
        stated: asJson(origin.stated),
        events: this.#count,
        marks: held,
        merged: this.isNew ? null : JSON.stringify(this.#brought),
      });
      for (const conflict of [...this.#conflicts, ...noteConflicts]) {
        insertRow(db, 'merge_conflict', { origin_id: of, ...conflict });
      }
      this.#state.tellAll();
      this.#state.mergeAll();
    });
    this.#tell(() => this.#taking?.keep());
    this.#taking = null;
    return this.#brought;
  }

  abandon(): void {
    this.#taking?.drop();
    this.#taking = null;
  }

  #write(work: () => void): void {
    this.#tell(() => {
      if (!this.isNew) this.#taking ??= this.#state.take();
      this.#state.write(work);
    });
  }

  #tell(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw fileFailure(error);
    }
  }

  #collection({ collection: sealed, knownRows }: CollectionRecord): void {
    const { db, ledger } = this.#state;
    const collection = settled(sealed);
    const { id, windows } = collection;
    const same = this.#isPartial
      ? null
      : ledger.collections().find((one) => isSame(one, collection));
    if (same) {
      this.#collections.set(id, same.id);
      for (const [at, window] of windows.entries()) {
        this.#windows.set(window.id, same.windows[at]?.id ?? 0);
      }
      return;
    }
    const of = this.#collections.give(id);
    // Rows of the other session have other numbers: what is gone from it cannot be told by these.
    const values = collectionValues(collection, this.isNew ? knownRows : null);
    insertRow(db, 'collection', { id: of, ...values });
    for (const window of windows) {
      insertRow(db, 'window', { id: this.#windows.give(window.id), ...windowValues(of, window) });
    }
  }

  #answer({ id, window, receivedAt, sha256, chain, againOf }: AnswerRecord): void {
    const { db } = this.#state;
    const digest = Buffer.from(sha256, 'hex');
    this.#chain = chainAfter(this.#chain, digest);
    if (this.#chain.toString('hex') !== chain) {
      throw new Failed('bundle.refused', { reason: 'chain', name: null });
    }
    const windowId = this.#windows.orNull(window);
    const same = this.#isPartial
      ? undefined
      : db
          .prepare('SELECT id FROM answer WHERE sha256 = ? AND received_at = ? AND window_id IS ?')
          .pluck()
          .get(digest, receivedAt, windowId);
    if (same !== undefined) {
      this.#answers.set(id, number.parse(same));
      this.#known.add(id);
      return;
    }
    const again = this.#answers.orNull(againOf);
    this.#insertAnswer(this.#answers.give(id), windowId, receivedAt, digest, again);
  }

  #insertAnswer(
    id: number,
    windowId: number | null,
    receivedAt: string,
    digest: Buffer,
    againOf: number | null,
  ): void {
    const { db } = this.#state;
    const last = db.prepare('SELECT chain FROM answer ORDER BY id DESC LIMIT 1').pluck().get();
    insertRow(db, 'answer', {
      id,
      window_id: windowId,
      received_at: receivedAt,
      sha256: digest,
      chain: chainAfter(last === undefined ? chainStart : blob.parse(last), digest),
      body: Buffer.alloc(0),
      again_of: againOf,
    });
  }

  /** New events of an answer; where nothing was there before, these are all of them. */
  #append(answerId: number, fresh: readonly ReadEvent[], known?: Buffer): void {
    const { db, index, events, identities } = this.#state;
    if (fresh.length === 0) return;
    const firstRow = index.rows;
    let identity = known;
    if (!identity) {
      identity = Buffer.concat(
        fresh.map(({ event, raw }) => identityOf(event.source, event.id, raw)),
      );
      identities.append(identity);
    }
    const columns = index.append(fresh.map(({ event }) => event));
    events.write(answerId, firstRow, fresh);
    insertRow(db, 'batch', {
      answer_id: answerId,
      first_row: firstRow,
      row_count: fresh.length,
      columns: compressColumns(columns),
      identities: identity,
    });
    this.#brought.newEvents += fresh.length;
  }

  #merge(answer: number, items: readonly ReadEvent[]): void {
    const { db, index } = this.#state;
    const answerId = this.#answers.of(answer);
    const origin = this.#originOf(answerId);
    if (this.#known.has(answer)) {
      this.#meet(origin, items);
      return;
    }
    const { fresh, identities, rows, conflicts } = new Duplicates(this.#state).sort(origin, items);
    for (const row of rows) this.#rows.push(row);
    this.#brought.duplicates += items.length - fresh.length;
    this.#brought.conflicts += conflicts.length;
    if (fresh.length === 0) return;
    this.#append(answerId, fresh, identities);
    const version = db.prepare('INSERT OR IGNORE INTO version (row, first_row) VALUES (?, ?)');
    for (const { row, first } of conflicts) {
      version.run(first, first);
      version.run(row, first);
      index.setFlag('changed', [row, first], true);
      this.#conflicts.push({ row, other: first });
    }
  }

  /** Events of an answer that the session has: so it has them, under whatever mask they come. */
  #meet(origin: z.infer<typeof windowRow>, items: readonly ReadEvent[]): void {
    const duplicates = new Duplicates(this.#state);
    for (const { event } of items) {
      const [row] = duplicates.rowsOf(origin, event.source, event.id);
      if (row === undefined) throw refusal();
      this.#rows.push(row);
    }
    this.#brought.duplicates += items.length;
  }

  #seen({ answer, window, rows }: Extract<SightingRecord, { kind: 'seen' }>): void {
    if (this.#known.has(answer)) return;
    const mine = [...new Set(rows.map((row) => this.#rowOf(row)))].toSorted((a, b) => a - b);
    insertRow(this.#state.db, 'seen', {
      answer_id: this.#answers.of(answer),
      window_id: this.#windows.of(window),
      rows: packSeen(mine),
    });
  }

  #originOf(answerId: number): z.infer<typeof windowRow> {
    const found = this.#state.db
      .prepare(
        `SELECT window.id AS windowId, origin, address FROM answer
         JOIN window ON window.id = window_id JOIN collection ON collection.id = collection_id
         WHERE answer.id = ?`,
      )
      .get(answerId);
    if (found === undefined) throw refusal();
    return windowRow.parse(found);
  }

  #rowOf(row: number): number {
    if (row >= this.#count) throw refusal();
    return this.isNew ? row : (this.#rows[row] ?? row);
  }
}

/** What ran while it was sealed does not run here: it waits to be taken up (`settleInterrupted`). */
function settled(collection: CollectionRecord['collection']): typeof collection {
  const windows = collection.windows.map((window) =>
    window.status === 'running'
      ? {
          ...window,
          status: 'pending' as const,
          counts: { ...window.counts, interruptions: window.counts.interruptions + 1 },
        }
      : window,
  );
  const isRunning = collection.status === 'running';
  const end = isRunning ? { status: 'partial' as const, stop: 'interrupted' as const } : {};
  return { ...collection, ...end, windows };
}

/** Whether two records tell of the same collection, and how it went. */
function isSame(one: CollectionRecord['collection'], other: typeof one): boolean {
  const told = ({ id: _, windows, ...rest }: typeof one) =>
    JSON.stringify({ ...rest, windows: windows.map(({ id: __, ...window }) => window) });
  return told(one) === told(other);
}
