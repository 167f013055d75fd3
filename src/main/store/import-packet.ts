import { hash } from 'node:crypto';
import type { MappedEvent } from '../../shared/event.ts';
import type { Quarantined, ReadEvent } from '../../shared/session.ts';
import { identityOf } from './identity.ts';
import { compress, cutIntoChunks, PackedTexts, packTexts, takeOut } from './payload.ts';
import type { ImportBatch } from './session-store.ts';

/** Some events as they lie in the table `chunk`. */
export interface PackedRun {
  rows: number;
  mapped: Uint8Array;
  raw: Uint8Array;
}

/** What of a batch can be made before it is known which of its events are new: most of the work. */
export interface PackedImport {
  /** Of each event, as the table `batch` has them. */
  identities: Uint8Array;
  runs: PackedRun[];
  body: PackedBody;
}

/** A body as the table `answer` has it. */
export interface PackedBody {
  sha256: Uint8Array;
  rest: Uint8Array;
}

/** A batch on its way between two threads: its texts are bytes, of which a copy costs nothing. */
export interface ImportPacket {
  /** Of each run what is in it, not compressed. */
  texts: { mapped: Uint8Array<ArrayBuffer>; raw: Uint8Array<ArrayBuffer> }[];
  body: Uint8Array<ArrayBuffer>;
  /** Of those few events that have any. */
  more: [index: number, more: Pick<ImportedEvent, 'rawDetails' | 'marks'>][];
  quarantined: Quarantined[];
  packed: PackedImport;
}

type Batch = Omit<ImportBatch, 'windowId'>;
type ImportedEvent = ImportBatch['events'][number];

export function packRuns(events: readonly ReadEvent[]): PackedRun[] {
  return textsOf(events).map(compressed);
}

interface Texts {
  rows: number;
  mapped: Buffer;
  raw: Buffer;
}

function textsOf(events: readonly ReadEvent[]): Texts[] {
  return cutIntoChunks(events, ({ raw }) => raw.length).map((run) => ({
    rows: run.length,
    mapped: packTexts(run.map(({ event }) => JSON.stringify(event))),
    raw: packTexts(run.map(({ raw }) => raw)),
  }));
}

function compressed({ rows, mapped, raw }: Texts): PackedRun {
  return { rows, mapped: compress(mapped), raw: compress(raw, mapped) };
}

/** `objects`: those of the body that are stored as rows; `bytes`: the body's own. */
export function packBody(
  body: string,
  objects: readonly string[],
  bytes: string | Buffer = body,
): PackedBody {
  const rest = compress(packTexts(takeOut(body, objects)));
  return { sha256: hash('sha256', bytes, 'buffer'), rest };
}

/** To be run in another thread than the one that writes. */
export function packImport({ body, events, quarantined }: Batch): ImportPacket {
  const more = events.flatMap(({ rawDetails, marks }, index): ImportPacket['more'] =>
    rawDetails === null && marks === null ? [] : [[index, { rawDetails, marks }]],
  );
  const texts = textsOf(events);
  const bytes = Buffer.from(body);
  const raws = events.map(({ raw }) => raw);
  const identities = events.map(({ event, raw }) => identityOf(event.source, event.id, raw));
  return {
    texts: texts.map(({ mapped, raw }) => ({ mapped: owned(mapped), raw: owned(raw) })),
    body: owned(bytes),
    more,
    quarantined: [...quarantined],
    packed: {
      identities: owned(Buffer.concat(identities)),
      runs: texts.map(compressed).map(({ rows, mapped, raw }) => {
        return { rows, mapped: owned(mapped), raw: owned(raw) };
      }),
      body: packBody(body, raws, bytes),
    },
  };
}

/** The batch again. What is asked for only where events are known already is read when it is. */
export function unpackImport({ texts, body, more, ...rest }: ImportPacket): Batch {
  const extra = new Map(more);
  const events: ImportedEvent[] = [];
  for (const run of texts) {
    const letters = new PackedTexts(buffer(run.raw));
    for (const [slot, text] of new PackedTexts(buffer(run.mapped)).all().entries()) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- packed by this very program
      const event = JSON.parse(text) as MappedEvent;
      const { rawDetails, marks } = extra.get(events.length) ?? nothing;
      events.push({
        event,
        rawDetails,
        marks,
        get raw() {
          return letters.at(slot);
        },
      });
    }
  }
  return {
    ...rest,
    events,
    get body() {
      return buffer(body).toString();
    },
  };
}

/** Bytes that do not lie among others, which would go along. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer: around, byteLength } = bytes;
  const isAlone = around instanceof ArrayBuffer && around.byteLength === byteLength;
  return isAlone ? new Uint8Array(around) : new Uint8Array(bytes);
}

const nothing = { rawDetails: null, marks: null };

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
