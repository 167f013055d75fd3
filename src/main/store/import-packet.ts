import { hash } from 'node:crypto';
import type { MappedEvent, SourceKind } from '../../shared/event.ts';
import type { Quarantined, ReadEvent } from '../../shared/session.ts';
import { identityLength, writeIdentity } from './identity.ts';
import {
  compress,
  cutIntoChunks,
  decompress,
  packBytes,
  PackedTexts,
  packTexts,
  takeOut,
} from './payload.ts';
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
  /** Of each run its events, not compressed: all of these are read. */
  mapped: Uint8Array<ArrayBuffer>[];
  /** null: the vendor's objects of all runs, a line each. */
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
    raw: () =>
      packBytes(
        run.map(({ raw }) => raw),
        scratch,
      ),
  }));
  const identities = Buffer.allocUnsafe(events.length * identityLength);
  for (const [at, { source, id, raw }] of stored.entries()) {
    writeIdentity(identities, at * identityLength, source, id, raw);
  }
  const { body, packed } = isPlain
    ? { body: null, packed: packLines(stored) }
    : bodyOf(batch.body, events);
  return {
    mapped: texts.map(({ mapped }) => owned(mapped)),
    body,
    more,
    quarantined: [...quarantined],
    packed: {
      identities: owned(identities),
      runs: texts.map(({ rows, mapped, raw }) => {
        const run = compressed({ rows, mapped, raw: raw() });
        return { rows, mapped: owned(run.mapped), raw: owned(run.raw) };
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
  const gaps = objects.map((_, at) => (at === 0 ? '' : '\n'));
  const rest = compress(packTexts([...gaps, '']));
  const lines = scratch(objects.reduce((sum, { raw }) => sum + raw.length + 1, 0));
  let at = 0;
  for (const { raw } of objects) {
    if (at > 0) lines[at++] = NEWLINE;
    lines.set(raw, at);
    at += raw.length;
  }
  return { sha256: hash('sha256', lines.subarray(0, at), 'buffer'), rest };
}

const NEWLINE = 0x0a;

function bytesOf(read: ImportedEvent): EventBytes {
  if (read.bytes) return read.bytes;
  const { event, raw } = read;
  const { source, id } = event;
  return { source, id, mapped: Buffer.from(JSON.stringify(event)), raw: Buffer.from(raw) };
}

/** The batch again. What is asked for only where events are known already is read when it is. */
export function unpackImport({ mapped, body, more, ...rest }: ImportPacket): Batch {
  const extra = new Map(more);
  const events: ImportedEvent[] = [];
  for (const [at, bytes] of mapped.entries()) {
    const texts = new RunTexts(buffer(bytes), rest.packed.runs[at]?.raw ?? none);
    for (let slot = 0; slot < texts.mapped.length; slot += 1) {
      events.push(new UnpackedEvent(extra.get(events.length) ?? nothing, texts, slot));
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

/** The texts of a run, those of the vendor unpacked when they are asked for. */
class RunTexts {
  readonly mapped: PackedTexts;
  readonly #packed: Uint8Array;
  #raw: PackedTexts | null = null;

  constructor(mapped: Buffer, packed: Uint8Array) {
    this.mapped = new PackedTexts(mapped);
    this.#packed = packed;
  }

  get raw(): PackedTexts {
    return (this.#raw ??= new PackedTexts(decompress(buffer(this.#packed), this.mapped.bytes)));
  }
}

/** A class, because a getter in each of many objects takes as long to make as all that is in them. */
class UnpackedEvent implements ImportedEvent {
  readonly rawDetails: string | null;
  readonly marks: ImportedEvent['marks'];
  readonly #texts: RunTexts;
  readonly #slot: number;

  constructor(
    { rawDetails, marks }: Pick<ImportedEvent, 'rawDetails' | 'marks'>,
    texts: RunTexts,
    slot: number,
  ) {
    this.rawDetails = rawDetails;
    this.marks = marks;
    this.#texts = texts;
    this.#slot = slot;
  }

  /** Made each time it is asked for: whoever keeps those of a whole batch has them moved about. */
  get event(): MappedEvent {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- packed by this very program
    return JSON.parse(this.#texts.mapped.at(this.#slot)) as MappedEvent;
  }

  get raw(): string {
    return this.#texts.raw.at(this.#slot);
  }
}

/** Bytes that do not lie among others, which would go along. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer: around, byteLength } = bytes;
  const isAlone = around instanceof ArrayBuffer && around.byteLength === byteLength;
  return isAlone ? new Uint8Array(around) : new Uint8Array(bytes);
}

const nothing = { rawDetails: null, marks: null };
const none = new Uint8Array();

/**
 * Bytes for what nobody keeps, good until the next are asked for. Made anew for each run they have all
 * of the thread's memory gone through for garbage, again and again.
 */
function scratch(length: number): Buffer {
  if (length > scratchBytes.length) scratchBytes = Buffer.allocUnsafeSlow(Math.ceil(length * 1.25));
  return scratchBytes.subarray(0, length);
}

let scratchBytes = Buffer.alloc(0);

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
