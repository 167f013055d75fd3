import type { Database } from './file/sqlite.ts';
import { z } from 'zod';
import { latestOwned } from '../../shared/accounts.ts';
import { Failed, type Failure } from '../../shared/errors.ts';
import { sourceKindSchema, type SourceKind } from '../../shared/event.ts';
import {
  countsSchema,
  noCounts,
  type Collection,
  type Counts,
  type Landmark,
  type LedgerWindow,
  type Selection,
  type Stop,
  type TokenOwner,
  type WindowStatus,
} from '../../shared/session.ts';
import { ownersAt } from './accounts.ts';
import {
  asJson,
  insertRow,
  readCollection,
  readWindow,
  writeFilters,
  writeSelection,
} from './ledger-rows.ts';
import type { CollectionRequest, DetailsRequest } from './session-store.ts';

const idRow = z.object({ id: z.number() }).optional();
const sameRows = z.array(z.object({ id: z.number(), owner: z.string().nullable() }));
const ownerRow = z.object({ source: sourceKindSchema, id: z.string() });

/** What a page, a file's batch or an answer with details adds to its window. */
export interface Advance {
  counts: Partial<Counts>;
  position: string | null;
  /** What is known to be missing before that position. */
  reason: Failure | null;
  events: readonly Landmark[];
  clockOffsetMs: number | null;
}

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
    for (const row of this.#db.prepare('SELECT * FROM window ORDER BY from_time, id').iterate()) {
      const { of, window } = readWindow(row);
      const siblings = windows.get(of);
      if (siblings) siblings.push(window);
      else windows.set(of, [window]);
    }
    return this.#db
      .prepare('SELECT * FROM collection ORDER BY id')
      .all()
      .map((row) => readCollection(row, windows.get(idRow.parse(row)?.id ?? 0) ?? []));
  }

  collection(id: number): Collection {
    const row = this.#db.prepare('SELECT * FROM collection WHERE id = ?').get(id);
    if (row === undefined) throw new Failed('input.invalid', { field: 'collectionId' });
    const windows = this.#db
      .prepare('SELECT * FROM window WHERE collection_id = ? ORDER BY from_time, id')
      .all(id)
      .map((one) => readWindow(one).window);
    return readCollection(row, windows);
  }

  window(id: number): { of: number; window: LedgerWindow } {
    const row = this.#db.prepare('SELECT * FROM window WHERE id = ?').get(id);
    if (row === undefined) throw new Failed('input.invalid', { field: 'windowId' });
    return readWindow(row);
  }

  /** Whose tokens have collected, by source. */
  owners(): { source: SourceKind; id: string }[] {
    const rows = this.#db
      .prepare(
        `SELECT DISTINCT source, owner ->> 'id' AS id FROM collection WHERE owner IS NOT NULL`,
      )
      .all();
    return z.array(ownerRow).parse(rows);
  }

  /**
   * The collection of this account that already asked for the same, or a new one. One that is not complete is set
   * going again; a complete one is returned as it is. `rows`: how many the session has.
   */
  open(request: CollectionRequest, rows: number): Collection {
    const same = request.refresh ? undefined : this.#findSame(request);
    if (same === undefined) return this.#create({ ...request, origin: 'service', rows });
    if (this.collection(same).status === 'complete') return this.collection(same);
    return this.#resume(same, request.owner, request.withDetails);
  }

  /** The same for details; a complete fetching is no reason not to ask again. */
  openDetails({ source, address, selection, owner }: DetailsRequest, window: Span): Collection {
    const same = this.#db
      .prepare(
        `SELECT id, owner ->> 'id' AS owner FROM collection
         WHERE purpose = 'details' AND source = ? AND address = ? AND selection = ?
           AND status != 'complete' ORDER BY id DESC`,
      )
      .all(source, address, writeSelection(selection));
    const found = this.#ofAccount(same, { source, address, owner });
    if (found !== undefined) return this.#resume(found, owner, false);
    const wanted = { source, address, selection, owner, windows: [window] };
    return this.#create({ ...nothingAsked, ...wanted, origin: 'service', purpose: 'details' });
  }

  openImport(source: SourceKind, fileName: string): Collection {
    // Its borders follow what is read.
    const windows = [{ from: 0, to: 0 }];
    return this.#create({ ...nothingAsked, source, address: fileName, windows, origin: 'import' });
  }

  isInterrupted(): boolean {
    const found = this.#db.prepare(
      `SELECT 1 FROM collection WHERE status = 'running'
       UNION ALL SELECT 1 FROM window WHERE status = 'running' LIMIT 1`,
    );
    return found.get() !== undefined;
  }

  /** What was left running by a process that is no more waits to be taken up, position kept. */
  settleInterrupted(): void {
    this.#db.exec(`
      UPDATE window SET status = 'pending',
        counts = json_set(counts, '$.interruptions', (counts ->> '$.interruptions') + 1)
        WHERE status = 'running';
      UPDATE collection SET status = 'partial', stop = 'interrupted' WHERE status = 'running';
    `);
  }

  /** Adds what an answer brought to its window, and moves its position. */
  advance(windowId: number, advance: Advance): void {
    const { counts, position, reason, events, clockOffsetMs } = advance;
    const of = this.add(windowId, counts, events);
    this.#db
      .prepare(`UPDATE window SET status = 'running', position = ?, reason = ? WHERE id = ?`)
      .run(position, asJson(reason), windowId);
    if (clockOffsetMs === null) return;
    this.#db
      .prepare('UPDATE collection SET clock_offset_ms = ? WHERE id = ?')
      .run(clockOffsetMs, of);
  }

  /** Adds counts and events to a window, whatever its state. Returns its collection. */
  add(windowId: number, added: Partial<Counts>, events: readonly Landmark[] = []): number {
    const { of, window } = this.window(windowId);
    const counts = { ...window.counts };
    for (const key of countsSchema.keyof().options) counts[key] += added[key] ?? 0;
    const { first, last } = landmarks(window, events);
    this.#db
      .prepare('UPDATE window SET counts = ?, first = ?, last = ? WHERE id = ?')
      .run(JSON.stringify(counts), asJson(first), asJson(last), windowId);
    return of;
  }

  /** Has an import's stretch reach from its oldest event to its newest. */
  fit(windowId: number): void {
    this.#db
      .prepare(
        `UPDATE window SET from_time = first ->> 'time', to_time = last ->> 'time'
         WHERE id = ? AND first IS NOT NULL`,
      )
      .run(windowId);
  }

  /** See `SessionWriter.splitWindow`. */
  split(windowId: number, borders: readonly number[]): LedgerWindow[] {
    const { of, window } = this.window(windowId);
    const edges = [window.from, ...borders, window.to + 1];
    const isCut = edges.every((edge, at) => at === 0 || edge > (edges[at - 1] ?? edge));
    const isUntouched = window.status === 'pending' && window.counts.pages === 0;
    if (!isCut || !isUntouched) throw new Failed('input.invalid', { field: 'borders' });
    const parts = edges.slice(1).map((end, at) => ({ from: edges[at] ?? end, to: end - 1 }));
    this.#db
      .prepare('UPDATE window SET to_time = ? WHERE id = ?')
      .run(parts[0]?.to ?? window.to, windowId);
    this.#insertWindows(of, parts.slice(1));
    return this.collection(of).windows.filter(
      ({ from, to }) => from >= window.from && to <= window.to,
    );
  }

  finishWindow(windowId: number, status: WindowStatus, reason: Failure | null): void {
    this.window(windowId);
    this.#db
      .prepare('UPDATE window SET status = ?, reason = ? WHERE id = ?')
      .run(status, asJson(reason), windowId);
  }

  /**
   * Ends a collection: windows that were not finished become `partial`, for the reason they had when
   * they were left or the given one, or, without a single page, `failed`. It is complete when all
   * of them are, and failed when none gave anything, unless it was stopped before any could.
   */
  finish(collectionId: number, failure: Failure | null, stop: Stop | null): Collection {
    for (const window of this.collection(collectionId).windows) {
      if (window.status !== 'pending' && window.status !== 'running') continue;
      const begun = window.counts.pages > 0;
      const status = begun ? 'partial' : failure ? 'failed' : 'pending';
      this.finishWindow(window.id, status, begun ? (window.reason ?? failure) : failure);
    }
    const { windows } = this.collection(collectionId);
    const complete = windows.every((window) => window.status === 'complete') && !failure;
    const empty = windows.every(
      ({ status, counts }) => status !== 'complete' && counts.pages === 0,
    );
    const untried = stop !== null && windows.every(({ status }) => status === 'pending');
    const status = complete ? 'complete' : empty && !untried ? 'failed' : 'partial';
    this.#db
      .prepare('UPDATE collection SET status = ?, finished_at = ?, stop = ? WHERE id = ?')
      .run(status, new Date().toISOString(), complete ? null : stop, collectionId);
    return this.collection(collectionId);
  }

  #findSame(request: CollectionRequest): number | undefined {
    const rows = this.#db
      .prepare(
        `SELECT id, owner ->> 'id' AS owner FROM collection
         WHERE origin = 'service' AND purpose = 'events' AND source = ? AND address = ?
           AND from_time = ? AND to_time = ? AND filters = ? ORDER BY id DESC`,
      )
      .all(
        request.source,
        request.address,
        request.from,
        request.to,
        writeFilters(request.filters),
      );
    return this.#ofAccount(rows, request);
  }

  /** Another's collection is neither complete for this one nor to be gone on with. */
  #ofAccount(rows: unknown[], asking: Asking): number | undefined {
    const owners = ownersAt(this.#db, asking);
    const ownerId = asking.owner?.id ?? null;
    return latestOwned(sameRows.parse(rows), ({ owner }) => owner, owners, ownerId)?.id;
  }

  #resume(id: number, owner: TokenOwner | null, withDetails: boolean): Collection {
    this.#db
      .prepare(
        `UPDATE collection SET status = 'running', finished_at = NULL, stop = NULL,
           owner = coalesce(?, owner), with_details = max(with_details, ?) WHERE id = ?`,
      )
      .run(asJson(owner), Number(withDetails), id);
    this.#db
      .prepare(
        // The reason of what was begun holds until it is asked again: this run may end before.
        `UPDATE window SET status = 'pending', reason = iif(counts ->> '$.pages' > 0, reason, NULL)
         WHERE collection_id = ? AND status != 'complete'`,
      )
      .run(id);
    return this.collection(id);
  }

  #create(wanted: NewCollection): Collection {
    const { selection } = wanted;
    const values = {
      origin: wanted.origin,
      purpose: wanted.purpose ?? 'events',
      source: wanted.source,
      address: wanted.address,
      from_time: wanted.from,
      to_time: wanted.to,
      filters: writeFilters(wanted.filters),
      with_details: Number(wanted.withDetails),
      selection: selection ? writeSelection(selection) : null,
      owner: asJson(wanted.owner),
      refresh: Number(wanted.refresh),
      overlap_ms: wanted.overlapMs,
      filter_ignored: Number(wanted.filterIgnored),
      known_rows: wanted.rows ?? null,
      started_at: new Date().toISOString(),
      version: this.#version,
      status: 'running',
    };
    const id = insertRow(this.#db, 'collection', values);
    this.#insertWindows(id, wanted.windows);
    return this.collection(id);
  }

  #insertWindows(of: number, windows: readonly Span[]): void {
    const insert = this.#db.prepare(
      `INSERT INTO window (collection_id, from_time, to_time, status, counts)
       VALUES (?, ?, ?, 'pending', ?)`,
    );
    for (const { from, to } of windows) insert.run(of, from, to, JSON.stringify(noCounts));
  }
}

type Asking = Pick<CollectionRequest, 'source' | 'address' | 'owner'>;

/** Instants in µs, both inclusive. */
type Span = CollectionRequest['windows'][number];

type NewCollection = Omit<CollectionRequest, 'from' | 'to'> & {
  from: number | null;
  to: number | null;
  origin: Collection['origin'];
  purpose?: Collection['purpose'];
  selection?: Selection;
  rows?: number;
};

/** What is no collection of a period does not have. */
const nothingAsked = {
  from: null,
  to: null,
  filters: {},
  withDetails: false,
  refresh: false,
  overlapMs: null,
  filterIgnored: false,
  owner: null,
};

/** The oldest and the newest event, those that came first where several are as old. */
function landmarks(
  { first, last }: Pick<LedgerWindow, 'first' | 'last'>,
  events: readonly Landmark[],
): Pick<LedgerWindow, 'first' | 'last'> {
  for (const { id, time } of events) {
    if (!first || time < first.time) first = { id, time };
    if (!last || time > last.time) last = { id, time };
  }
  return { first, last };
}
