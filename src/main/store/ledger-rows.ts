import { z } from 'zod';
import type { Database } from './file/sqlite.ts';
import { failureSchema } from '../../shared/errors.ts';
import {
  collectionSchema,
  countsSchema,
  filtersSchema,
  landmarkSchema,
  ledgerWindowSchema,
  selectionSchema,
  tokenOwnerSchema,
  type Collection,
  type Filters,
  type LedgerWindow,
  type Selection,
} from '../../shared/session.ts';

const text = z.string().nullable();
const number = z.number().nullable();

const collectionRow = z.object({
  id: z.number(),
  origin: z.string(),
  purpose: z.string(),
  source: z.string(),
  address: z.string(),
  from_time: number,
  to_time: number,
  filters: z.string(),
  with_details: z.number(),
  selection: text,
  owner: text,
  clock_offset_ms: number,
  refresh: z.number(),
  overlap_ms: number,
  filter_ignored: z.number(),
  stop: text,
  started_at: z.string(),
  finished_at: text,
  version: z.string(),
  status: z.string(),
});

const windowRow = z.object({
  id: z.number(),
  collection_id: z.number(),
  from_time: z.number(),
  to_time: z.number(),
  status: z.string(),
  reason: text,
  position: text,
  counts: z.string(),
  first: text,
  last: text,
});

function json<T>(schema: z.ZodType<T>, value: string | null): T | null {
  return value === null ? null : schema.parse(JSON.parse(value));
}

/** A row of the table `window`, and the collection it belongs to. */
export function readWindow(row: unknown): { of: number; window: LedgerWindow } {
  const { collection_id: of, from_time, to_time, ...rest } = windowRow.parse(row);
  const window = ledgerWindowSchema.parse({
    ...rest,
    from: from_time,
    to: to_time,
    reason: json(failureSchema, rest.reason),
    counts: json(countsSchema, rest.counts),
    first: json(landmarkSchema, rest.first),
    last: json(landmarkSchema, rest.last),
  });
  return { of, window };
}

/** A row of the table `collection`, with its windows. */
export function readCollection(row: unknown, windows: readonly LedgerWindow[]): Collection {
  const found = collectionRow.parse(row);
  return collectionSchema.parse({
    id: found.id,
    origin: found.origin,
    purpose: found.purpose,
    source: found.source,
    address: found.address,
    from: found.from_time,
    to: found.to_time,
    filters: json(filtersSchema, found.filters),
    withDetails: found.with_details === 1,
    selection: json(selectionSchema, found.selection),
    owner: json(tokenOwnerSchema, found.owner),
    clockOffsetMs: found.clock_offset_ms,
    refresh: found.refresh === 1,
    overlapMs: found.overlap_ms,
    filterIgnored: found.filter_ignored === 1,
    stop: found.stop,
    startedAt: found.started_at,
    finishedAt: found.finished_at,
    version: found.version,
    status: found.status,
    windows,
  });
}

/** One text for equal filters, whatever the order of their keys; empty ones are none. */
export function writeFilters(filters: Filters): string {
  const entries = Object.entries(filters)
    .filter(([, value]) => value !== undefined && value.length > 0)
    .map(([key, value]): [string, unknown] => [
      key,
      Array.isArray(value) ? value.toSorted() : value,
    ])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(entries));
}

/** One text for equal selections. */
export function writeSelection({ query, zone, period }: Selection): string {
  return JSON.stringify({ query, zone, period: period && { from: period.from, to: period.to } });
}

export function asJson(value: object | null): string | null {
  return value && JSON.stringify(value);
}

/** A collection as a row of its table, without its number. */
export function collectionValues(collection: Collection, knownRows: number | null) {
  return {
    origin: collection.origin,
    purpose: collection.purpose,
    source: collection.source,
    address: collection.address,
    from_time: collection.from,
    to_time: collection.to,
    filters: writeFilters(collection.filters),
    with_details: Number(collection.withDetails),
    selection: collection.selection && writeSelection(collection.selection),
    owner: asJson(collection.owner),
    clock_offset_ms: collection.clockOffsetMs,
    refresh: Number(collection.refresh),
    overlap_ms: collection.overlapMs,
    filter_ignored: Number(collection.filterIgnored),
    stop: collection.stop,
    started_at: collection.startedAt,
    finished_at: collection.finishedAt,
    version: collection.version,
    status: collection.status,
    known_rows: knownRows,
  };
}

/** A window as a row of its table, without its number. */
export function windowValues(collectionId: number, window: LedgerWindow) {
  return {
    collection_id: collectionId,
    from_time: window.from,
    to_time: window.to,
    status: window.status,
    reason: asJson(window.reason),
    position: window.position,
    counts: JSON.stringify(window.counts),
    first: asJson(window.first),
    last: asJson(window.last),
  };
}

/** Writes a row whose columns are the names of its values; returns its number. */
export function insertRow(
  db: Database,
  table: string,
  values: Readonly<Record<string, string | number | Buffer | null>>,
): number {
  const names = Object.keys(values);
  const places = names.map((name) => `:${name}`);
  const { lastInsertRowid } = db
    .prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places.join(', ')})`)
    .run(values);
  return Number(lastInsertRowid);
}
