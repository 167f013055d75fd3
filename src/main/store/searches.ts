import { z } from 'zod';
import { Failed } from '../../shared/errors.ts';
import {
  mostRecentQueries,
  mostSavedSearches,
  recentQuerySchema,
  type RecentQuery,
  type SearchDraft,
  type SessionSearches,
} from '../../shared/searches.ts';
import type { Database } from './file/sqlite.ts';

const savedRow = z.object({
  id: z.number().int(),
  name: z.string(),
  query: z.string(),
  from: z.number().int().nullable(),
  to: z.number().int().nullable(),
});

/** Queries that were asked, and searches with a name. What writes runs in the caller's transaction. */
export class SearchTable {
  readonly #db: Database;
  /** Of a file that cannot be written: they last as long as it is open. */
  #unwritten: RecentQuery[] = [];

  constructor(db: Database) {
    this.#db = db;
  }

  list(): SessionSearches {
    const saved = this.#db
      .prepare('SELECT id, name, query, from_time AS "from", to_time AS "to" FROM saved_search')
      .all();
    const recent = this.#db.prepare('SELECT query, at FROM recent_query ORDER BY id DESC').all();
    return {
      saved: z
        .array(savedRow)
        .parse(saved)
        .map(({ from, to, ...rest }) => ({
          ...rest,
          period: from === null || to === null ? null : { from, to },
        }))
        .toSorted((a, b) => a.name.localeCompare(b.name)),
      recent: latest([...this.#unwritten, ...z.array(recentQuerySchema).parse(recent)]),
    };
  }

  remember(query: string): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO recent_query (query, at) VALUES (?, ?)')
      .run(query, new Date().toISOString());
    this.#db
      .prepare(
        `DELETE FROM recent_query
         WHERE id NOT IN (SELECT id FROM recent_query ORDER BY id DESC LIMIT ?)`,
      )
      .run(mostRecentQueries);
  }

  rememberUnwritten(query: string): void {
    this.#unwritten = latest([{ query, at: new Date().toISOString() }, ...this.#unwritten]);
  }

  forgetRecent(): void {
    this.#db.exec('DELETE FROM recent_query');
  }

  /** Returns its number; `id` names the one to write anew. Throws `input.invalid` when there are too many. */
  save(id: number | null, { name, query, period }: SearchDraft): number {
    const values = [name, query, period?.from ?? null, period?.to ?? null] as const;
    if (id !== null) {
      this.#db
        .prepare(
          'UPDATE saved_search SET name = ?, query = ?, from_time = ?, to_time = ? WHERE id = ?',
        )
        .run(...values, id);
      return id;
    }
    const count = this.#db.prepare('SELECT count(*) FROM saved_search').pluck().get();
    if (Number(count) >= mostSavedSearches)
      throw new Failed('input.invalid', { field: 'searches' });
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO saved_search (name, query, from_time, to_time) VALUES (?, ?, ?, ?)')
      .run(...values);
    return Number(lastInsertRowid);
  }

  remove(id: number): void {
    this.#db.prepare('DELETE FROM saved_search WHERE id = ?').run(id);
  }
}

/** The first of each query, and no more than are kept. */
function latest(queries: readonly RecentQuery[]): RecentQuery[] {
  const seen = new Map<string, RecentQuery>();
  for (const one of queries) if (!seen.has(one.query)) seen.set(one.query, one);
  return [...seen.values()].slice(0, mostRecentQueries);
}
