import { z } from 'zod';
import { Failed } from '../../shared/errors.ts';
import type { Comparison } from '../../shared/comparison.ts';
import type { SourceKind } from '../../shared/event.ts';
import { actorKey, type Actor, type NamedPerson, type People } from '../../shared/people.ts';
import { fold } from '../../shared/query/fold.ts';
import { parseQuery } from '../../shared/query/parse.ts';
import { sourcesOf } from '../../shared/query/scope.ts';
import type {
  EventRecord,
  Neighbours,
  Row,
  Selection,
  SessionInfo,
  Sort,
} from '../../shared/session.ts';
import { comparisonOf } from './comparison.ts';
import { coverageOf } from './coverage.ts';
import type { RowSet } from './event-index.ts';
import type { EventPacket } from './event-packet.ts';
import { emailsOf, suggestPeople } from './suggestions.ts';
import { histogramOf } from './histogram.ts';
import { readConflicts, readOrigins } from './transfer/origins.ts';
import { infoOf } from './info.ts';
import { overviewOf } from './overview.ts';
import { proofOf } from './proof.ts';
import { readQuarantine } from './quarantine.ts';
import type {
  BulkReader,
  DetailsWanted,
  ExportedEvent,
  ProofReader,
  SessionReader,
} from './session-store.ts';
import { briefRowOf, rowOf } from './row.ts';
import { packets, scan } from './scan.ts';
import { goneSince } from './sightings.ts';
import type { SessionState } from './state.ts';

/** More would be neither named nor remembered; those beyond count as unused. */
const mostTags = 10_000;

const numberColumn = z.object({ value: z.number() });
const originRow = z.object({ collection_id: z.number(), received_at: z.string() });

/** Reads an open session. */
export class Reader implements SessionReader, BulkReader, ProofReader {
  readonly #state: SessionState;

  constructor(state: SessionState) {
    this.#state = state;
  }

  async info(): Promise<SessionInfo> {
    const { file, index, ledger } = this.#state;
    const span = index.span(index.select({ type: 'all' }, null));
    return infoOf(file, ledger, { counts: index.counts(), flags: index.flagCounts(), span });
  }

  async count(selection: Selection): Promise<number> {
    return this.#select(selection).size;
  }

