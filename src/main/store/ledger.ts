import type { Database } from './file/sqlite.ts';
import { z } from 'zod';
import { Failed, failureSchema, type Failure } from '../../shared/errors.ts';
import type { SourceKind } from '../../shared/event.ts';
import {
  collectionSchema,
  countsSchema,
  filtersSchema,
  ledgerWindowSchema,
  noCounts,
  type Collection,
  type Counts,
  type Filters,
  type LedgerWindow,
  type WindowStatus,
} from '../../shared/session.ts';
import type { CollectionRequest } from './session-store.ts';

const collectionRow = z.object({
  id: z.number(),
  origin: z.string(),
  source: z.string(),
  address: z.string(),
  from_time: z.number().nullable(),
  to_time: z.number().nullable(),
  filters: z.string(),
  with_details: z.number(),
  started_at: z.string(),
  finished_at: z.string().nullable(),
  version: z.string(),
  status: z.string(),
});

const windowRow = z.object({
  id: z.number(),
  collection_id: z.number(),
  from_time: z.number(),
  to_time: z.number(),
  status: z.string(),
  reason: z.string().nullable(),
  position: z.string().nullable(),
  counts: z.string(),
});

/** The tables `collection` and `window`. Its methods run inside the caller's transaction. */
export class Ledger {
  readonly #db: Database;
  readonly #version: string;

  constructor(db: Database, version: string) {
    this.#db = db;
    this.#version = version;
  }

  collections(): Collection[] {
    const windows = new Map<number, LedgerWindow[]>();
    for (const row of this.#db.prepare('SELECT * FROM window ORDER BY id').iterate()) {
      const { of, window } = readWindow(row);
      const siblings = windows.get(of);
      if (siblings) siblings.push(window);
      else windows.set(of, [window]);
    }
    return this.#db
      .prepare('SELECT * FROM collection ORDER BY id')
      .all()
      .map((row) => readCollection(row, windows));
  }

  collection(id: number): Collection {
    const row = this.#db.prepare('SELECT * FROM collection WHERE id = ?').get(id);
    if (row === undefined) throw new Failed('input.invalid', { field: 'collectionId' });
    const windows = this.#db
      .prepare('SELECT * FROM window WHERE collection_id = ? ORDER BY id')
      .all(id)
      .map((one) => readWindow(one).window);
    return readCollection(row, new Map([[id, windows]]));
  }

  window(id: number): LedgerWindow {
    const row = this.#db.prepare('SELECT * FROM window WHERE id = ?').get(id);
    if (row === undefined) throw new Failed('input.invalid', { field: 'windowId' });
    return readWindow(row).window;
  }

  /**
   * The collection that already asked for the same, or a new one. One that is not complete is set
   * going again; a complete one is returned as it is.
   */
  open(request: CollectionRequest): Collection {
    const same = request.refresh ? undefined : this.#findSame(request);
    if (same === undefined) return this.#create('service', request);
    const found = this.collection(same);
    if (found.status === 'complete') return found;
    this.#db
      .prepare(
        `UPDATE collection SET status = 'running', finished_at = NULL,
           with_details = max(with_details, ?) WHERE id = ?`,
      )
      .run(Number(request.withDetails), same);
    this.#db
      .prepare(
        `UPDATE window SET status = 'pending', reason = NULL
         WHERE collection_id = ? AND status != 'complete'`,
      )
      .run(same);
    return this.collection(same);
  }

