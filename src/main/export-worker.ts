import { workerData } from 'node:worker_threads';
import { toFailure } from '../shared/errors.ts';
import type { Encoded, EncodingOrder, PacketSent } from './exporters/aside.ts';
import { emptyTally, lineGatherer } from './exporters/exporter.ts';
import { lineExporters } from './exporters/line-exporters.ts';
import { packetReader } from './store/packet-reader.ts';
import { hear } from './thread.ts';

/**
 * A thread that makes lines of an export, a composition root as well: it brings the store's packets
 * and the formats together, and knows no session and no file.
 */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- from our own program
const { format, layout } = workerData as EncodingOrder;
const tally = emptyTally();
const lines = lineGatherer(lineExporters[format].line(layout, tally));
const read = packetReader();

const port = hear((told) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- from our own program
  const answer = encoded(told as PacketSent);
  port.postMessage(answer, 'bytes' in answer ? [answer.bytes.buffer] : []);
});

function encoded({ packet, memory }: PacketSent): Encoded {
  try {
    const events = read(packet);
    const before = tally.formulaCells;
    const bytes = lines(events, memory);
    return { bytes, rows: events.length, formulaCells: tally.formulaCells - before };
  } catch (error) {
    return { failure: toFailure(error) };
  }
}
