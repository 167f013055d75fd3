import { z } from 'zod';
import { Failed } from '../../shared/errors.ts';
import { sourceKindSchema, type MappedEvent } from '../../shared/event.ts';
import type { EventDetails, Quarantined, ReadEvent } from '../../shared/session.ts';
import { Duplicates, type Sorted } from './duplicates.ts';
import { worksToAdd } from './marks.ts';
import { packBody, type PackedBody, type PackedImport } from './import-packet.ts';
import { compressColumns } from './payload.ts';
import type { ImportBatch, PageResult } from './session-store.ts';
import { Sightings } from './sightings.ts';
import type { SessionState } from './state.ts';
import { chainAfter, chainStart } from './verify.ts';

const blob = z.instanceof(Buffer);
const originRow = z.object({
  id: z.number(),
  origin: z.string(),
  source: sourceKindSchema,
  address: z.string(),
});

/** A body as it came, and for which window. */
export interface Answer {
  windowId: number;
  receivedAt: string;
  body: () => string;
  /** The earlier answer these objects could not be read in; absent for what was just received. */
  againOf?: number;
}

/** An event of a file with what the file says of it, and the row that holds it. */
interface Imported {
  read: ImportBatch['events'][number];
  row: number;
}

/**
 * Bodies, the rows made of their objects, and what they tell of rows that are there. Its methods run
 * inside the caller's transaction.
 */
export class Answers {
  readonly #state: SessionState;

  constructor(state: SessionState) {
    this.#state = state;
  }

  /**
   * Stores a body and its new events. `rows`: where each event is now, known ones included;
   * `unreadable`: objects that this collection met for the first time.
   */
  commit(
    answer: Answer,
    events: readonly ReadEvent[],
    quarantined: readonly Quarantined[],
    packed?: PackedImport,
  ): { rows: number[]; unreadable: number; result: PageResult } {
    const { db, index, events: file } = this.#state;
    const { windowId, againOf } = answer;
    const origin = this.#originOf(windowId);
    const firstRow = index.rows;
    const sorted = new Duplicates(this.#state).sort(origin, events, packed?.identities);
    const { fresh, identities, rows, conflicts } = sorted;

    const columns = fresh.length > 0 ? index.append(eventsOf(fresh)) : null;
    // What was packed is of all events: with fewer it has to be done again.
    const whole = fresh.length === events.length ? packed : undefined;
    const body = whole?.body ?? packBody(answer.body(), rawsOf(fresh));
    const answerId = this.#store(answer, body);
    file.write(answerId, firstRow, fresh, whole?.runs);
    if (columns) {
      db.prepare(
        `INSERT INTO batch (answer_id, first_row, row_count, columns, identities)
         VALUES (?, ?, ?, ?, ?)`,
      ).run(answerId, firstRow, fresh.length, compressColumns(columns), identities);
    }
    this.#keepVersions(conflicts);
    const isNow = againOf === undefined;
    let late = 0;
    if (origin.origin === 'service') {
      const again = [...rows, ...conflicts.map(({ first }) => first)];
      const known = [...new Set(again.filter((row) => row < firstRow))];
      const sightings = new Sightings(this.#state);
      sightings.keep(windowId, answerId, known);
      if (isNow) {
        sightings.endAbsences(origin.id, known);
        late = this.#keepLate(origin.id, firstRow, sorted);
      }
    }
    const unreadable = this.#keepUnreadable(windowId, answerId, quarantined);
    const newEvents = fresh.length;
    const duplicates = events.length - newEvents;
    const result = { newEvents, duplicates, conflicts: conflicts.length, late };
    return { rows, unreadable, result };
  }

  /**
   * Stores an answer with details for the rows that are there; returns how many these are, and how
   * many objects could not be read for the first time. What was read late replaces nothing newer.
   */
  commitDetails(
    answer: Answer,
    items: readonly EventDetails[],
    quarantined: readonly Quarantined[],
  ): { rows: number; unreadable: number } {
    const { events } = this.#state;
    const { source, ...origin } = this.#originOf(answer.windowId);
    const duplicates = new Duplicates(this.#state);
    const known = items
      .flatMap((details) =>
        duplicates.rowsOf(origin, source, details.id).map((row) => ({ row, details })),
      )
      .filter(({ row }) => answer.againOf === undefined || !events.details(row));
    const answerId = this.#storeDetails(answer, known);
    const unreadable = this.#keepUnreadable(answer.windowId, answerId, quarantined);
    return { rows: known.length, unreadable };
  }

  /** Details and marks that a file brought along, for rows that are there. */
  commitImported(windowId: number, receivedAt: string, imported: readonly Imported[]): void {
    this.#importDetails(windowId, receivedAt, imported);
    this.#importMarks(imported);
  }

  #originOf(windowId: number): z.infer<typeof originRow> {
    const found = this.#state.db
      .prepare(
        `SELECT collection.id, origin, source, address FROM window
         JOIN collection ON collection.id = collection_id WHERE window.id = ?`,
      )
      .get(windowId);
    if (found === undefined) throw new Failed('input.invalid', { field: 'windowId' });
    return originRow.parse(found);
  }

  #keepVersions(conflicts: Sorted['conflicts']): void {
    const { db, index } = this.#state;
    const version = db.prepare(
      'INSERT OR IGNORE INTO version (row, first_row) VALUES (:row, :first)',
    );
    for (const { row, first } of conflicts) {
      version.run({ row: first, first });
      version.run({ row, first });
      index.setFlag('changed', [row, first], true);
    }
  }

  /** Another version of an event that is there is `changed` and not late. */
  #keepLate(collectionId: number, firstRow: number, { fresh, conflicts }: Sorted): number {
    const { db, index, latecomers } = this.#state;
    const versions = new Set(conflicts.map(({ row }) => row));
    const late = fresh.flatMap(({ event }, at) => {
      const row = firstRow + at;
      return !versions.has(row) && latecomers.isLate(collectionId, event) ? [row] : [];
    });
    if (late.length === 0) return 0;
    const insert = db.prepare('INSERT INTO late (row) VALUES (?)');
    for (const row of late) insert.run(row);
    index.setFlag('late', late, true);
    return late.length;
  }

