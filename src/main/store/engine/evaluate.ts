import type { EventField } from '../../../shared/event.ts';
import type { EventState, FieldRef, Query, QueryField } from '../../../shared/query/query.ts';
import { Bitmap } from './bitmap.ts';
import type { Column } from './column.ts';

/** What a query is evaluated over. */
export interface Table {
  readonly rows: number;
  readonly times: Float64Array;
  column(field: FieldRef): Column;
  /** Adds the rows in this state. */
  addState(state: EventState, hits: Bitmap): void;
}

/**
 * Where a bare word is looked for, those with few distinct values first: rows that match already
 * need not be searched again in long texts.
 */
const searched: readonly EventField[] = [
  'event',
  'actorType',
  'targetType',
  'application',
  'filter',
  'rules',
  'userAgent',
  'ip',
  'actor',
  'actorName',
  'tags',
  'note',
  'target',
  'id',
  'details',
  'findings',
  'text',
  'content',
];

/** The rows of `among` that match. */
export function evaluate(query: Query, table: Table, among: Bitmap): Bitmap {
  return matching(query, table, among.copy().invert()).and(among);
}

/**
 * The rows that match, of those that are not in `decided`: of these any may be in the answer. It
 * spares long texts a search where another part of the query has decided.
 */
function matching(query: Query, table: Table, decided: Bitmap): Bitmap {
  switch (query.type) {
    case 'all':
      return new Bitmap(table.rows).fill();
    case 'and':
      return both(query.parts, table, decided);
    case 'or': {
      const hits = decided.copy();
      for (const part of cheapestFirst(query.parts)) hits.or(matching(part, table, hits));
      return hits;
    }
    case 'not':
      return matching(query.part, table, decided).invert();
    case 'time': {
      const hits = new Bitmap(table.rows);
      hits.addBetween(table.times, query.from ?? -Infinity, query.to ?? Infinity);
      return hits;
    }
    case 'anywhere': {
      const hits = decided.copy();
      for (const name of searched) table.column({ name, path: null }).match(query.pattern, hits);
      return hits;
    }
    case 'field': {
      const hits = decided.copy();
      table.column(query.field).match(query.pattern, hits);
      return hits;
    }
    case 'has': {
      const hits = decided.copy();
      table.column(query.field).present(hits);
      return hits;
    }
    case 'is': {
      const hits = new Bitmap(table.rows);
      table.addState(query.state, hits);
      return hits;
    }
    case 'number': {
      const hits = decided.copy();
      table.column(query.field).within(query.from, query.to, hits);
      return hits;
    }
  }
}

function both(parts: readonly Query[], table: Table, decided: Bitmap): Bitmap {
  const hits = new Bitmap(table.rows).fill();
  for (const part of cheapestFirst(parts)) {
    hits.and(matching(part, table, hits.copy().invert().or(decided)));
  }
  return hits;
}

function cheapestFirst(parts: readonly Query[]): Query[] {
  return parts.toSorted((a, b) => cost(a) - cost(b));
}

const longFields: ReadonlySet<QueryField> = new Set([
  'text',
  'content',
  'details',
  'findings',
  'id',
]);

/** Whether more has to be read than the codes there are: that of a key of details may have to be made. */
export function readsMore(query: Query): boolean {
  return cost(query) > 1;
}

/** Roughly how much there is to read, as a number to compare. */
export function cost(query: Query): number {
  switch (query.type) {
    case 'all':
    case 'time':
    case 'is':
      return 0;
    case 'and':
    case 'or':
      return Math.max(...query.parts.map(cost));
    case 'not':
      return cost(query.part);
    case 'anywhere':
      return 4;
    case 'field':
    case 'has':
    case 'number':
      if (query.field.name === 'raw') return 5;
      // A key of details has a column of codes, which may have to be made first.
      if (query.field.path !== null) return 2;
      return longFields.has(query.field.name) ? 3 : 1;
  }
}
