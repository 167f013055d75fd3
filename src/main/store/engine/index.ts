import { Failed } from '../../../shared/errors.ts';
import { sourceKinds, type SourceKind } from '../../../shared/event.ts';
import { fieldRef } from '../../../shared/query/fields.ts';
import { fold } from '../../../shared/query/fold.ts';
import type { Actor } from '../../../shared/people.ts';
import type { EventState, FieldRef, Query } from '../../../shared/query/query.ts';
import type { Facet, FacetOptions, Interval, Marks, Sort } from '../../../shared/session.ts';
import type { EventIndex, RowSet, RowSource } from '../event-index.ts';
import { BatchReader, BatchWriter } from './batch.ts';
import { Bitmap } from './bitmap.ts';
import { shortest } from './buckets.ts';
import type { CodeColumn } from './code-column.ts';
import type { Column } from './column.ts';
import type { Dictionary } from './dictionary.ts';
import { cost, evaluate, readsMore } from './evaluate.ts';
import { EventColumns } from './event-columns.ts';
import { firstPairs } from './first-uses.ts';
import type { ListTable } from './list-table.ts';
import {
  bestKnown,
  bestPart,
  samePeriod,
  type Answer,
  type Known,
  type Period,
} from './known-answers.ts';
import { Orders } from './orders.ts';
import { Recent } from './recent.ts';
import { codedValues, sift, type Sifted } from './sieve.ts';
import { bucketsOf, type TimeBuckets } from './time-buckets.ts';

/** How many answers are kept for the questions that follow on them: page, count, facets. */
const keptSets = 16;
/** Facets kept of each: those of a letter taken back, and of everything again, are there at once. */
const keptFacets = 32;
/** Longer lists are asked for once, and are large. */
const keptValues = 100;
/** A word that one row in a hundred has is on a screen of them as soon as so many are looked at. */
const fewFirst = 16_384;
/** And of those a part, for a letter that most rows have. */
const fewer = 16;
/** So much more is looked at than a page should take, since words do not lie evenly. */
const spare = 1.25;
/** One row in so many, whose buckets are told without those of all others. */
const smallPart = 8;
/** Buckets of all rows that are kept: two bytes are enough for their codes. */
const mostKept = 65_536;
/** What most texts hold, and some. */
const someWords = ['о', 'е', 'ст', 'а'];
/** They are run beforehand for so long at most, ms: of ten million events one takes as long. */
const longestTrial = 100;
const mostFrequent: FacetOptions = { order: 'count', find: '' };

