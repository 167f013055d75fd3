import { z } from 'zod';
import type { SourceKind } from '../../shared/event.ts';
import { formatInstant } from '../../shared/instant.ts';
import { flags, type Flag, type Marks, type Row, type SessionInfo } from '../../shared/session.ts';
import { reading } from './engine/event-flags.ts';
import type { EventIndex } from './event-index.ts';
import { infoOf } from './info.ts';
import type { Ledger } from './ledger.ts';
import { marksOf } from './marks.ts';
import type { SessionReader } from './session-store.ts';
import type { SessionState } from './state.ts';

const count = z.number().int();
const counts = z.object({ events: count, detailed: count });
const summarySchema = z.object({
  counts: z.object({ pachca: counts, jayguard: counts }),
  own: count,
  /** Whose own reading was counted. */
  owners: z.array(z.string()),
});
type Summary = z.infer<typeof summarySchema>;

/** What `FirstLook` has to know of all events, to be kept in the file. */
export function summaryOf(index: EventIndex, ledger: Ledger): Summary {
  return { counts: index.counts(), own: index.flagCounts().own, owners: ownersOf(ledger) };
}

const everything = z.object({ query: z.literal(''), period: z.null() });
const newestFirst = z.union([
  z.tuple([]),
  z.tuple([z.object({ field: z.literal('time'), descending: z.literal(true) })]),
]);
const countArgs = z.tuple([everything]);
const rowsArgs = z.tuple([everything, newestFirst, count, count, z.boolean().optional()]);

/**
 * What can be told of a session as soon as the order of its rows is loaded, and before anything else
 * is: what it holds, and the rows newest first. The same as the reader says later.
 */
export class FirstLook {
  readonly #state: SessionState;
  readonly #summary: Summary;
  readonly #newest: Uint32Array;

  private constructor(state: SessionState, summary: Summary, newest: Uint32Array) {
    this.#state = state;
    this.#summary = summary;
    this.#newest = newest;
  }

  /** null where something has come that is not in the order yet, or was cut off. */
  static at(state: SessionState): FirstLook | null {
    if (state.ledger.isInterrupted()) return null;
    const summary = summarySchema.safeParse(state.summary()).data;
    if (!summary || summary.owners.join() !== ownersOf(state.ledger).join()) return null;
    const newest = state.index.orderLoaded;
    const { pachca, jayguard } = summary.counts;
    return pachca.events + jayguard.events === newest.length
      ? new FirstLook(state, summary, newest)
      : null;
  }

  /** Whether a request of `SessionReader` can be answered before everything is loaded. */
  tells(name: string, args: unknown): boolean {
    if (name === 'info') return true;
    if (name === 'count') return countArgs.safeParse(args).success;
    return name === 'rows' && rowsArgs.safeParse(args).success;
  }

  /** The session for as long as it is being loaded: good for what `tells` says, and nothing else. */
  over<T extends SessionReader>(session: T): T {
    return {
      ...session,
      info: () => this.info(),
      count: () => this.count(),
      rows: (_selection, _sort, offset, limit) => this.rows(offset, limit),
    };
  }

  async info(): Promise<SessionInfo> {
    const { file, db, events, ledger } = this.#state;
    const newest = this.#newest[0];
    const oldest = this.#newest.at(-1);
    const span =
      newest === undefined || oldest === undefined
        ? null
        : { first: events.mapped(oldest).time, last: events.mapped(newest).time };
    const number = (sql: string) => count.parse(db.prepare(sql).pluck().get());
    const found = {
      late: number('SELECT count(*) FROM late'),
      gone: number('SELECT count(*) FROM absence WHERE ended_by IS NULL'),
      changed: number('SELECT count(*) FROM version'),
      own: this.#summary.own,
    };
    return infoOf(file, ledger, { counts: this.#summary.counts, flags: found, span });
  }

  async count(): Promise<number> {
    return this.#newest.length;
  }

  async rows(offset: number, limit: number): Promise<Row[]> {
    const rows = [...this.#newest.subarray(offset, offset + limit)];
    const marks = marksOf(this.#state.db, rows);
    return rows.map((row) => this.#row(row, marks.get(row) ?? { tags: [], note: null }));
  }

  #row(row: number, marks: Marks): Row {
    const { events } = this.#state;
    const event = events.mapped(row);
    const details = events.details(row);
    return {
      ...event,
      time: formatInstant(event.time),
      actorName: event.actorName ?? this.#nameOf(event.source, event.actor),
      findings: details?.findings ?? event.findings,
      content: details ? details.content : event.content,
      ...marks,
      flags: this.#flagsOf(row, event),
      row,
    };
  }

  #nameOf(source: SourceKind, actor: string | null): string | null {
    const name = this.#state.db
      .prepare('SELECT name FROM name WHERE source = ? AND actor = ?')
      .pluck()
      .get(source, actor);
    return z.string().optional().parse(name) ?? null;
  }

  #flagsOf(
    row: number,
    { source, event, actor }: { source: SourceKind; event: string; actor: string | null },
  ): Flag[] {
    const { db, ledger } = this.#state;
    const has = (sql: string) => db.prepare(sql).get(row) !== undefined;
    const tests: Record<Flag, () => boolean> = {
      late: () => has('SELECT 1 FROM late WHERE row = ?'),
      gone: () => has('SELECT 1 FROM absence WHERE row = ? AND ended_by IS NULL'),
      changed: () => has('SELECT 1 FROM version WHERE row = ?'),
      own: () =>
        event === reading &&
        ledger.owners().some((owner) => owner.source === source && owner.id === actor),
    };
    return flags.filter((flag) => tests[flag]());
  }
}

function ownersOf(ledger: Ledger): string[] {
  return ledger
    .owners()
    .map(({ source, id }) => JSON.stringify([source, id]))
    .toSorted();
}
