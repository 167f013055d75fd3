import type { ColumnSource, SchemaElement } from 'hyparquet-writer';
import { fieldRef } from '../../../shared/query/fields.ts';
import type { ExportedEvent } from '../../store/session-store.ts';
import { cellReader, Json, type Cell } from '../cells.ts';

/** A column of the file: its type, and what an event has there. */
export interface ParquetColumn {
  name: string;
  schema: SchemaElement[];
  read: (event: ExportedEvent) => string | Date | readonly string[] | null;
  /** How it is written. */
  writing: Pick<ColumnSource, 'encoding' | 'statistics'>;
}

/** Long texts that are hardly ever equal: a dictionary would be the whole column once more. */
const unequal: ReadonlySet<string> = new Set(['id', 'text', 'content', 'raw']);
/** Nobody compares whole texts and objects with bounds. */
const unordered: ReadonlySet<string> = new Set(['text', 'content', 'findings', 'details', 'raw']);
const required: ReadonlySet<string> = new Set(['id', 'source', 'event', 'details', 'raw']);

/**
 * `time` is a timestamp of UTC in milliseconds; `rules` and `tags` are lists of strings, empty where
 * there are none; all else is strings, objects as their JSON, to the letter where digits matter.
 * Throws `Failed('input.invalid')` for an unknown field.
 */
export function parquetColumn(name: string): ParquetColumn {
  const read = cellReader(name);
  const { name: field, path } = fieldRef(name) ?? { name: null, path: null };
  if (field === 'time') {
    return {
      name,
      schema: [
        {
          name,
          type: 'INT64',
          converted_type: 'TIMESTAMP_MILLIS',
          logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
          repetition_type: 'REQUIRED',
        },
      ],
      read: ({ row }) => new Date(row.time),
      writing: {},
    };
  }
  if (field === 'rules' || field === 'tags') {
    return { name, schema: listOf(name), read: ({ row }) => row[field], writing: {} };
  }
  const own = path === null ? field : null;
  return {
    name,
    schema: [text(name, own !== null && required.has(own) ? 'REQUIRED' : 'OPTIONAL')],
    read: (event) => textOf(read(event)),
    writing: {
      ...(own !== null && unequal.has(own) && { encoding: 'PLAIN' }),
      ...(own !== null && unordered.has(own) && { statistics: false }),
    },
  };
}

function text(name: string, repetition: 'REQUIRED' | 'OPTIONAL'): SchemaElement {
  return {
    name,
    type: 'BYTE_ARRAY',
    converted_type: 'UTF8',
    logical_type: { type: 'STRING' },
    repetition_type: repetition,
  };
}

/** The three levels that the format's LIST has. */
function listOf(name: string): SchemaElement[] {
  return [
    {
      name,
      converted_type: 'LIST',
      logical_type: { type: 'LIST' },
      repetition_type: 'REQUIRED',
      num_children: 1,
    },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    text('element', 'REQUIRED'),
  ];
}

function textOf(cell: Cell): string | null {
  if (cell === null || typeof cell === 'string') return cell;
  return cell instanceof Json ? cell.text : JSON.stringify(cell);
}
