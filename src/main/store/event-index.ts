import type { Finding, MappedEvent, SourceKind } from '../../shared/event.ts';
import type { Actor } from '../../shared/people.ts';
import type {
  DetailKey,
  Facet,
  FacetOptions,
  Flag,
  Interval,
  Marks,
  Sort,
  StackField,
} from '../../shared/session.ts';
import type { FieldRef, Query } from '../../shared/query/query.ts';

/** Rows that match, by row number; a bitmap. `size` is the number of rows in it. */
export interface RowSet {
  readonly size: number;
  has(row: number): boolean;
}

/**
 * Questions that rules ask and the query language cannot: a test of any kind on a field's values, as
 * the service wrote them (of findings: their methods). Where values repeat each is tested once.
 */
export type Sieve =
  | { type: 'query'; query: Query }
  | { type: 'test'; field: FieldRef; passes: (value: string) => boolean }
  | { type: 'and' | 'or'; parts: readonly Sieve[] }
  | { type: 'not'; part: Sieve };

/** A number for each row, equal for equal values; of a list equal for equal lists. 0: none. */
export interface CodedValues {
  readonly codes: ArrayLike<number>;
  /** Codes are below this. */
  readonly size: number;
  values(code: number): string[];
}

/** What the index must fetch from the file because it does not keep it in memory. */
export interface RowSource {
  /** The event as mapped, for values of long fields. */
  mapped(row: number): MappedEvent;
  /** The vendor's JSON, for the field `raw` (a slow path). */
  raw(row: number): string;
}

/**
 * The parts of an index in the order they are loaded: long texts, rows, and what details say. The
 * order of rows by time is a part of its own.
 */
export const parts = ['texts', 'rows', 'details'] as const;
export type Part = (typeof parts)[number];
/** How many texts, rows and entries of details there are; pages only add to them. */
export type Extent = Record<Part, number>;

/** Flags that the store decides on and keeps; `own` follows from whose tokens collected. */
export type StoredFlag = Exclude<Flag, 'own'>;

/**
 * The session's events as columns in memory: what every query, facet, histogram and sort runs on.
 * Rows are numbered from 0 in the order they were appended and never move.
 *
 * What is appended is also returned as bytes, which the store writes in the same transaction and
 * gives back to `load` when the session is opened again; `savepoint` and `truncate` undo what a
 * transaction that failed has changed. Loading many small batches takes long; the same columns can be
 * had in a few large pieces and an order, which are loaded before the batches that came since.
 */
export interface EventIndex {
  readonly rows: number;
  append(events: Iterable<MappedEvent>): Uint8Array;
  /** A batch of rows or of details; in the order in which they were written. */
  load(batch: Uint8Array): void;
  truncate(rows: number): void;
  /**
   * To be taken before a transaction: the function returned takes back the rows, flags and owners
   * that came since. Only the last one taken is good for anything.
   */
  savepoint(): () => void;

  /**
   * Does beforehand what takes long when it is first asked for, a step at a time: what makes searching
   * quick. Anything may be asked and written between two steps.
   */
  prepare(): Iterable<void>;
  /** The same for the orders of texts and of ids. */
  prepareOrders(): Iterable<void>;

  readonly extent: Extent;
  /** All rows newest first. */
  order(): Uint8Array;
  /** To be loaded first; all rows that the pieces bring have to be in it. */
  loadOrder(order: Uint8Array): void;
  /** All rows newest first as `loadOrder` was told, while the pieces are still to come. */
  readonly orderLoaded: Uint32Array;
  /** A part from an earlier extent on, up to `to`: `most` further, or less where that is much to keep. */
  piece(part: Part, from: number, most: number): { to: number; bytes: Uint8Array };
  loadPiece(part: Part, piece: Uint8Array): void;

  appendDetails(
    items: readonly { row: number; content: string | null; findings: Finding[] }[],
  ): Uint8Array;
  hasDetails(row: number): boolean;
  /** The methods of a row's findings, in their order; null where none were fetched. */
  methods(row: number): string[] | null;
  /** How many rows a source has, and how many of them have details. */
  counts(): Record<SourceKind, { events: number; detailed: number }>;

