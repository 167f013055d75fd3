import { propertyText } from '../connectors/kit/verbatim.ts';
import type { ExportedEvent } from '../store/session-store.ts';

/** Numbers of so many digits do not fit a double. */
const longNumber = /\d{16}/;

/** Whether a number of the vendor's object may have lost digits by being read. */
export function mayLoseDigits(raw: string): boolean {
  return longNumber.test(raw);
}

/** `details` as JSON; where a number may have lost digits by being read, to the letter. */
export function detailsText({ row, raw }: ExportedEvent): string {
  const { source, details } = row;
  if (!mayLoseDigits(raw)) return JSON.stringify(details);
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
