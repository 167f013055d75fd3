import { setImmediate } from 'node:timers/promises';
import { Failed } from '../../shared/errors.ts';
import { copyOf, inFileOrder, packetOf, type EventPacket } from './event-packet.ts';
import { longestRun } from './payload.ts';
import type { ExportedEvent } from './session-store.ts';
import type { SessionState } from './state.ts';
import { StoredEvent } from './stored-event.ts';

const rowsAtOnce = 1000;
/**
 * Rows of a packet, where they lie side by side, and where each brings a chunk of its own along. What
 * more unpack to would outlive the thread's young garbage, which then is copied again and again;
 * of fewer too many share a chunk with the packet beside them.
 */
const packetRows = { dense: 512, sparse: 256 };

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

/** The same for another thread to read. */
export async function* packets(
  state: SessionState,
  order: Uint32Array,
  signal: AbortSignal,
): AsyncIterable<EventPacket> {
  for (let from = 0; from < order.length;) {
    if (signal.aborted) throw new Failed('cancelled');
    const most = inFileOrder(order.subarray(from, from + packetRows.dense));
    const packed = isDense(most.rows)
      ? most
      : inFileOrder(order.subarray(from, from + packetRows.sparse));
    yield packetOf(state, packed);
    from += packed.rows.length;
    await setImmediate();
  }
}

function batchOf(state: SessionState, order: Uint32Array): ExportedEvent[] {
  const { events, index } = state;
  const batch: ExportedEvent[] = [];
  const { rows, places } = inFileOrder(order);
  const holds = isDense(rows);
  for (const [nth, row] of rows.entries()) {
    const texts = events.places(row, index.hasDetails(row));
    // Rows from all over the file would hold on to a chunk each.
    batch[places[nth] ?? 0] = new StoredEvent(index, row, holds ? texts : copyOf(texts));
  }
  return batch;
}

/** Whether few rows that nobody wants are unpacked along with these, which ascend. */
function isDense(rows: Uint32Array): boolean {
  let unpacked = 0;
  let last = -longestRun;
  for (const row of rows) {
    unpacked += Math.min(row - last, longestRun);
    last = row;
  }
  return unpacked < 8 * rows.length;
}
