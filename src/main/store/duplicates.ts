import { z } from 'zod';
import type { SourceKind } from '../../shared/event.ts';
import type { ReadEvent } from '../../shared/session.ts';
import { sameContent } from './canonical.ts';
import { identityLength, identityOf, wordsOf } from './identity.ts';
import type { SessionState } from './state.ts';

const originRow = z.object({ origin: z.string(), address: z.string() });
/** Where rows come from: a service, or a file. */
export type Origin = z.infer<typeof originRow>;

export interface Sorted {
  /** Events the session did not have, in order, and what {@link IdentityTable} keeps of them. */
  fresh: ReadEvent[];
  identities: Buffer;
  /** For each event asked about, the row that holds it from now on. */
  rows: number[];
  /** New rows whose id the session already had with other content; `first` is the oldest of them. */
  conflicts: { row: number; first: number }[];
}

/**
 * Tells new events from known ones. The same (source, id) with the same JSON is a duplicate, wherever
 * it comes from. With other JSON it is a row of its own, and a conflict when it comes from the same
 * address or one of the two from a file; two services of one kind may use the same ids.
 */
export class Duplicates {
  readonly #state: SessionState;
  readonly #fresh: ReadEvent[] = [];

  constructor(state: SessionState) {
    this.#state = state;
  }

  /**
   * Appends the identities of the new ones, too: undone by the state when the transaction fails.
   * `known`: the identities of all, where they are at hand.
   */
  sort(origin: Origin, events: readonly ReadEvent[], known = identitiesOf(events)): Sorted {
    const { index, identities } = this.#state;
    const words = wordsOf(known);
    const added: number[] = [];
    const conflicts: Sorted['conflicts'] = [];
    const rows = events.map((read, at) => {
      let first: number | null = null;
      for (const { row, sameHash } of identities.candidates(words, at)) {
        if (!this.#isOf(row, read.event.source, read.event.id)) continue;
        if (sameHash || sameContent(this.#raw(row), read.raw)) return row;
        if (first === null && mayConflict(origin, this.#originOf(row) ?? origin)) first = row;
      }
      const row = index.rows + this.#fresh.length;
      this.#fresh.push(read);
      identities.add(words, at);
      added.push(at);
      if (first !== null) conflicts.push({ row, first: this.#firstVersion(first) });
      return row;
    });
    const isAll = added.length === events.length;
    const kept = isAll ? [known] : added.map((at) => identityAt(known, at));
    return { fresh: this.#fresh, identities: Buffer.concat(kept), rows, conflicts };
  }

  /** All rows of one id that this service, or a file, has told of; oldest first. */
  rowsOf(origin: Origin, source: SourceKind, id: string): number[] {
    return this.#state.identities
      .candidates(wordsOf(identityOf(source, id, '')), 0)
      .map(({ row }) => row)
      .filter((row) => this.#isOf(row, source, id))
      .filter((row) => mayConflict(origin, this.#originOf(row) ?? origin));
  }

  #isOf(row: number, source: SourceKind, id: string): boolean {
    const { index } = this.#state;
    const fresh = this.#fresh[row - index.rows]?.event;
    return fresh
      ? fresh.source === source && fresh.id === id
      : index.source(row) === source && index.id(row) === id;
  }

  #raw(row: number): string {
    const { index, events } = this.#state;
    return this.#fresh[row - index.rows]?.raw ?? events.raw(row);
  }

  #firstVersion(row: number): number {
    const found = this.#state.db.prepare('SELECT first_row FROM version WHERE row = ?').pluck();
    return z.number().optional().parse(found.get(row)) ?? row;
  }

  /** Where a stored row came from; null for one that is new in this very page. */
  #originOf(row: number): Origin | null {
    const { db, index } = this.#state;
    if (row >= index.rows) return null;
    const found = db
      .prepare(
        `SELECT origin, address FROM chunk
         JOIN answer ON answer.id = chunk.answer_id
         JOIN window ON window.id = window_id
         JOIN collection ON collection.id = collection_id
         WHERE chunk.first_row <= ? ORDER BY chunk.first_row DESC LIMIT 1`,
      )
      .get(row);
    return originRow.parse(found);
  }
}

function identitiesOf(events: readonly ReadEvent[]): Uint8Array {
  return Buffer.concat(events.map(({ event, raw }) => identityOf(event.source, event.id, raw)));
}

function identityAt(identities: Uint8Array, at: number): Uint8Array {
  return identities.subarray(at * identityLength, (at + 1) * identityLength);
}

function mayConflict(mine: Origin, theirs: Origin): boolean {
  const imported = mine.origin === 'import' || theirs.origin === 'import';
  return imported || mine.address === theirs.address;
}
