import type { Flag, Marks } from '../../shared/session.ts';
import type { Shown } from '../../shared/reveals.ts';
import { Chunk, type EventPlaces } from './event-file.ts';
import type { Beside } from './row.ts';
import type { ExportedEvent } from './session-store.ts';
import type { SessionState } from './state.ts';
import { StoredEvent } from './stored-event.ts';

/**
 * Events on their way to another thread of this process: as they lie in the file, still compressed,
 * and what the index knows of them. A copy of it costs little, and nothing of it has to be read here.
 */
export interface EventPacket {
  /** Of each chunk its two packs, one after another. */
  bytes: Uint8Array<ArrayBuffer>;
  /** How long these are. */
  lengths: readonly number[];
  /** Of each event, as they lie in the file, the numbers of `columns`. */
  events: Uint32Array<ArrayBuffer>;
  /** Equal ones once. */
  beside: readonly KnownBeside[];
  /** Pseudonyms stand for what is personal and not shown; null: nothing is masked. */
  mask: { secret: Uint8Array; shown: Shown } | null;
}

interface KnownBeside {
  marks: Marks;
  actorName: string | null;
  person: string | null;
  flags: Flag[];
}

/** Rows and the places that they have in another order, those of a row first in the file first. */
export interface FileOrder {
  rows: Uint32Array;
  places: Uint32Array;
}

/** `detailsChunk` is one more than its number, 0 where there are no details. */
const columns = { row: 0, place: 1, chunk: 2, slot: 3, detailsChunk: 4, detailsSlot: 5, beside: 6 };
const width = Object.keys(columns).length;
/** Rows that are packed together lie in so many chunks at least. */
const denseRows = 8;

export function packetOf({ events, index }: SessionState, order: FileOrder): EventPacket {
  const { rows, places } = order;
  const chunks = new Numbered<Chunk>();
  const beside: KnownBeside[] = [];
  /** Numbers of `beside` by the likeness of rows. */
  const besides = new Map<number, number>();
  const leads = new Set<number>();
  const table = new Uint32Array(rows.length * width);
  let at = 0;
  for (const [nth, row] of rows.entries()) {
    const { event, details } = events.places(row, index.hasDetails(row));
    const likeness = index.likeness(row);
    const known = likeness === null ? undefined : besides.get(likeness);
    const about = known ?? beside.push(knownBeside(index, row)) - 1;
    if (likeness !== null && known === undefined) besides.set(likeness, about);
    table[at + columns.row] = row;
    table[at + columns.place] = places[nth] ?? 0;
    table[at + columns.chunk] = chunks.numberOf(event.chunk);
    table[at + columns.slot] = event.slot;
    if (details) {
      const number = chunks.numberOf(details.chunk);
      leads.add(number);
      table[at + columns.detailsChunk] = number + 1;
      table[at + columns.detailsSlot] = details.slot;
    }
    table[at + columns.beside] = about;
    at += width;
  }
  // Nobody asks for the vendor's own object of details.
  const packs = chunks.all.flatMap(({ packed: { lead, raw } }, number) =>
    leads.has(number) ? [lead, none] : [lead, raw],
  );
  return {
    bytes: joined(packs),
    lengths: packs.map(({ length }) => length),
    events: table,
    beside,
    mask: null,
  };
}

/** The events of a packet, in the order of its rows; not masked. Throws `session.damaged`. */
export function eventsOf({ bytes, lengths, events, beside }: EventPacket): ExportedEvent[] {
  const besides = beside.map((one) => besideOf(one));
  const count = events.length / width;
  // Rows from all over the file would hold on to a chunk each.
  const isDense = lengths.length / 2 <= count / denseRows;
  const chunkAt = chunksOf(bytes, lengths, isDense ? lengths.length : 2);
  const batch: ExportedEvent[] = [];
  for (let at = 0; at < events.length; at += width) {
    const number = (column: number) => events[at + column] ?? 0;
    const detailsChunk = number(columns.detailsChunk);
    const places: EventPlaces = {
      event: { chunk: chunkAt(number(columns.chunk)), slot: number(columns.slot) },
      details: detailsChunk
        ? { chunk: chunkAt(detailsChunk - 1), slot: number(columns.detailsSlot) }
        : null,
    };
    const known = besides[number(columns.beside)];
    if (!known) throw new RangeError('a packet without what it refers to');
    batch[number(columns.place)] = new StoredEvent(
      known,
      number(columns.row),
      isDense ? places : copyOf(places),
    );
  }
  return batch;
}

/** As they lie in the file, so that no chunk is unpacked twice. */
export function inFileOrder(order: Uint32Array): FileOrder {
  const count = order.length;
  // One number of both, which the native sort takes quickest.
  const packed = new Float64Array(count);
  for (let place = 0; place < count; place += 1)
    packed[place] = (order[place] ?? 0) * count + place;
  packed.sort();
  const rows = new Uint32Array(count);
  const places = new Uint32Array(count);
  for (let nth = 0; nth < count; nth += 1) {
    const one = packed[nth] ?? 0;
    const row = Math.floor(one / count);
    rows[nth] = row;
    places[nth] = one - row * count;
  }
  return { rows, places };
}

/** Without the other events of its chunks. */
export function copyOf({ event, details }: EventPlaces): EventPlaces {
  const { chunk, slot } = event;
  return {
    event: { chunk: { lead: chunk.lead.only(slot), raw: chunk.raw.only(slot) }, slot: 0 },
    details: details && { chunk: { lead: details.chunk.lead.only(details.slot) }, slot: 0 },
  };
}

/** Gives chunks by their number, and keeps so many of them. */
function chunksOf(bytes: Uint8Array, lengths: readonly number[], most: number) {
  const starts: number[] = [];
  let end = 0;
  for (const length of lengths) {
    starts.push(end);
    end += length;
  }
  const pack = (number: number) => {
    const start = starts[number] ?? 0;
    return Buffer.from(bytes.buffer, bytes.byteOffset + start, lengths[number] ?? 0);
  };
  const kept = new Map<number, Chunk>();
  return (number: number): Chunk => {
    const known = kept.get(number);
    if (known) return known;
    const chunk = new Chunk(pack(2 * number), pack(2 * number + 1));
    if (kept.size >= most) kept.clear();
    kept.set(number, chunk);
    return chunk;
  };
}

function knownBeside(index: SessionState['index'], row: number): KnownBeside {
  return {
    marks: index.marks(row),
    actorName: index.actorName(row),
    person: index.person(row),
    flags: index.flagsOf(row),
  };
}

function besideOf({ marks, actorName, person, flags }: KnownBeside): Beside {
  return {
    marks: () => marks,
    actorName: () => actorName,
    person: () => person,
    flagsOf: () => flags,
  };
}

/** Numbers things from 0 in the order in which they come. */
class Numbered<T> {
  readonly #numbers = new Map<T, number>();
  /** Neighbours are often of one chunk. */
  #last: { one: T; number: number } | null = null;

  get all(): T[] {
    return [...this.#numbers.keys()];
  }

  numberOf(one: T): number {
    if (this.#last?.one === one) return this.#last.number;
    const number = this.#numbers.get(one) ?? this.#numbers.size;
    this.#numbers.set(one, number);
    this.#last = { one, number };
    return number;
  }
}

const none = Buffer.alloc(0);

/** In memory that is theirs alone, so that it can change hands. */
function joined(packs: readonly Buffer[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(packs.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const pack of packs) {
    all.set(pack, at);
    at += pack.length;
  }
  return all;
}
