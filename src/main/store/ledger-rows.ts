import { z } from 'zod';
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