  #keepUnreadable(windowId: number, answerId: number, objects: readonly Quarantined[]): number {
    return objects.length === 0 ? 0 : this.#state.quarantine.keep(windowId, answerId, objects);
  }

  /** Adds a body to the chain. Returns its number. */
  #store({ windowId, receivedAt, againOf }: Answer, { sha256, rest }: PackedBody): number {
    const { db } = this.#state;
    const last = db.prepare('SELECT chain FROM answer ORDER BY id DESC LIMIT 1').pluck().get();
    const chain = chainAfter(last === undefined ? chainStart : blob.parse(last), sha256);
    const { lastInsertRowid } = db
      .prepare(
        `INSERT INTO answer (window_id, received_at, sha256, chain, body, again_of)
         VALUES (?, ?, ?, ?, ?, ?)`,
      )
      .run(windowId, receivedAt, sha256, chain, rest, againOf ?? null);
    return Number(lastInsertRowid);
  }

  /** Returns the number of the answer. */
  #storeDetails(answer: Answer, items: readonly { row: number; details: EventDetails }[]): number {
    const { db, index, events: file } = this.#state;
    const objects = items.map(({ details }) => details.raw);
    const answerId = this.#store(answer, packBody(answer.body(), objects));
    file.writeDetails(answerId, items);
    if (items.length === 0) return answerId;
    const columns = index.appendDetails(
      items.map(({ row, details: { content, findings } }) => ({ row, content, findings })),
    );
    db.prepare('INSERT INTO details_batch (answer_id, columns) VALUES (?, ?)').run(
      answerId,
      compressColumns(columns),
    );
    return answerId;
  }

  /** Details that a file brought along, for events that have none yet. */
  #importDetails(windowId: number, receivedAt: string, imported: readonly Imported[]): void {
    const { events: file } = this.#state;
    const items = new Map<number, EventDetails>();
    for (const { read: one, row } of imported) {
      const { rawDetails } = one;
      if (rawDetails === null || file.details(row)) continue;
      const { id, content, findings } = one.event;
      items.set(row, { id, content, findings: findings ?? [], raw: rawDetails });
    }
    if (items.size === 0) return;
    const body = [...items.values()].map(({ raw }) => raw).join('\n');
    const known = Array.from(items, ([row, details]) => ({ row, details }));
    this.#storeDetails({ windowId, receivedAt, body: () => body }, known);
  }

  /** Marks that a file brought along are added to those that are there. */
  #importMarks(imported: readonly Imported[]): void {
    const { index, marks: table } = this.#state;
    const brought = imported.flatMap(({ read: { marks }, row }) => (marks ? [{ marks, row }] : []));
    table.change(worksToAdd(brought, index), index).tell(index);
  }
}

/** One after another, so that those that are made when they are asked for are gone with the next. */
function* eventsOf(read: readonly ReadEvent[]): Iterable<MappedEvent> {
  for (const one of read) yield one.event;
}

function rawsOf(events: readonly ReadEvent[]): string[] {
  return events.map(({ raw }) => raw);
}
