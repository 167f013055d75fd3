import { z } from 'zod';
import { ownedBy } from '../../shared/accounts.ts';
import { sourceKindSchema, type MappedEvent } from '../../shared/event.ts';
import { parseInstant } from '../../shared/instant.ts';
import { filtersSchema } from '../../shared/session.ts';
import { ownersAt } from './accounts.ts';
import type { Database } from './file/sqlite.ts';
import { EventFilter } from './filters.ts';

const askingRow = z.object({
  source: sourceKindSchema,
  address: z.string(),
  owner: z.string().nullable(),
});
const stretchRow = z.object({
  collection_id: z.number(),
  owner: z.string().nullable(),
  filters: z.string(),
  started_at: z.string(),
  clock_offset_ms: z.number().nullable(),
  from_time: z.number(),
  to_time: z.number(),
});

/** Stretches that one collection has to the end, in order; µs, both inclusive. */
interface Collected {
  filter: EventFilter;
  stretches: { from: number; to: number }[];
}

/**
 * Tells whether a new event came late: another collection of the same account, whose filters let it
 * through, had its stretch to the end already. What was to happen after that collection began, by
 * the service's clock, it could not have.
 */
export class Latecomers {
  readonly #db: Database;
  /** By the collection that asks, until any window ends. */
  readonly #known = new Map<number, Collected[]>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** To be called when a window or collection changes its state, or a collection is opened. */
  forget(): void {
    this.#known.clear();
  }

  isLate(collectionId: number, event: MappedEvent): boolean {
    let others = this.#known.get(collectionId);
    if (!others) this.#known.set(collectionId, (others = this.#read(collectionId)));
    return others.some(
      ({ filter, stretches }) => covers(stretches, event.time) && filter.lets(event),
    );
  }

  #read(collectionId: number): Collected[] {
    const mine = askingRow.parse(
      this.#db
        .prepare(`SELECT source, address, owner ->> 'id' AS owner FROM collection WHERE id = ?`)
        .get(collectionId),
    );
    const isOwn = ownedBy(ownersAt(this.#db, mine), mine.owner);
    const rows = this.#db
      .prepare(
        `SELECT other.id AS collection_id, other.owner ->> 'id' AS owner, other.filters,
           other.started_at, other.clock_offset_ms, window.from_time, window.to_time
         FROM collection AS other JOIN window ON window.collection_id = other.id
         WHERE other.source = ? AND other.address = ? AND other.id != ?
           AND other.origin = 'service' AND other.purpose = 'events'
           AND window.status = 'complete'
         ORDER BY other.id, window.from_time`,
      )
      .iterate(mine.source, mine.address, collectionId);
    const found = new Map<number, Collected>();
    for (const row of rows) {
      const { collection_id: id, from_time: from, ...other } = stretchRow.parse(row);
      if (!isOwn(other.owner)) continue;
      let collected = found.get(id);
      if (!collected) {
        const filter = new EventFilter(filtersSchema.parse(JSON.parse(other.filters)));
        found.set(id, (collected = { filter, stretches: [] }));
      }
      const began = (parseInstant(other.started_at) ?? 0) + (other.clock_offset_ms ?? 0) * 1000;
      const to = Math.min(other.to_time, began);
      const before = collected.stretches.at(-1);
      if (before && from <= before.to + 1) before.to = Math.max(before.to, to);
      else if (from <= to) collected.stretches.push({ from, to });
    }
    return [...found.values()].filter(({ filter }) => filter.isKnown);
  }
}

/** The last stretch that begins at this instant or before decides: they do not overlap. */
function covers(stretches: readonly { from: number; to: number }[], time: number): boolean {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((stretches[middle]?.from ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return time <= (stretches[low - 1]?.to ?? -Infinity);
}
