import { setImmediate } from 'node:timers/promises';
import { Failed } from '../../shared/errors.ts';
import type { StoredTexts } from './event-file.ts';
import type { ExportedEvent } from './session-store.ts';
import type { SessionState } from './state.ts';
import { StoredEvent } from './stored-event.ts';

const rowsAtOnce = 1000;
/** About as many rows are unpacked together, and held on to together. */
const chunkRows = 64;

/** Rows in this order, a batch at a time. Throws `cancelled` when the signal is raised. */
export async function* scan(
  state: SessionState,
  order: Uint32Array,
  signal: AbortSignal,
): AsyncIterable<ExportedEvent[]> {
  for (let from = 0; from < order.length; from += rowsAtOnce) {
    if (signal.aborted) throw new Failed('cancelled');
    yield batchOf(state, order.subarray(from, from + rowsAtOnce));
    // Other requests get their turn between two batches.
    await setImmediate();
  }
}

/** Finds rows as they lie in the file, so that no chunk is unpacked twice, and puts them in order. */
function batchOf(state: SessionState, rows: Uint32Array): ExportedEvent[] {
  const { events, index } = state;
  const batch: ExportedEvent[] = [];
  const places = Array.from(rows, (row, place) => ({ row, place }));
  places.sort((a, b) => a.row - b.row);
  const isDense = unpackedWith(places.map(({ row }) => row)) < 8 * rows.length;
  for (const { row, place } of places) {
    const texts = events.texts(row, index.hasDetails(row));
    batch[place] = new StoredEvent(state, row, isDense ? texts : copyOf(texts));
  }
  return batch;
}

/** How many rows are unpacked when each of these is; they ascend. */
function unpackedWith(rows: readonly number[]): number {
  return rows.reduce(
    (sum, row, place) => sum + Math.min(row - (rows[place - 1] ?? -chunkRows), chunkRows),
    0,
  );
}

/** Rows from all over the file would hold on to a chunk each. */
function copyOf({ mapped, raw, details }: StoredTexts): StoredTexts {
  return {
    mapped: Buffer.from(mapped),
    raw: Buffer.from(raw),
    details: details && Buffer.from(details),
  };
}
