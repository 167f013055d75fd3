import { hash } from 'node:crypto';
import { fileBytes, type Database } from './file/sqlite.ts';
import { z } from 'zod';
import { Failed } from '../../shared/errors.ts';
import { findingSchema, type MappedEvent } from '../../shared/event.ts';
import type { EventDetails, ReadEvent } from '../../shared/session.ts';
import type { RowSource } from './event-index.ts';
import { packRuns, type PackedRun } from './import-packet.ts';
import { readMapped } from './mapped-event.ts';
import {
  compress,
  cutIntoChunks,
  decompress,
  PackedTexts,
  packTexts,
  putBack,
  unpackedLength,
  longestRun,
  usualRun,
} from './payload.ts';

const bodyRow = z.object({ body: z.instanceof(Buffer) });

const itemSchema = z.object({
  content: z.string().nullable(),
  findings: z.array(findingSchema),
});
export type StoredDetails = z.infer<typeof itemSchema> & {
  /** Unpacked when it is asked for: rows of a table do without. */
  raw: () => string;
};

/** A text of each for every event: the event as mapped, or its details, and the vendor's object. */
interface Packs {
  readonly lead: PackedTexts;
  readonly raw: PackedTexts;
}

/** Two packs, the second compressed with the first as its dictionary; unpacked on demand. */
export class Chunk implements Packs {
  /** As they lie in the file. */
  readonly packed: { readonly lead: Buffer; readonly raw: Buffer };
  #lead: PackedTexts | null = null;
  #raw: PackedTexts | null = null;

  constructor(lead: Buffer, raw: Buffer) {
    this.packed = { lead, raw };
  }

