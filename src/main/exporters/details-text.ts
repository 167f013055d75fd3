import { isExactNumber } from '../../shared/exact-json.ts';
import { propertyText } from '../connectors/kit/verbatim.ts';
import type { ExportedEvent } from '../store/session-store.ts';

/**
 * Whether all of it is what the service sent for sure: a double holds fifteen digits, and numbers of
 * more are texts, or were rounded by an earlier version.
 */
export function isExact(value: unknown): boolean {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return false;
    return Number.isInteger(value) ? Math.abs(value) < 1e15 : String(value).length <= 16;
  }
  if (typeof value === 'string') return !isExactNumber(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isExact);
}

/** What a number of JSON may look like that has lost digits, or looks as if: some texts do as well. */
const maybeInexact = /\d[\d.]{13}|\d[eE]/;

/** Whether `details` are exact for sure, told by their JSON. */
export function isExactJson(json: string): boolean {
  return !maybeInexact.test(json);
}

/** `details` as JSON; where a number may have lost digits by being read, to the letter. */
export function detailsText({ row, raw }: ExportedEvent): string {
  const { source, details } = row;
  if (isExact(details)) return JSON.stringify(details);
  const whole = source === 'pachca' ? propertyText(raw, 'details') : null;
  if (whole?.startsWith('{')) return whole;
  const entries = Object.keys(details).map(
    (key) => `${JSON.stringify(key)}:${detailText({ row, raw }, key)}`,
  );
  return `{${entries.join(',')}}`;
}

/** One of the details as JSON, to the letter where the vendor's object has it at its known place. */
export function detailText({ row, raw }: ExportedEvent, key: string): string {
  const text = row.source === 'pachca' ? within(propertyText(raw, 'details'), key) : flat(raw, key);
  return text ?? JSON.stringify(row.details[key]);
}

/** Jay Guard's details are the fields of its object, those of its filter under `filter.`. */
function flat(raw: string, key: string): string | null {
  const inFilter = key.startsWith('filter.') ? key.slice('filter.'.length) : null;
  return inFilter === null ? propertyText(raw, key) : within(propertyText(raw, 'filter'), inFilter);
}

function within(object: string | null, key: string): string | null {
  return object === null ? null : propertyText(object, key);
}