  openImport(source: SourceKind, fileName: string): Collection {
    return this.#create('import', {
      source,
      address: fileName,
      from: null,
      to: null,
      filters: {},
      withDetails: false,
      // Its borders follow what is read.
      windows: [{ from: 0, to: 0 }],
    });
  }

  /** What was left running by a process that is no more waits to be taken up, position kept. */
  settleInterrupted(): void {
    this.#db.exec(`
      UPDATE window SET status = 'pending' WHERE status = 'running';
      UPDATE collection SET status = 'partial' WHERE status = 'running';
    `);
  }

  /** Adds a page's counts to its window and moves its position. */
  advance(windowId: number, added: Partial<Counts>, position: string | null): void {
    const { counts } = this.window(windowId);
    for (const key of countsSchema.keyof().options) counts[key] += added[key] ?? 0;
    this.#db
      .prepare(`UPDATE window SET status = 'running', counts = ?, position = ? WHERE id = ?`)
      .run(JSON.stringify(counts), position, windowId);
  }

  /** Lengthens an import's stretch to hold these instants (µs). */
  extend(windowId: number, first: number, last: number): void {
    this.#db
      .prepare(
        `UPDATE window SET
           from_time = iif(to_time = 0, :first, min(from_time, :first)),
           to_time = iif(to_time = 0, :last, max(to_time, :last))
         WHERE id = :windowId`,
      )
      .run({ first, last, windowId });
  }

  finishWindow(windowId: number, status: WindowStatus, reason: Failure | null): void {
    this.window(windowId);
    this.#db
      .prepare('UPDATE window SET status = ?, reason = ? WHERE id = ?')
      .run(status, reason && JSON.stringify(reason), windowId);
  }

  /**
   * Ends a collection: windows that were not finished become `partial` or, without a single page,
   * `failed`, for the given reason. It is complete when all of them are, and failed when none gave
   * anything.
   */
  finish(collectionId: number, failure: Failure | null): Collection {
    for (const window of this.collection(collectionId).windows) {
      if (window.status !== 'pending' && window.status !== 'running') continue;
      const status = window.counts.pages > 0 ? 'partial' : failure ? 'failed' : 'pending';
      this.finishWindow(window.id, status, failure);
    }
    const { windows } = this.collection(collectionId);
    const complete = windows.every((window) => window.status === 'complete') && !failure;
    const empty = windows.every(
      ({ status, counts }) => status !== 'complete' && counts.pages === 0,
    );
    const status = complete ? 'complete' : empty ? 'failed' : 'partial';
    this.#db
      .prepare('UPDATE collection SET status = ?, finished_at = ? WHERE id = ?')
      .run(status, new Date().toISOString(), collectionId);
    return this.collection(collectionId);
  }

  #findSame(request: CollectionRequest): number | undefined {
    const row = this.#db
      .prepare(
        `SELECT id FROM collection
         WHERE origin = 'service' AND source = ? AND address = ? AND from_time = ? AND to_time = ?
           AND filters = ? ORDER BY id DESC LIMIT 1`,
      )
      .get(
        request.source,
        request.address,
        request.from,
        request.to,
        writeFilters(request.filters),
      );
    return row === undefined ? undefined : z.object({ id: z.number() }).parse(row).id;
  }

  #create(origin: Collection['origin'], wanted: NewCollection): Collection {
    const { lastInsertRowid } = this.#db
      .prepare(
        `INSERT INTO collection (origin, source, address, from_time, to_time, filters,
           with_details, started_at, version, status)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'running')`,
      )
      .run(
        origin,
        wanted.source,
        wanted.address,
        wanted.from,
        wanted.to,
        writeFilters(wanted.filters),
        Number(wanted.withDetails),
        new Date().toISOString(),
        this.#version,
      );
    const insert = this.#db.prepare(
      `INSERT INTO window (collection_id, from_time, to_time, status, counts)
       VALUES (?, ?, ?, 'pending', ?)`,
    );
    for (const { from, to } of wanted.windows) {
      insert.run(lastInsertRowid, from, to, JSON.stringify(noCounts));
    }
    return this.collection(Number(lastInsertRowid));
  }
}

type NewCollection = Omit<CollectionRequest, 'from' | 'to' | 'refresh'> & {
  from: number | null;
  to: number | null;
};

/** One text for equal filters, whatever the order of their keys; empty ones are none. */
function writeFilters(filters: Filters): string {
  const entries = Object.entries(filters)
    .filter(([, value]) => value !== undefined && value.length > 0)
    .map(([key, value]): [string, unknown] => [
      key,
      Array.isArray(value) ? value.toSorted() : value,
    ])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(entries));
}

function readWindow(row: unknown): { of: number; window: LedgerWindow } {
  const { collection_id: of, from_time, to_time, reason, counts, ...rest } = windowRow.parse(row);
  const window = ledgerWindowSchema.parse({
    ...rest,
    from: from_time,
    to: to_time,
    reason: reason === null ? null : failureSchema.parse(JSON.parse(reason)),
    counts: countsSchema.parse(JSON.parse(counts)),
  });
  return { of, window };
}

function readCollection(row: unknown, windows: ReadonlyMap<number, LedgerWindow[]>): Collection {
  const found = collectionRow.parse(row);
  return collectionSchema.parse({
    id: found.id,
    origin: found.origin,
    source: found.source,
    address: found.address,
    from: found.from_time,
    to: found.to_time,
    filters: filtersSchema.parse(JSON.parse(found.filters)),
    withDetails: found.with_details === 1,
    startedAt: found.started_at,
    finishedAt: found.finished_at,
    version: found.version,
    status: found.status,
    windows: windows.get(found.id) ?? [],
  });
}