  get lead(): PackedTexts {
    return (this.#lead ??= new PackedTexts(decompress(this.packed.lead)));
  }

  get raw(): PackedTexts {
    return (this.#raw ??= new PackedTexts(decompress(this.packed.raw, this.lead.bytes)));
  }

  /** When all of it is unpacked. */
  get bytes(): number {
    return unpackedLength(this.packed.lead) + unpackedLength(this.packed.raw);
  }
}

/** The rows from `first` up to `end`, which is outside. */
interface Run {
  first: number;
  end: number;
  chunk: Chunk;
}

/** Where a text of each pack lies: whoever has it holds on to all of them. */
interface Place<Of> {
  chunk: Of;
  slot: number;
}

/** Where an event lies; null: no details. */
export interface EventPlaces {
  event: Place<Packs>;
  details: Place<Pick<Packs, 'lead'>> | null;
}

interface FilePlaces extends EventPlaces {
  event: Place<Chunk>;
  details: Place<Chunk> | null;
}

/** Rows whose details are looked for at once where neighbours are asked for one after another. */
const pointedAt = 256;

interface ChunkRow {
  lead: Buffer;
  raw: Buffer;
}
interface RunRow extends ChunkRow {
  first_row: number;
  row_count: number;
}

/** By hand, as there is a run for every sixteen events. */
function isChunk(row: unknown): row is ChunkRow {
  if (typeof row !== 'object' || row === null) return false;
  const { lead, raw }: { readonly [K in keyof ChunkRow]?: unknown } = row;
  return Buffer.isBuffer(lead) && Buffer.isBuffer(raw);
}

function isRun(row: unknown): row is RunRow {
  if (!isChunk(row)) return false;
  const run: { readonly [K in keyof RunRow]?: unknown } = row;
  return typeof run.first_row === 'number' && typeof run.row_count === 'number';
}

/** By row. Looked at by hand: a schema would copy a list for each of a million rows exported. */
function pointersOf(rows: unknown[]): Map<number, { id: number; slot: number }> {
  const at = new Map<number, { id: number; slot: number }>();
  for (const one of rows) {
    const list: readonly unknown[] = Array.isArray(one) ? one : [];
    const [row, id, slot] = list;
    if (typeof row !== 'number' || typeof id !== 'number' || typeof slot !== 'number') {
      throw new Failed('session.damaged');
    }
    at.set(row, { id, slot });
  }
  return at;
}

/** Where runs end is remembered of so many. */
const mostEnds = 4096;

/** Decompressed chunks kept for the next question: about two pages under any sort. */
const cacheBytes = 8 * 2 ** 20;

/** Rows that are read ahead at a step: a few ms, even from a disk. */
const readAtOnce = 8192;
/** So many times the file has to fit into the memory that is to be had. */
const roomy = 4;

class ChunkCache {
  /** In the order of their last use. */
  readonly #chunks = new Map<number, Chunk>();
  #bytes = 0;

  get(key: number): Chunk | undefined {
    const chunk = this.#chunks.get(key);
    if (chunk) {
      this.#chunks.delete(key);
      this.#chunks.set(key, chunk);
    }
    return chunk;
  }

  set(key: number, chunk: Chunk): void {
    this.#chunks.set(key, chunk);
    this.#bytes += chunk.bytes;
    for (const [oldest, one] of this.#chunks) {
      if (this.#bytes <= cacheBytes || oldest === key) break;
      this.#chunks.delete(oldest);
      this.#bytes -= one.bytes;
    }
  }

  clear(): void {
    this.#chunks.clear();
    this.#bytes = 0;
  }
}

/**
 * The events' texts in the tables `chunk` and `details_chunk`, and the bodies in `answer`. Reading
 * throws `session.damaged` for whatever is not as it was written. Writing runs inside the caller's
 * transaction; `forget` is for after one that failed.
 */
export class EventFile implements RowSource {
  readonly #db: Database;
  readonly #chunks = new ChunkCache();
  readonly #details = new ChunkCache();
  /** The chunk of the row asked for last: neighbours are asked for one after another. */
  #last: Run | null = null;
  #lastDetails: { id: number; chunk: Chunk } | null = null;
  /** Where the details of a run of rows are. */
  #pointers = { first: 0, end: 0, at: pointersOf([]) };
  /** By the first row of a run; of those that may be in the cache. */
  readonly #ends = new Map<number, number>();
  /** Rows before this have been read ahead. */
  #readTo = 0;
  readonly #runAt;
  readonly #detailsAt;
  readonly #detailsChunkAt;

  constructor(db: Database) {
    this.#db = db;
    // To find the last run that begins before a row, SQLite would read a page of the next one, too.
    this.#runAt = db.prepare(
      `SELECT first_row, row_count, mapped AS lead, raw FROM chunk
       WHERE first_row > :row - :within AND first_row <= :row AND first_row + row_count > :row
       ORDER BY first_row LIMIT 1`,
    );
    this.#detailsAt = db
      .prepare('SELECT row, chunk_id, slot FROM detail WHERE row >= ? AND row < ?')
      .raw();
    this.#detailsChunkAt = db.prepare('SELECT items AS lead, raw FROM details_chunk WHERE id = ?');
  }

  mapped(row: number): MappedEvent {
    const { chunk, slot } = this.#find(row);
    return readEvent(chunk.lead.at(slot));
  }

  raw(row: number): string {
    const { chunk, slot } = this.#find(row);
    return chunk.raw.at(slot);
  }

  /** What audit/details said of a row, the last time it was asked; null when it never was. */
  details(row: number): StoredDetails | null {
    const held = this.#findDetails(row);
    if (!held) return null;
    const { content, findings } = readDetails(held.chunk.lead.at(held.slot));
    return { content, findings, raw: () => held.chunk.raw.at(held.slot) };
  }

  /** All of an event, found now and unpacked when it is asked for. */
  places(row: number, hasDetails: boolean): FilePlaces {
    return { event: this.#find(row), details: hasDetails ? this.#findDetails(row) : null };
  }

  /** A body to the letter. Throws `session.damaged` for one that a bundle left out. */
  body(answerId: number): string {
    const row = this.#db.prepare('SELECT body FROM answer WHERE id = ?').get(answerId);
    const gaps = new PackedTexts(decompress(bodyRow.parse(row).body)).all();
    return putBack(gaps, this.objects(answerId));
  }

  /**
   * The SHA-256 of a body. One that was left out of the bundle a session came from cannot be held
   * against what is said of it, which is returned then.
   */
  digest(answerId: number, stated: Buffer): Buffer {
    const row = this.#db.prepare('SELECT body FROM answer WHERE id = ?').get(answerId);
    if (bodyRow.parse(row).body.length === 0) return stated;
    return hash('sha256', this.body(answerId), 'buffer');
  }

  /**
   * Reads through what rows are read from, in order and a step at a time, so that the system has it at
   * hand: on any page of another order each of a hundred rows waits for the disk otherwise, and a page
   * takes three times as long. Nothing is read where memory for it would have to be taken from others.
   */
  *readAhead(): Generator<void, void> {
    try {
      if (fileBytes(this.#db) * roomy > process.availableMemory()) return;
      const last = this.#db.prepare('SELECT max(first_row) FROM chunk').pluck().get();
      // The runs' own column: without it an index would do, and the runs would not be read.
      const pass = this.#db.prepare(
        'SELECT sum(row_count) FROM chunk WHERE first_row >= ? AND first_row < ?',
      );
      while (this.#readTo <= Number(last)) {
        pass.get(this.#readTo, this.#readTo + readAtOnce);
        this.#readTo += readAtOnce;
        yield;
      }
    } catch {
      // Whoever asks for what cannot be read is told then.
    }
  }

  /** Stores the events from `firstRow` on, as runs if these are made already. */
  write(
    answerId: number,
    firstRow: number,
    events: readonly ReadEvent[],
    runs: readonly PackedRun[] = packRuns(events),
  ): void {
    const insert = this.#db.prepare(
      'INSERT INTO chunk (first_row, row_count, answer_id, mapped, raw) VALUES (?, ?, ?, ?, ?)',
    );
    let next = firstRow;
    for (const { rows, mapped, raw } of runs) {
      insert.run(next, rows, answerId, mapped, raw);
      next += rows;
    }
  }

  /** Stores details of rows, replacing older ones. */
  writeDetails(answerId: number, items: readonly { row: number; details: EventDetails }[]): void {
    const insertChunk = this.#db.prepare(
      'INSERT INTO details_chunk (answer_id, items, raw) VALUES (?, ?, ?)',
    );
    const point = this.#db.prepare(
      'INSERT OR REPLACE INTO detail (row, chunk_id, slot) VALUES (?, ?, ?)',
    );
    for (const chunk of cutIntoChunks(items, ({ details }) => details.raw.length)) {
      const lead = packTexts(
        chunk.map(({ details: { content, findings } }) => JSON.stringify({ content, findings })),
      );
      const raw = packTexts(chunk.map(({ details }) => details.raw));
      const { lastInsertRowid } = insertChunk.run(answerId, compress(lead), compress(raw, lead));
      for (const [slot, { row }] of chunk.entries()) point.run(row, lastInsertRowid, slot);
    }
    this.#pointers.end = 0;
  }

  forget(): void {
    this.#chunks.clear();
    this.#ends.clear();
    this.#details.clear();
    this.#last = null;
    this.#lastDetails = null;
    this.#pointers.end = 0;
  }

  #findDetails(row: number): Place<Chunk> | null {
    const { first, end } = this.#pointers;
    if (row < first || row >= end) {
      const after = row + (row >= end && row < end + pointedAt ? pointedAt : 1);
      this.#pointers = { first: row, end: after, at: pointersOf(this.#detailsAt.all(row, after)) };
    }
    const pointer = this.#pointers.at.get(row);
    return pointer ? { chunk: this.#detailsChunk(pointer.id), slot: pointer.slot } : null;
  }

  #detailsChunk(id: number): Chunk {
    if (this.#lastDetails?.id === id) return this.#lastDetails.chunk;
    let chunk = this.#details.get(id);
    if (!chunk) {
      const at = this.#detailsChunkAt.get(id);
      if (!isChunk(at)) throw new Failed('session.damaged');
      chunk = new Chunk(at.lead, at.raw);
      this.#details.set(id, chunk);
    }
    this.#lastDetails = { id, chunk };
    return chunk;
  }

  #find(row: number): Place<Chunk> {
    const last = this.#last;
    if (last && row >= last.first && row < last.end) {
      return { chunk: last.chunk, slot: row - last.first };
    }
    const held = this.#held(row) ?? this.#read(row);
    this.#last = held;
    return { chunk: held.chunk, slot: row - held.first };
  }

  /** The run of a row from the cache: asking the file where it begins takes as long as reading it. */
  #held(row: number): Run | null {
    for (let first = row; first > row - longestRun; first -= 1) {
      const end = this.#ends.get(first);
      if (end === undefined) continue;
      const chunk = row < end ? this.#chunks.get(first) : undefined;
      return chunk ? { first, end, chunk } : null;
    }
    return null;
  }