/** An empty index over columns in memory; see `EventIndex`. `first`: rows looked at for a first page. */
export function createEventIndex(source: RowSource, first = fewFirst): EventIndex {
  const columns = new EventColumns(source);
  /** Rises when anything that a query can see changes. */
  let revision = 0;
  /** Whether a query has been run beforehand. */
  let hasRun = false;
  const answers = new Recent<Answer>(keptSets);
  const facets = new WeakMap<RowSet, Recent<Facet>>();
  /** Of conditions that are asked of the rows of every query: alarms, states, what has no name. */
  const conditions = new Recent<Bitmap>(keptSets);
  /** Of all rows, by the clock that was asked for last. */
  const buckets = new Recent<TimeBuckets>(1);
  const orders = new Orders({
    newest: () => columns.order.all(),
    newestOf: (rows) => columns.order.some(rows),
    column: columnOf,
  });

  function changedRows(): void {
    revision += 1;
    orders.clear();
    buckets.clear();
  }

  function columnOf(name: string): Column {
    return columns.column(refOf(name));
  }

  /** The rows of the set in this order. */
  function rowsOf(set: RowSet, sort: Sort): Uint32Array {
    return orders.rowsOf(asBitmap(set), sort);
  }

  function currentAnswers(): Answer[] {
    return [...answers.values()].filter((answer) => answer.revision === revision);
  }

  function knownOf(query: Query, period: Period | null): Known | null {
    return bestKnown(currentAnswers(), { query, period }, cost);
  }

  /**
   * Looks only among the rows of an earlier answer that holds this one, and not at rows of which an
   * earlier one tells.
   */
  function find(query: Query, period: Period | null): Bitmap {
    const known = knownOf(query, period);
    const among = known ? known.answer.rows.copy() : new Bitmap(columns.rows).fill();
    if (period && !(known && samePeriod(known.answer.period, period))) {
      among.and(inPeriod(period));
    }
    const rest = known?.rest ?? query;
    if (!readsMore(rest)) return among.and(ofAll(rest));
    const part = known ? null : bestPart(currentAnswers(), { query, period }, cost);
    if (!part) return evaluate(rest, table(), among);
    const told = evaluate(part.more, table(), among);
    return evaluate(query, table(), among.and(told.invert())).or(part.answer.rows);
  }

  /** The rows that meet a condition, among all: not to be changed. */
  function ofAll(condition: Query): Bitmap {
    return conditions.get(JSON.stringify([condition, revision]), () =>
      evaluate(condition, table(), new Bitmap(columns.rows).fill()),
    );
  }

  /**
   * The page, where the first rows that can be on it hold it: most of what is typed need not be found.
   * After a thousand rows as many more are looked at as the page takes if it goes on like that.
   */
  function firstPage(
    { query, period }: Pick<Answer, 'query' | 'period'>,
    known: Known | null,
    sort: Sort,
    offset: number,
    limit: number,
  ): Uint32Array | null {
    const asked = known?.rest ?? query;
    const end = offset + limit;
    const possible = known?.answer.rows.size ?? columns.rows;
    if (!readsMore(asked) || possible <= first || end > first) return null;
    const next = candidates(orders.all(sort), period, known?.answer.rows ?? null);
    const hits: number[] = [];
    let looked = 0;
    for (let more = Math.ceil(first / fewer); more > 0;) {
      const rows = next(more);
      if (rows.length === 0) return null;
      const among = new Bitmap(columns.rows);
      for (const row of rows) among.add(row);
      const found = evaluate(asked, table(among), among);
      for (const row of rows) if (found.has(row)) hits.push(row);
      if (hits.length >= end) return Uint32Array.from(hits.slice(offset, end));
      looked += rows.length;
      // What is so seldom is not there either.
      if (hits.length * fewer * 2 < end) return null;
      const missing = ((end - hits.length) / hits.length) * looked;
      more = Math.min(Math.ceil(missing * spare), first - looked);
    }
    return null;
  }

  /** Gives the next so many rows of the order, fewer at its end, that are in a period and a set. */
  function candidates(order: Uint32Array, period: Period | null, among: Bitmap | null) {
    const newest = order === columns.order.all();
    let at = newest && period ? firstBefore(order, order.length, period.to) : 0;
    const isInside = (row: number) => {
      const time = columns.times.at(row);
      return !period || (time >= period.from && time < period.to);
    };
    return (most: number): number[] => {
      const rows: number[] = [];
      for (; at < order.length && rows.length < most; at += 1) {
        const row = order[at] ?? 0;
        if ((!among || among.has(row)) && isInside(row)) rows.push(row);
      }
      return rows;
    };
  }

  /** Where the rows of a set lie: told of all rows and kept, unless the set is a small part of them. */
  function bucketed(set: RowSet, interval: Interval, zone: string): TimeBuckets {
    const { rows, times } = columns;
    const all = columns.order.all();
    const make = (some: Uint32Array) => bucketsOf(some, times.data, rows, interval, zone);
    const [newest = 0] = all;
    const length = times.at(newest) - times.at(all.at(-1) ?? newest);
    const isPart = set.size * smallPart < rows || length / shortest[interval] > mostKept;
    if (isPart) return make(rowsOf(set, []));
    return buckets.get(JSON.stringify([interval, zone]), () => make(all));
  }

  function inPeriod({ from, to }: Period): Bitmap {
    const rows = new Bitmap(columns.rows);
    rows.addBetween(columns.times.data, from, to);
    return rows;
  }

  function table(among: Bitmap | null = null) {
    return {
      rows: columns.rows,
      times: columns.times.data,
      column: (field: FieldRef) => columns.column(field, among),
      addState: (state: EventState, hits: Bitmap) => columns.addState(state, hits),
    };
  }

  const sifted: Sifted = {
    query: (query, among) => evaluate(query, table(), among),
    column: (field) => columns.repeating(field),
    values: (row, field) => columns.values(row, field),
  };

  return {
    get rows() {
      return columns.rows;
    },

    append(events) {
      const writer = new BatchWriter('rows');
      columns.append(events, writer);
      changedRows();
      return writer.done();
    },

    load(batch) {
      const { rows } = columns;
      try {
        columns.load(new BatchReader(batch, ['rows', 'details']));
      } catch (error) {
        columns.truncate(rows);
        throw error;
      } finally {
        changedRows();
      }
    },

    truncate(rows) {
      columns.truncate(rows);
      changedRows();
    },

    savepoint() {
      const { rows } = columns;
      const restoreFlags = columns.flags.savepoint();
      return () => {
        columns.truncate(rows);
        restoreFlags(rows);
        changedRows();
      };
    },

    appendDetails(items) {
      const writer = new BatchWriter('details');
      columns.appendDetails(items, writer);
      revision += 1;
      return writer.done();
    },

    *prepare() {
      // What never ran takes three times as long: the first key typed need not pay for it.
      if (!hasRun) {
        hasRun = true;
        const begun = performance.now();
        for (const word of someWords) {
          if (performance.now() - begun > longestTrial) break;
          const query: Query = { type: 'anywhere', pattern: { pieces: [word], whole: false } };
          firstPage({ query, period: null }, null, [], 0, 1);
          yield;
        }
      }
      yield* columns.prepare();
    },

    prepareOrders: () => columns.prepareOrders(),

    get extent() {
      return columns.extent;
    },

    piece(part, from, most) {
      const writer = new BatchWriter(`piece:${part}`);
      const to = columns.writePiece(part, from, most, writer);
      return { to, bytes: writer.done() };
    },

    loadPiece(part, piece) {
      columns.readPiece(part, new BatchReader(piece, [`piece:${part}`]));
      changedRows();
    },

    order() {
      const writer = new BatchWriter('order');
      columns.order.write(writer);
      return writer.done();
    },

    loadOrder(order) {
      const reader = new BatchReader(order, ['order']);
      columns.readOrder(reader);
    },

    get orderLoaded() {
      return columns.order.loaded;
    },

    hasDetails: (row) => columns.late.hasFindings(row),
    methods: (row) => columns.late.methodsOf(row),

    counts() {
      const { codes, table } = columns.coded.source;
      const events = new Uint32Array(table.size);
      const detailed = new Uint32Array(table.size);
      for (let row = 0; row < columns.rows; row += 1) {
        const code = codes.at(row);
        events[code] = (events[code] ?? 0) + 1;
        if (columns.late.hasFindings(row)) detailed[code] = (detailed[code] ?? 0) + 1;
      }
      const of = (source: SourceKind) => {
        const code = table.code(source);
        return { events: events[code] ?? 0, detailed: detailed[code] ?? 0 };
      };
      return { pachca: of('pachca'), jayguard: of('jayguard') };
    },

    setTag(tag, rows, on) {
      columns.tags.change(rows, listsWith(columns.tags.table, tag, on));
      revision += 1;
    },

    tagTest(tag) {
      const { codes, table } = columns.tags;
      const value = table.values.find(tag);
      const known = new Map<number, boolean>();
      return (row) => {
        const code = codes.at(row);
        const carries = known.get(code) ?? (value > 0 && table.list(code).includes(value));
        known.set(code, carries);
        return carries;
      };
    },

    setNote(row, note) {
      columns.notes.set(row, note === null ? 0 : columns.notes.table.code(note));
      revision += 1;
    },

    marks(row): Marks {
      const note = columns.notes.codes.at(row);
      return {
        tags: columns.tags.table.texts(columns.tags.codes.at(row)),
        note: note === 0 ? null : columns.notes.table.text(note),
      };
    },

    setNames(kind, names) {
      columns.names.addNames(kind, names);
      revision += 1;
    },

    setPersons(kind, names) {
      columns.persons.setNames(kind, names);
      revision += 1;
    },

    actorName: (row) => textAt(columns.names.extend(), row),
    person: (row) => textAt(columns.persons.extend(), row),

    setFlag(flag, rows, on) {
      columns.flags.set(flag, rows, on);
      revision += 1;
    },

    setOwners(source, actors) {
      columns.flags.setOwners(source, actors);
      revision += 1;
    },

    flagsOf: (row) => columns.flags.of(row),

    likeness(row) {
      const { tags, notes, flags } = columns;
      if (tags.codes.at(row) > 0 || notes.codes.at(row) > 0) return null;
      const [names, persons] = [columns.names.extend(), columns.persons.extend()];
      const named = flags.bits(row) * names.table.size + names.codes.at(row);
      return named * persons.table.size + persons.codes.at(row);
    },

    flagCounts: () => columns.flags.counts(),

    id: (row) => columns.id(row),
    value: (row, field) => textAt(columns.coded[field], row),
    time: (row) => columns.times.at(row),
    source: (row) => sourceKinds[columns.coded.source.codes.at(row) - 1] ?? 'pachca',

    select(query, period) {
      const key = JSON.stringify([query, period, revision]);
      return answers.get(key, () => ({ query, period, revision, rows: find(query, period) })).rows;
    },

    sift: (sieve) => sift(sieve, sifted, new Bitmap(columns.rows).fill()),
    coded: (field) => codedValues(columns.repeating(field)),
    oldestFirst: () => columns.order.all().toReversed(),

    page(set, sort, offset, limit) {
      return rowsOf(set, sort).slice(offset, offset + limit);
    },

    pageOf(query, period, sort, offset, limit) {
      const known = knownOf(query, period);
      const page = firstPage({ query, period }, known, sort, offset, limit);
      return page ?? this.page(this.select(query, period), sort, offset, limit);
    },

    position(set, sort, row) {
      if (!set.has(row)) return null;
      return rowsOf(set, sort).indexOf(row);
    },

    facet(set, field, limit, { order, find } = mostFrequent): Facet {
      const count = () => {
        const pattern = find === '' ? null : { pieces: [fold(find)], whole: false };
        const wish = { limit, order, find: pattern };
        return { field, ...columnOf(field).counts(asBitmap(set), wish) };
      };
      if (limit > keptValues) return count();
      const known = facets.get(set) ?? new Recent<Facet>(keptFacets);
      facets.set(set, known);
      return known.get(JSON.stringify([revision, field, limit, order, find]), count);
    },

    detailKeys() {
      const counts = [...columns.detailPaths()].map(([key, events]) => ({ key, events }));
      return counts.toSorted((a, b) => b.events - a.events || (a.key < b.key ? -1 : 1));
    },

    histogram(set, interval, zone) {
      const { codes, starts } = bucketed(set, interval, zone);
      const counts = asBitmap(set).countCodes(codes.data, starts.length);
      const filled = [...starts.entries()].filter(([bucket]) => (counts[bucket] ?? 0) > 0);
      return new Map(filled.map(([bucket, start]) => [start, counts[bucket] ?? 0]));
    },

    stacks(set, interval, zone, field, values) {
      const { codes, starts } = bucketed(set, interval, zone);
      const { codes: stacked, table } = columns.stacked(field);
      const partOf = table.parts(values);
      const parts = values.length + 2;
      const counts = new Uint32Array(starts.length * parts);
      asBitmap(set).forEach((row) => {
        const place = codes.at(row) * parts + (partOf[stacked.at(row)] ?? 0);
        counts[place] = (counts[place] ?? 0) + 1;
      });
      const each = starts.map((start, bucket) => {
        return [start, counts.subarray(bucket * parts, (bucket + 1) * parts)] as const;
      });
      return new Map(each.filter(([, found]) => found.some((count) => count > 0)));
    },

    span(set) {
      const order = columns.order.all();
      const rows = asBitmap(set);
      let newest = 0;
      while (newest < order.length && !rows.has(order[newest] ?? 0)) newest += 1;
      if (newest === order.length) return null;
      let oldest = order.length - 1;
      while (!rows.has(order[oldest] ?? 0)) oldest -= 1;
      const time = (place: number) => columns.times.at(order[place] ?? 0);
      return { first: time(oldest), last: time(newest) };
    },

    firstUses(set, field, since) {
      const rows = rowsOf(set, []);
      const start = rows.length === 0 ? 0 : firstBefore(rows, rows.length, since);
      const { actor, source } = columns.coded;
      const { codes, table } = columns.coded[field];
      // Ids are the service's own: the same one of another service is somebody else.
      const owner = (row: number) => {
        const code = actor.codes.at(row);
        return code === 0 ? 0 : code * source.table.size + source.codes.at(row);
      };
      return firstPairs(rows, start, owner, codes, table.size);
    },

    actors() {
      const { actor, source } = columns.coded;
      const named = columns.names.extend().codes;
      const sources = source.table.size;
      // By actor and source: how many rows, and the one to be asked for the name.
      const events = new Uint32Array(actor.table.size * sources);
      const rows = new Uint32Array(events.length);
      for (let row = 0; row < columns.rows; row += 1) {
        const place = actor.codes.at(row) * sources + source.codes.at(row);
        if (events[place] === 0 || named.at(row) > 0) rows[place] = row;
        events[place] = (events[place] ?? 0) + 1;
      }
      const found: Actor[] = [];
      // Those before have no actor.
      for (let place = sources; place < events.length; place += 1) {
        const row = rows[place] ?? 0;
        if (events[place] === 0) continue;
        const [name, id] = [this.actorName(row), this.value(row, 'actor') ?? ''];
        found.push({ source: this.source(row), actor: id, name, events: events[place] ?? 0 });
      }
      return found;
    },

    unnamedActors(source: SourceKind, limit: number) {
      const kind = columns.coded.source.table.code(source);
      const names = columns.names.extend().codes;
      const unnamed = new Bitmap(columns.rows);
      for (let row = 0; row < columns.rows; row += 1) {
        if (names.at(row) === 0 && columns.coded.source.codes.at(row) === kind) unnamed.add(row);
      }
      const wish = { limit, order: 'count', find: null } as const;
      return columns.coded.actor.counts(unnamed, wish).values.map(({ value }) => value);
    },
  };

  /** The first place, at `last` or before, from which on all times are before `to`. */
  function firstBefore(rows: Uint32Array, last: number, to: number): number {
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (columns.times.at(rows[middle] ?? 0) < to) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function textAt({ codes, table }: CodeColumn<Dictionary>, row: number): string | null {
  const code = codes.at(row);
  return code === 0 ? null : table.text(code);
}

/**
 * From the code of a list to that of the list with the tag, or without it. Lists name their tags in
 * the order in which the session first met them, whatever came first to an event.
 */
function listsWith(table: ListTable, tag: string, on: boolean): (code: number) => number {
  const known = new Map<number, number>();
  const value = table.values.code(tag);
  return (code) => {
    const changed = known.get(code);
    if (changed !== undefined) return changed;
    const others = [...table.list(code)].filter((one) => one !== value);
    const list = on ? [...others, value].toSorted((a, b) => a - b) : others;
    const found = list.length === 0 ? 0 : table.code(list.map((one) => table.values.text(one)));
    known.set(code, found);
    return found;
  };
}

function refOf(name: string): FieldRef {
  const field = fieldRef(name);
  if (!field) throw new Failed('query.unknown-field', { column: 1, field: name });
  return field;
}

/** Sets come from `select` alone. */
function asBitmap(set: RowSet): Bitmap {
  if (set instanceof Bitmap) return set;
  throw new TypeError('not a set of this index');
}
