import type { EventField } from '../../../shared/event.ts';
import type { FieldRef, Pattern, Query } from '../../../shared/query/query.ts';
import { Bitmap } from './bitmap.ts';
import type { Column } from './column.ts';

/** What a query is evaluated over. */
export interface Table {
  readonly rows: number;
  readonly times: Float64Array;
  column(field: FieldRef): Column;
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

/** The rows that match. */
export function evaluate(query: Query, table: Table): Bitmap {
  const hits = new Bitmap(table.rows);
  switch (query.type) {
    case 'all':
      return hits.fill();
    case 'and':
      return query.parts.reduce((all, part) => all.and(evaluate(part, table)), hits.fill());
    case 'or':
      return query.parts.reduce((any, part) => any.or(evaluate(part, table)), hits);
    case 'not':
      return evaluate(query.part, table).invert();
    case 'anywhere':
      return anywhere(query.pattern, table, hits);
    case 'time':
      hits.addBetween(table.times, query.from ?? -Infinity, query.to ?? Infinity);
      return hits;
    case 'field':
      table.column(query.field).match(query.pattern, hits);
      return hits;
    case 'has':
      table.column(query.field).present(hits);
      return hits;
    case 'number':
      table.column(query.field).within(query.from, query.to, hits);
      return hits;
  }
}

function anywhere(pattern: Pattern, table: Table, hits: Bitmap): Bitmap {
  for (const name of searched) table.column({ name, path: null }).match(pattern, hits);
  return hits;
}
