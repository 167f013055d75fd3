import { Failed } from '../../shared/errors.ts';
import { eventFields } from '../../shared/event.ts';
import { isExactNumber } from '../../shared/exact-json.ts';
import { fieldRef } from '../../shared/query/fields.ts';
import type { ExportedEvent } from '../store/session-store.ts';
import { detailsText, detailText, isExact } from './details-text.ts';

/** JSON as text: objects, and numbers of more digits than a double holds. */
export class Json {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a column has for an event; null: nothing. A list is of texts and may be empty. */
export type Cell = string | number | boolean | readonly string[] | Json | null;

/** The event model but for the vendor's object: what a table holds when nobody chose. */
export const tableColumns: readonly string[] = eventFields.filter((field) => field !== 'raw');

/**
 * Beside the event model there is `person`, whom the analyst says the actor to be. Throws
 * `Failed('input.invalid')` for any other name.
 */
export function cellReader(column: string): (event: ExportedEvent) => Cell {
  const ref = fieldRef(column);
  if (!ref) throw new Failed('input.invalid', { field: column });
  const { name, path } = ref;
  if (path !== null) return (event) => detailCell(event, path);
  switch (name) {
    case 'raw':
      return ({ raw }) => new Json(raw);
    case 'details':
      return (event) => new Json(detailsText(event));
    case 'person':
      return ({ row }) => row.person ?? null;
    case 'findings':
      return ({ row: { findings } }) => findings && new Json(JSON.stringify(findings));
    default:
      return ({ row }) => row[name];
  }
}

function detailCell(event: ExportedEvent, key: string): Cell {
  const { details } = event.row;
  const value = Object.hasOwn(details, key) ? details[key] : null;
  if (value === null || value === undefined) return null;
  // Digits are left as they are, a sign before them included: no text of somebody else's making.
  if (typeof value === 'string') return isExactNumber(value) ? new Json(value) : value;
  if (typeof value === 'boolean') return value;
  if (isTextList(value)) return value;
  if (!isExact(value)) return new Json(detailText(event, key));
  return typeof value === 'number' ? value : new Json(JSON.stringify(value));
}

/** An empty list may be of anything. */
function isTextList(value: unknown): value is string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
  );
}
