import { eventFields } from '../../../shared/event.ts';
import type { OfferedFormat } from '../../../shared/export.ts';
import { fieldRef } from '../../../shared/query/fields.ts';
import type { Settings } from '../../../shared/settings.ts';
import { withTags } from '../review/columns.ts';
import { isRaw } from '../review/raw-value.ts';

/** Columns of the table that stand for several fields of the event model. */
const composed: ReadonlyMap<string, readonly string[]> = new Map([
  ['actor', ['actor', 'actorName']],
  ['summary', ['text', 'userAgent', 'details']],
]);

/**
 * The fields behind the columns on the screen, in their order, each once. A file that is to be
 * read by a program holds whole fields, not the shortened text of a cell.
 */
export function exportColumns(columns: Settings['columns']): string[] {
  const fields = withTags(columns).flatMap(
    ({ field }) => composed.get(field) ?? [isRaw(field) ? 'raw' : field],
  );
  return [...new Set(fields)].filter((field) => fieldRef(field) !== null);
}

/** What an export without chosen columns holds: of a table everything but the vendor's own object. */
export function allColumns(format: OfferedFormat): readonly string[] {
  return format === 'parquet' ? eventFields : eventFields.filter((field) => field !== 'raw');
}