  #read(row: number): Run {
    const at =
      this.#runAt.get({ row, within: usualRun }) ?? this.#runAt.get({ row, within: longestRun });
    if (!isRun(at)) throw new Failed('session.damaged');
    const { first_row: first, row_count: count, lead, raw } = at;
    const chunk = new Chunk(lead, raw);
    this.#chunks.set(first, chunk);
    if (this.#ends.size >= mostEnds) this.#ends.clear();
    this.#ends.set(first, first + count);
    return { first, end: first + count, chunk };
  }

  /** The objects of an answer that are stored as rows, in their order. */
  objects(answerId: number): string[] {
    const events = this.#db
      .prepare('SELECT mapped AS lead, raw FROM chunk WHERE answer_id = ? ORDER BY first_row')
      .all(answerId);
    const details = this.#db
      .prepare('SELECT items AS lead, raw FROM details_chunk WHERE answer_id = ? ORDER BY id')
      .all(answerId);
    return [...events, ...details].flatMap((row) => {
      if (!isChunk(row)) throw new Failed('session.damaged');
      return new PackedTexts(decompress(row.raw, decompress(row.lead))).all();
    });
  }
}

/** What was written of an event's details but for `raw`. Throws `session.damaged`. */
export function readDetails(text: string): z.infer<typeof itemSchema> {
  return parse((json) => itemSchema.parse(JSON.parse(json)), text);
}

/** What was written of an event. Throws `session.damaged`. */
export function readEvent(text: string): MappedEvent {
  return parse(readMapped, text);
}

/** Parses what this program wrote; anything else means that the file is not as it was written. */
function parse<T>(read: (text: string) => T, text: string): T {
  try {
    return read(text);
  } catch (error) {
    throw new Failed('session.damaged', {}, { cause: error });
  }
}