  async rows(
    selection: Selection,
    sort: Sort,
    offset: number,
    limit: number,
    brief = false,
  ): Promise<Row[]> {
    const query = this.#state.queryOf(selection);
    const page = this.#state.index.pageOf(query, selection.period, sort, offset, limit);
    return Array.from(page, (row) => (brief ? briefRowOf : rowOf)(this.#state, row));
  }

  async position(selection: Selection, sort: Sort, row: number): Promise<number | null> {
    this.#check(row);
    return this.#state.index.position(this.#select(selection), sort, row);
  }

  async event(row: number): Promise<EventRecord> {
    this.#check(row);
    const { db, events } = this.#state;
    const origin = db
      .prepare(
        `SELECT collection_id, received_at FROM chunk
         JOIN answer ON answer.id = answer_id JOIN window ON window.id = window_id
         WHERE chunk.first_row <= ? ORDER BY chunk.first_row DESC LIMIT 1`,
      )
      .get(row);
    const others = db
      .prepare(
        `SELECT row AS value FROM version WHERE row != :row AND
           first_row = (SELECT first_row FROM version WHERE row = :row) ORDER BY row`,
      )
      .all({ row });
    const { collection_id: collectionId, received_at: receivedAt } = originRow.parse(origin);
    return {
      event: rowOf(this.#state, row),
      raw: events.raw(row),
      rawDetails: events.details(row)?.raw() ?? null,
      collectionId,
      otherVersions: z
        .array(numberColumn)
        .parse(others)
        .map(({ value }) => value),
      receivedAt,
      goneSince: goneSince(db, row),
    };
  }

  async neighbours(selection: Selection, row: number, each: number): Promise<Neighbours> {
    this.#check(row);
    const { index } = this.#state;
    const set = this.#select(selection);
    const at = index.position(set, [], row);
    if (at === null) return { after: [], before: [] };
    const from = Math.max(0, at - each);
    const rows = Array.from(index.page(set, [], from, at - from + 1 + each), (one) =>
      rowOf(this.#state, one),
    );
    return { after: rows.slice(0, at - from), before: rows.slice(at - from + 1) };
  }

  async facet(...[selection, field, limit, options]: Parameters<SessionReader['facet']>) {
    return this.#state.index.facet(this.#select(selection), field, limit, options);
  }

  async detailKeys() {
    return this.#state.index.detailKeys();
  }

  async histogram(...[selection, interval, stack = null]: Parameters<SessionReader['histogram']>) {
    const { index, ledger } = this.#state;
    const sources = sourcesOf(parseQuery(selection.query, selection));
    const coverage = coverageOf(ledger.collections()).filter(({ source }) =>
      sources.includes(source),
    );
    return histogramOf(index, this.#select(selection), selection, coverage, interval, stack);
  }

  async tags() {
    const { index, marks } = this.#state;
    const all = index.select({ type: 'all' }, null);
    const { values } = index.facet(all, 'tags', mostTags);
    const counts = new Map(values.map(({ value, count }) => [value, count]));
    return marks.tags().map((tag) => ({ ...tag, events: counts.get(tag.name) ?? 0 }));
  }

  async markHistory(row: number | null, limit: number) {
    const { marks } = this.#state;
    return row === null ? marks.history(limit) : marks.historyOf(row).slice(0, limit);
  }

  async marksOf(rows: readonly number[]) {
    return this.#state.marks.doneTo(rows);
  }

  async proof(signal: AbortSignal) {
    return proofOf(this.#state, signal);
  }

  async triage() {
    return this.#state.triage.list();
  }

  async notices() {
    return this.#state.triage.notices();
  }

  async searches() {
    return this.#state.searches.list();
  }

  masker() {
    return this.#state.masker;
  }

  async reveals() {
    return this.#state.reveals.list(this.#state.index);
  }

  async origins() {
    return readOrigins(this.#state.db);
  }

  async conflicts(origin: number, offset: number, limit: number) {
    return readConflicts(this.#state, origin, offset, limit);
  }

  async knownPeople(): Promise<NamedPerson[]> {
    return this.#state.people.persons();
  }

  async people(): Promise<People> {
    const { db, index, ledger, people } = this.#state;
    const actors = index.actors();
    const known = new Map(actors.map((actor) => [actorKey(actor), actor]));
    const persons = people.persons().map((person) => ({
      ...person,
      links: person.links.map((link) => ({
        ...link,
        name: known.get(actorKey(link))?.name ?? null,
        events: known.get(actorKey(link))?.events ?? 0,
      })),
    }));
    const emails = emailsOf(db, ledger.collections());
    return {
      persons,
      suggestions: suggestPeople(actors, { persons, emails, apart: people.apart() }),
    };
  }

  async actors(find: string, limit: number): Promise<Actor[]> {
    const wanted = fold(find);
    return this.#state.index
      .actors()
      .filter(({ actor, name }) => fold(`${actor} ${name ?? ''}`).includes(wanted))
      .toSorted((a, b) => b.events - a.events || (actorKey(a) < actorKey(b) ? -1 : 1))
      .slice(0, limit);
  }

  async overview(selection: Selection) {
    return overviewOf(this.#state.index, selection, (part) => this.#select(part));
  }

  async compare(a: Selection, b: Selection, limit: number): Promise<Comparison> {
    return comparisonOf(this.#state.index, { a: this.#select(a), b: this.#select(b) }, limit);
  }

  async quarantine(offset: number, limit: number) {
    return readQuarantine(this.#state.db, offset, limit);
  }

  async withoutDetails(selection: Selection, limit: number, after: number) {
    const { index, events } = this.#state;
    const set = this.#select(selection);
    const wanted: DetailsWanted[] = [];
    for (let row = after + 1; row < index.rows && wanted.length < limit; row++) {
      if (index.source(row) !== 'jayguard' || index.hasDetails(row) || !set.has(row)) continue;
      const id = index.id(row);
      wanted.push({ row, id, literal: literalOf(id, events.raw(row)) });
    }
    return wanted;
  }

  async unnamedActors(source: SourceKind, limit: number): Promise<string[]> {
    return this.#state.index.unnamedActors(source, limit);
  }

  /** Throws `Failed('cancelled')` when the signal is raised. */
  async *scan(
    selection: Selection,
    sort: Sort,
    signal: AbortSignal,
    range?: { offset: number; limit: number },
  ): AsyncIterable<ExportedEvent[]> {
    const set = this.#select(selection);
    const { offset, limit } = range ?? { offset: 0, limit: set.size };
    const order = this.#state.index.page(set, sort, offset, Math.min(limit, set.size));
    yield* scan(this.#state, order, signal);
  }

  async *packets(
    selection: Selection,
    sort: Sort,
    signal: AbortSignal,
  ): AsyncIterable<EventPacket> {
    const set = this.#select(selection);
    yield* packets(this.#state, this.#state.index.page(set, sort, 0, set.size), signal);
  }

  /** The index remembers the sets of recent queries. */
  #select(selection: Selection): RowSet {
    return this.#state.select(selection);
  }

  #check(row: number): void {
    if (!Number.isInteger(row) || row < 0 || row >= this.#state.index.rows) {
      throw new Failed('input.invalid', { field: 'row' });
    }
  }
}

/**
 * How the list wrote an id: Jay Guard's integers are sent back as integers, with all their digits
 * (`id` has them, the parsed number may not).
 */
function literalOf(id: string, raw: string): string {
  const found = z.object({ eventId: z.unknown() }).safeParse(JSON.parse(raw)).data?.eventId;
  return typeof found === 'number' ? id : JSON.stringify(id);
}
