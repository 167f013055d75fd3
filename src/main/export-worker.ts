import { parentPort, workerData } from 'node:worker_threads';
import { toFailure } from '../shared/errors.ts';
import type { Encoded, EncodingOrder } from './exporters/aside.ts';
import { emptyTally, lineGatherer } from './exporters/exporter.ts';
import { lineExporters } from './exporters/line-exporters.ts';
import type { EventPacket } from './store/event-packet.ts';
import { packetReader } from './store/packet-reader.ts';

/**
 * A thread that makes lines of an export, a composition root as well: it brings the store's packets
 * and the formats together, and knows no session and no file.
 */
const port = parentPort;
if (!port) throw new Error('this runs as a thread');
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- from our own program
const { format, layout } = workerData as EncodingOrder;
const tally = emptyTally();
const lines = lineGatherer(lineExporters[format].line(layout, tally));
const read = packetReader();

port.on('message', (packet: EventPacket) => {
  const told = encoded(packet);
  port.postMessage(told, 'bytes' in told ? [told.bytes.buffer] : []);
});

function encoded(packet: EventPacket): Encoded {
  try {
    const events = read(packet);
    const before = tally.formulaCells;
    const bytes = lines(events);
    return { bytes, rows: events.length, formulaCells: tally.formulaCells - before };
  } catch (error) {
    return { failure: toFailure(error) };
  }
}
