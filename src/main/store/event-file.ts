import { hash } from 'node:crypto';
import type { Database } from './file/sqlite.ts';
import { z } from 'zod';
import { Failed } from '../../shared/errors.ts';
import { findingSchema, type MappedEvent } from '../../shared/event.ts';
import type { EventDetails, ReadEvent } from '../../shared/session.ts';
import type { RowSource } from './event-index.ts';
import { readMapped } from './mapped-event.ts';
import {
  compress,
  cutIntoChunks,
  decompress,
  PackedTexts,
  packTexts,
  putBack,
  takeOut,
  unpackedLength,
} from './payload.ts';

const extentRow = z.object({ first_row: z.number(), row_count: z.number() });
const chunkRow = z.object({ lead: z.instanceof(Buffer), raw: z.instanceof(Buffer) });
const detailRow = z.tuple([z.number(), z.number()]);
const bodyRow = z.object({ body: z.instanceof(Buffer) });

const itemSchema = z.object({
  content: z.string().nullable(),
  findings: z.array(findingSchema),
});
export type StoredDetails = z.infer<typeof itemSchema> & {
  /** Unpacked when it is asked for: rows of a table do without. */
  raw: () => string;
};

/** Two packs of texts, the second compressed with the first as its dictionary and read on demand. */
class Chunk {
  readonly #lead: PackedTexts;
  readonly #blob: Buffer;
  #raw: PackedTexts | null = null;

  constructor(lead: Buffer, raw: Buffer) {
    this.#lead = new PackedTexts(decompress(lead));
    this.#blob = raw;
  }

  lead(slot: number): string {
    return this.#lead.at(slot);
  }

  raw(slot: number): string {
    this.#raw ??= new PackedTexts(decompress(this.#blob, this.#lead.bytes));
    return this.#raw.at(slot);
  }

  /** When all of it is unpacked. */
  get bytes(): number {
    return this.#lead.bytes.length + unpackedLength(this.#blob);
  }
}

/** Decompressed chunks kept for the next question: about two pages under any sort. */
const cacheBytes = 8 * 2 ** 20;

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
  #last: { first: number; end: number; chunk: Chunk } | null = null;
  #lastDetails: { id: number; chunk: Chunk } | null = null;
  readonly #extentAt;
  readonly #chunkAt;
  readonly #detailAt;
  readonly #detailsChunkAt;

  constructor(db: Database) {
    this.#db = db;
    this.#extentAt = db.prepare(
      `SELECT first_row, row_count FROM chunk
       WHERE first_row <= ? ORDER BY first_row DESC LIMIT 1`,
    );
    this.#chunkAt = db.prepare('SELECT mapped AS lead, raw FROM chunk WHERE first_row = ?');
    this.#detailAt = db.prepare('SELECT chunk_id, slot FROM detail WHERE row = ?').raw();
    this.#detailsChunkAt = db.prepare('SELECT items AS lead, raw FROM details_chunk WHERE id = ?');
  }

  mapped(row: number): MappedEvent {
    const { chunk, first } = this.#find(row);
    return parse(readMapped, chunk.lead(row - first));
  }

  raw(row: number): string {
    const { chunk, first } = this.#find(row);
    return chunk.raw(row - first);
  }

  /** The same, unpacked when it is asked for; until then it holds on to the chunk. */
  rawLater(row: number): () => string {
    const { chunk, first } = this.#find(row);
    return () => chunk.raw(row - first);
  }

  /** What audit/details said of a row, the last time it was asked; null when it never was. */
  details(row: number): StoredDetails | null {
    const found = this.#detailAt.get(row);
    if (found === undefined) return null;
    const [id, slot] = detailRow.parse(found);
    const held = this.#detailsChunk(id);
    const { content, findings } = parse(readItem, held.lead(slot));
    return { content, findings, raw: () => held.raw(slot) };
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

  /** A body as the table `answer` keeps it, given the objects of it that are stored as rows. */
  packBody(body: string, objects: readonly string[]): Buffer {
    return compress(packTexts(takeOut(body, objects)));
  }

  /** Stores the events from `firstRow` on. */
  write(answerId: number, firstRow: number, events: readonly ReadEvent[]): void {
    const insert = this.#db.prepare(
      'INSERT INTO chunk (first_row, row_count, answer_id, mapped, raw) VALUES (?, ?, ?, ?, ?)',
    );
    let next = firstRow;
    for (const chunk of cutIntoChunks(events, ({ raw }) => raw.length)) {
      const mapped = packTexts(chunk.map(({ event }) => JSON.stringify(event)));
      const raw = packTexts(chunk.map((one) => one.raw));
      insert.run(next, chunk.length, answerId, compress(mapped), compress(raw, mapped));
      next += chunk.length;
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
  }

  forget(): void {
    this.#chunks.clear();
    this.#details.clear();
    this.#last = null;
    this.#lastDetails = null;
  }

  #detailsChunk(id: number): Chunk {
    if (this.#lastDetails?.id === id) return this.#lastDetails.chunk;
    let chunk = this.#details.get(id);
    if (!chunk) {
      const { lead, raw } = chunkRow.parse(this.#detailsChunkAt.get(id));
      chunk = new Chunk(lead, raw);
      this.#details.set(id, chunk);
    }
    this.#lastDetails = { id, chunk };
    return chunk;
  }

  #find(row: number): { chunk: Chunk; first: number } {
    if (this.#last && row >= this.#last.first && row < this.#last.end) return this.#last;
    const extent = extentRow.safeParse(this.#extentAt.get(row)).data;
    if (!extent || row >= extent.first_row + extent.row_count) throw new Failed('session.damaged');
    const { first_row: first, row_count: count } = extent;
    let chunk = this.#chunks.get(first);
    if (!chunk) {
      const { lead, raw } = chunkRow.parse(this.#chunkAt.get(first));
      chunk = new Chunk(lead, raw);
      this.#chunks.set(first, chunk);
    }
    this.#last = { first, end: first + count, chunk };
    return this.#last;
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
      const { lead, raw } = chunkRow.parse(row);
      return new PackedTexts(decompress(raw, decompress(lead))).all();
    });
  }
}

const readItem = (text: string) => itemSchema.parse(JSON.parse(text));

/** Parses what this program wrote; anything else means that the file is not as it was written. */
function parse<T>(read: (text: string) => T, text: string): T {
  try {
    return read(text);
  } catch (error) {
    throw new Failed('session.damaged', {}, { cause: error });
  }
}
