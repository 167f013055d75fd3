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
  mapped: Uint8Array<ArrayBuffer>;
  raws: Uint8Array<ArrayBuffer>;
  body: Uint8Array<ArrayBuffer>;
  /** Of those few events that have any. */
  more: [index: number, more: Pick<ImportedEvent, 'rawDetails' | 'marks'>][];
  quarantined: Quarantined[];
  packed: PackedImport;
}

type Batch = Omit<ImportBatch, 'windowId'>;
type ImportedEvent = ImportBatch['events'][number];

export function packRuns(events: readonly ReadEvent[]): PackedRun[] {
  return runsOf(events.map(({ event, raw }) => ({ mapped: JSON.stringify(event), raw })));
}

function runsOf(events: readonly { mapped: string; raw: string }[]): PackedRun[] {
  return cutIntoChunks(events, ({ raw }) => raw.length).map((run) => {
    const mapped = packTexts(run.map((one) => one.mapped));
    const raw = packTexts(run.map((one) => one.raw));
    return { rows: run.length, mapped: compress(mapped), raw: compress(raw, mapped) };
  });
}

/** `objects`: those of the body that are stored as rows. */
export function packBody(body: string, objects: readonly string[]): PackedBody {
  const rest = compress(packTexts(takeOut(body, objects)));
  return { sha256: hash('sha256', body, 'buffer'), rest };
}

/** To be run in another thread than the one that writes. */
export function packImport({ body, events, quarantined }: Batch): ImportPacket {
  const texts = events.map(({ event, raw }) => ({ mapped: JSON.stringify(event), raw }));
  const raws = events.map(({ raw }) => raw);
  const more = events.flatMap(({ rawDetails, marks }, index): ImportPacket['more'] =>
    rawDetails === null && marks === null ? [] : [[index, { rawDetails, marks }]],
  );
  return {
    mapped: owned(packTexts(texts.map(({ mapped }) => mapped))),
    raws: owned(packTexts(raws)),
    body: owned(Buffer.from(body)),
    more,
    quarantined: [...quarantined],
    packed: {
      identities: owned(
        Buffer.concat(events.map(({ event, raw }) => identityOf(event.source, event.id, raw))),
      ),
      runs: runsOf(texts).map(({ rows, mapped, raw }) => {
        return { rows, mapped: owned(mapped), raw: owned(raw) };
      }),
      body: packBody(body, raws),
    },
  };
}

/** The batch again. What is asked for only where events are known already is read when it is. */
export function unpackImport({ mapped, raws, body, more, ...rest }: ImportPacket): Batch {
  const [events, letters] = [new PackedTexts(buffer(mapped)), new PackedTexts(buffer(raws))];
  const extra = new Map(more);
  const read = events.all().map((text, index): ImportedEvent => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- packed by this very program
    const event = JSON.parse(text) as MappedEvent;
    const { rawDetails, marks } = extra.get(index) ?? nothing;
    return {
      event,
      rawDetails,
      marks,
      get raw() {
        return letters.at(index);
      },
    };
  });
  return {
    ...rest,
    events: read,
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
