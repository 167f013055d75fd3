import { hash } from 'node:crypto';
import type { MappedEvent, SourceKind } from '../../shared/event.ts';
import type { Quarantined, ReadEvent } from '../../shared/session.ts';
import { identityLength, writeIdentity } from './identity.ts';
import { compress, cutIntoChunks, packBytes, PackedTexts, packTexts, takeOut } from './payload.ts';
import type { ImportBatch, ImportedEvent } from './session-store.ts';

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

/** What is stored of an event, made by whoever read it; `mapped` and `raw` lie among others. */
export interface EventBytes {
  source: SourceKind;
  id: string;
  /** The JSON of its `MappedEvent`. */
  mapped: Buffer;
  /** The vendor's object. */
  raw: Buffer;
}

/** A batch on its way between two threads: its texts are bytes, of which a copy costs nothing. */
export interface ImportPacket {
  /** Of each run what is in it, not compressed. */
  texts: { mapped: Uint8Array<ArrayBuffer>; raw: Uint8Array<ArrayBuffer> }[];
  /** null: what `raw` has of all runs, a line each. */
  body: Uint8Array<ArrayBuffer> | null;
  /** Of those few events that have any. */
  more: [index: number, more: Pick<ImportedEvent, 'rawDetails' | 'marks'>][];
  quarantined: Quarantined[];
  packed: PackedImport;
}

type Batch = Omit<ImportBatch, 'windowId'>;

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
export function packImport(batch: Batch): ImportPacket {
  const { events, quarantined, isPlain } = batch;
  const more = events.flatMap(({ rawDetails, marks }, index): ImportPacket['more'] =>
    rawDetails === null && marks === null ? [] : [[index, { rawDetails, marks }]],
  );
  const stored = events.map(bytesOf);
  const texts = cutIntoChunks(stored, ({ raw }) => raw.length).map((run) => ({
    rows: run.length,
    mapped: packBytes(run.map(({ mapped }) => mapped)),
    raw: packBytes(run.map(({ raw }) => raw)),
  }));
  const identities = Buffer.allocUnsafe(events.length * identityLength);
  for (const [at, { source, id, raw }] of stored.entries()) {
    writeIdentity(identities, at * identityLength, source, id, raw);
  }
  const { body, packed } = isPlain
    ? { body: null, packed: packLines(stored) }
    : bodyOf(batch.body, events);
  return {
    texts: texts.map(({ mapped, raw }) => ({ mapped: owned(mapped), raw: owned(raw) })),
    body,
    more,
    quarantined: [...quarantined],
    packed: {
      identities: owned(identities),
      runs: texts.map(compressed).map(({ rows, mapped, raw }) => {
        return { rows, mapped: owned(mapped), raw: owned(raw) };
      }),
      body: packed,
    },
  };
}

function bodyOf(body: string, events: readonly ImportedEvent[]) {
  const bytes = Buffer.from(body);
  const objects = events.map(({ raw }) => raw);
  return { body: owned(bytes), packed: packBody(body, objects, bytes) };
}

/** {@link packBody} of a body that is these objects, a line each. */
function packLines(objects: readonly { raw: Buffer }[]): PackedBody {
  const lines = objects.flatMap(({ raw }, at) => (at === 0 ? [raw] : [newline, raw]));
  const gaps = objects.map((_, at) => (at === 0 ? '' : '\n'));
  const rest = compress(packTexts([...gaps, '']));
  return { sha256: hash('sha256', Buffer.concat(lines), 'buffer'), rest };
}

const newline = Buffer.from('\n');

function bytesOf(read: ImportedEvent): EventBytes {
  if (read.bytes) return read.bytes;
  const { event, raw } = read;
  const { source, id } = event;
  return { source, id, mapped: Buffer.from(JSON.stringify(event)), raw: Buffer.from(raw) };
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
      const said = extra.get(events.length) ?? nothing;
      events.push(new UnpackedEvent(event, said, letters, slot));
    }
  }
  return {
    ...rest,
    events,
    get body() {
      if (body) return buffer(body).toString();
      return events.map(({ raw }) => raw).join('\n');
    },
  };
}

/** A class, because a getter in each of many objects takes as long to make as all that is in them. */
class UnpackedEvent implements ImportedEvent {
  readonly event: MappedEvent;
  readonly rawDetails: string | null;
  readonly marks: ImportedEvent['marks'];
  readonly #letters: PackedTexts;
  readonly #slot: number;

  constructor(
    event: MappedEvent,
    { rawDetails, marks }: Pick<ImportedEvent, 'rawDetails' | 'marks'>,
    letters: PackedTexts,
    slot: number,
  ) {
    this.event = event;
    this.rawDetails = rawDetails;
    this.marks = marks;
    this.#letters = letters;
    this.#slot = slot;
  }

  get raw(): string {
    return this.#letters.at(this.#slot);
  }
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