  /** Marks and names are kept by the store in tables of their own and set again on opening. */
  setTag(tag: string, rows: Iterable<number>, on: boolean): void;
  setNote(row: number, note: string | null): void;
  /** Tells of any row whether it carries the tag now. */
  tagTest(tag: string): (row: number) => boolean;
  marks(row: number): Marks;
  /** Adds to the names known, or replaces them. */
  setNames(source: SourceKind, names: ReadonlyMap<string, string>): void;
  actorName(row: number): string | null;
  /** Whom the analyst says the actor to be. */
  person(row: number): string | null;
  /** Whose actors they are, by the names of the persons, instead of what was said before. */
  setPersons(source: SourceKind, names: ReadonlyMap<string, string>): void;

  /** Flags and owners, too, are kept by the store and set again on opening. */
  setFlag(flag: StoredFlag, rows: readonly number[], on: boolean): void;
  /**
   * Whose tokens have collected from a source, instead of those known before: their reading of the
   * audit log is `own`, that of events yet to come included.
   */
  setOwners(source: SourceKind, actors: readonly string[]): void;
  /** In the order of `flags`. */
  flagsOf(row: number): Flag[];
  /**
   * The same number for rows of one actor's name, person and flags, as long as nothing is written, if
   * they have no marks; null where there are any.
   */
  likeness(row: number): number | null;
  flagCounts(): Record<Flag, number>;

  id(row: number): string;
  /** The value as the service wrote it; null where there is none. */
  value(row: number, field: 'actor' | 'ip' | 'userAgent'): string | null;
  time(row: number): number;
  source(row: number): SourceKind;

  /** Evaluates the query, and the period (µs, `to` outside), over all rows. Throws `Failed`. */
  select(query: Query, period: { from: number; to: number } | null): RowSet;
  /** The rows that pass; not remembered, so that what the window asked for is not forgotten. */
  sift(sieve: Sieve): RowSet;
  /** null for fields whose values seldom repeat (`id`, `time`, `text`, `content`, `raw`). */
  coded(field: FieldRef): CodedValues | null;
  /** All rows, oldest first; of one time by id, last first. */
  oldestFirst(): Uint32Array;
  /** The rows of the set in order, `offset` and `limit` applied. */
  page(set: RowSet, sort: Sort, offset: number, limit: number): Uint32Array;
  /** The same page of what the query finds, without finding all of it where the first rows are enough. */
  pageOf(
    query: Query,
    period: { from: number; to: number } | null,
    sort: Sort,
    offset: number,
    limit: number,
  ): Uint32Array;
  position(set: RowSet, sort: Sort, row: number): number | null;
  /** Without options the most frequent values. */
  facet(set: RowSet, field: string, limit: number, options?: FacetOptions): Facet;
  /** Which KEY of `details.KEY` there are, in how many events; most frequent first. */
  detailKeys(): DetailKey[];
  /** Counts by bucket start (µs), steps taken in `zone`; only buckets with events. */
  histogram(set: RowSet, interval: Interval, zone: string): Map<number, number>;
  /**
   * The same in parts: how many events of each bucket have none of the field (first), each of
   * `values` (at most 250), and another value (last). One of several values counts for the first.
   */
  stacks(
    set: RowSet,
    interval: Interval,
    zone: string,
    field: StackField,
    values: readonly string[],
  ): Map<number, Uint32Array>;
  /** Least and greatest time of the set, null when it is empty. */
  span(set: RowSet): { first: number; last: number } | null;
  /**
   * Values of a field that repeats (`ip`, `userAgent`) which an actor used for the first time at
   * `since` (µs) or later, for actors with events in the set before that: the first row of each,
   * newest first, how many rows it has and how many the actor had before.
   */
  firstUses(
    set: RowSet,
    field: 'ip' | 'userAgent',
    since: number,
  ): { row: number; count: number; before: number }[];
  /** Every actor of every source with the name met last: a pass over all rows. */
  actors(): Actor[];
  /** Distinct actors of a source without a name, most frequent first. */
  unnamedActors(source: SourceKind, limit: number): string[];
}
