import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Failure } from '../../shared/errors.ts';
import type { SourceKind } from '../../shared/event.ts';
import type {
  Collection,
  EventDetails,
  Marks,
  Quarantined,
  ReadEvent,
} from '../../shared/session.ts';
import { Duplicates } from './duplicates.ts';
import { mergeMarks, writeMarks } from './marks.ts';
import { compress } from './payload.ts';
import type {
  CollectionRequest,
  ImportBatch,
  PageCommit,
  PageResult,
  SessionWriter,
} from './session-store.ts';
import type { SessionState } from './state.ts';
import { chainAfter, chainStart } from './verify.ts';

const blob = z.instanceof(Buffer);

/** Writes into an open session; every method is one transaction. */
export class Writer implements SessionWriter {
  readonly #state: SessionState;
  readonly #who: string;

  /** `who` signs tags and notes. */
  constructor(state: SessionState, who: string) {
    this.#state = state;
    this.#who = who;
  }

  async openCollection(request: CollectionRequest): Promise<Collection> {
    return this.#state.write(() => this.#state.ledger.open(request));
  }

  async openImport(source: SourceKind, fileName: string): Promise<Collection> {
    return this.#state.write(() => this.#state.ledger.openImport(source, fileName));
  }

  async commitPage(page: PageCommit): Promise<PageResult> {
    const { windowId, body, receivedAt, events, quarantined, outOfWindow, position, cost } = page;
    return this.#state.write(() => {
      const committed = this.#commit(windowId, body, receivedAt, events, quarantined);
      const { rows, unreadable, result } = committed;
      const counts = { ...cost, ...result, outOfWindow, quarantined: unreadable };
      const received = rows.length + quarantined.length + outOfWindow;
      this.#state.ledger.advance(windowId, { ...counts, pages: 1, received }, position);
      return result;
    });
  }

  async commitImport(batch: ImportBatch): Promise<PageResult> {
    const { windowId, body, events, quarantined } = batch;
    return this.#state.write(() => {
      const { ledger } = this.#state;
      const at = new Date().toISOString();
      const committed = this.#commit(windowId, body, at, events, quarantined);
      const { rows, unreadable, result } = committed;
      const read = events.map((event, index) => ({ ...event, row: rows[index] ?? 0 }));
      this.#importDetails(windowId, at, read);
      this.#importMarks(read);
      const times = events.map(({ event }) => event.time);
      if (times.length > 0) ledger.extend(windowId, Math.min(...times), Math.max(...times));
      const received = rows.length + quarantined.length;
      const counts = { ...result, pages: 1, received, quarantined: unreadable };
      ledger.advance(windowId, counts, null);
      return result;
    }, 'all');
  }

  async finishWindow(
    windowId: number,
    status: 'complete' | 'partial' | 'failed',
    reason: Failure | null,
  ): Promise<void> {
    this.#state.write(() => this.#state.ledger.finishWindow(windowId, status, reason));
  }

  async finishCollection(collectionId: number, failure: Failure | null): Promise<Collection> {
    return this.#state.write(() => this.#state.ledger.finish(collectionId, failure));
  }

  async commitDetails(source: SourceKind, body: string, items: EventDetails[]): Promise<number> {
    return this.#state.write(() => {
      const duplicates = new Duplicates(this.#state);
      const known = items.flatMap((details) =>
        duplicates.rowsOf(source, details.id).map((row) => ({ row, details })),
      );
      this.#storeDetails(null, new Date().toISOString(), body, known);
      return known.length;
    }, 'all');
  }

  async setNames(source: SourceKind, names: Record<string, string>): Promise<void> {
    const { db, index } = this.#state;
    const entries = Object.entries(names);
    this.#state.write(() => {
      const insert = db.prepare(
        'INSERT OR REPLACE INTO name (source, actor, name) VALUES (?, ?, ?)',
      );
      for (const [actor, name] of entries) insert.run(source, actor, name);
    });
    index.setNames(source, new Map(entries));
  }

  async setMarks(rows: number[], marks: Marks): Promise<void> {
    const { db, index } = this.#state;
    const known = rows.filter((row) => Number.isInteger(row) && row >= 0 && row < index.rows);
    this.#state.write(() => writeMarks(db, known, marks, this.#who));
    index.setMarks(known, marks);
  }

  /**
   * Stores a body and its new events. `rows`: where each event is now, known ones included;
   * `unreadable`: objects that this collection met for the first time.
   */
  #commit(
    windowId: number,
    body: string,
    receivedAt: string,
    events: readonly ReadEvent[],
    quarantined: readonly Quarantined[],
  ): { rows: number[]; unreadable: number; result: PageResult } {
    const { db, index, events: file } = this.#state;
    const firstRow = index.rows;
    const sorted = new Duplicates(this.#state).sort(windowId, events);
    const { fresh, identities, rows, conflicts } = sorted;

    const columns = fresh.length > 0 ? index.append(fresh.map(({ event }) => event)) : null;
    const objects = fresh.map(({ raw }) => raw);
    const answerId = this.#storeAnswer(windowId, receivedAt, body, objects);
    file.write(answerId, firstRow, fresh);
    if (columns) {
      db.prepare(
        `INSERT INTO batch (answer_id, first_row, row_count, columns, identities)
         VALUES (?, ?, ?, ?, ?)`,
      ).run(answerId, firstRow, fresh.length, compress(columns), identities);
    }
    const version = db.prepare(
      'INSERT OR IGNORE INTO version (row, first_row) VALUES (:row, :first)',
    );
    for (const { row, first } of conflicts) {
      version.run({ row: first, first });
      version.run({ row, first });
    }
    const unreadable =
      quarantined.length === 0 ? 0 : this.#state.quarantine.keep(windowId, answerId, quarantined);
    const newEvents = fresh.length;
    const duplicates = events.length - newEvents;
    return { rows, unreadable, result: { newEvents, duplicates, conflicts: conflicts.length } };
  }

  /** Adds a body to the chain. `objects` are those of it that become rows. Returns its number. */
  #storeAnswer(
    windowId: number | null,
    receivedAt: string,
    body: string,
    objects: readonly string[],
  ): number {
    const { db, events } = this.#state;
    const digest = hash('sha256', body, 'buffer');
    const last = db.prepare('SELECT chain FROM answer ORDER BY id DESC LIMIT 1').pluck().get();
    const chain = chainAfter(last === undefined ? chainStart : blob.parse(last), digest);
    const { lastInsertRowid } = db
      .prepare(
        `INSERT INTO answer (window_id, received_at, sha256, chain, body) VALUES (?, ?, ?, ?, ?)`,
      )
      .run(windowId, receivedAt, digest, chain, events.packBody(body, objects));
    return Number(lastInsertRowid);
  }

  #storeDetails(
    windowId: number | null,
    at: string,
    body: string,
    items: readonly { row: number; details: EventDetails }[],
  ): void {
    const { db, index, events: file } = this.#state;
    const objects = items.map(({ details }) => details.raw);
    const answerId = this.#storeAnswer(windowId, at, body, objects);
    file.writeDetails(answerId, items);
    if (items.length === 0) return;
    const columns = index.appendDetails(
      items.map(({ row, details: { content, findings } }) => ({ row, content, findings })),
    );
    db.prepare('INSERT INTO details_batch (answer_id, columns) VALUES (?, ?)').run(
      answerId,
      compress(columns),
    );
  }

  /** Details that a file brought along, for events that have none yet. */
  #importDetails(
    windowId: number,
    at: string,
    read: readonly (ImportBatch['events'][number] & { row: number })[],
  ): void {
    const { events: file } = this.#state;
    const items = new Map<number, EventDetails>();
    for (const { event, rawDetails, row } of read) {
      if (rawDetails === null || file.details(row)) continue;
      const { id, content, findings } = event;
      items.set(row, { id, content, findings: findings ?? [], raw: rawDetails });
    }
    if (items.size === 0) return;
    const body = [...items.values()].map(({ raw }) => raw).join('\n');
    this.#storeDetails(
      windowId,
      at,
      body,
      Array.from(items, ([row, details]) => ({ row, details })),
    );
  }

  /** Marks that a file brought along are added to those that are there. */
  #importMarks(read: readonly (ImportBatch['events'][number] & { row: number })[]): void {
    const { db, index } = this.#state;
    for (const { marks, row } of read) {
      if (!marks || (marks.tags.length === 0 && marks.note === null)) continue;
      const merged = mergeMarks(index.marks(row), marks);
      writeMarks(db, [row], merged, this.#who);
      index.setMarks([row], merged);
    }
  }
}
