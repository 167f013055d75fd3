import { workerData } from 'node:worker_threads';
import { toFailure } from '../shared/errors.ts';
import { connectors } from './connectors/registry.ts';
import type { AheadOrder, FromAhead } from './importing/ahead.ts';
import { readBatches } from './importing/batches.ts';
import { packImport } from './store/import-packet.ts';
import { hear } from './thread.ts';

/**
 * The thread that reads a file for an import, a composition root as well: it brings the connectors'
 * reading and the store's packing together, and knows no session.
 */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- from our own program
const { path, source } = workerData as AheadOrder;
const readers = { pachca: connectors.pachca.read, jayguard: connectors.jayguard.read };

/** How many stretches the other thread has asked for and not been given. */
const asked = { stretches: 0, more: () => {} };
const port = hear(() => {
  asked.stretches += 1;
  asked.more();
});

function tell(message: FromAhead, bytes: Uint8Array<ArrayBuffer>[] = []): void {
  port.postMessage(
    message,
    bytes.map(({ buffer }) => buffer),
  );
}

try {
  const readLine = connectors[source].lines();
  for await (const { batches, ...rest } of readBatches({ path, source, readers, readLine })) {
    const packed = batches.map(({ batch, ...one }) => ({ ...one, packet: packImport(batch) }));
    while (asked.stretches === 0) await new Promise<void>((resolve) => (asked.more = resolve));
    asked.stretches -= 1;
    const bytes = packed.flatMap(({ packet: { mapped, body } }) => [
      ...(body ? [body] : []),
      ...mapped,
    ]);
    tell({ kind: 'stretch', stretch: { ...rest, batches: packed } }, bytes);
  }
  tell({ kind: 'end' });
} catch (error) {
  tell({ kind: 'failed', failure: toFailure(error) });
}
