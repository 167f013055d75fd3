import { parseExact } from '../../../shared/exact-json.ts';
import { shortValue } from './gist.ts';
import type { ShownRow } from './row-pages.ts';

/** A column of the source's own JSON: all of it, or what lies under `raw.KEY`. */
export function isRaw(field: string): boolean {
  return field === 'raw' || field.startsWith('raw.');
}

/** Parsed once a row, not once a cell. */
const parsed = new WeakMap<ShownRow, unknown>();

/** What a `raw` column shows of a row; empty while its JSON is on the way. */
export function rawText(row: ShownRow, field: string): string {
  if (row.raw === undefined) return '';
  if (field === 'raw') return row.raw.slice(0, 400);
  if (!parsed.has(row)) parsed.set(row, parse(row.raw));
  return shortValue(valueAt(parsed.get(row), field.slice('raw.'.length)) ?? '');
}

/** The value under a path whose steps are set apart by dots; keys may hold dots themselves. */
function valueAt(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const whole = ownValue(value, path);
  if (whole !== undefined) return whole;
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const found = valueAt(ownValue(value, path.slice(0, dot)), path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function ownValue(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

/** The paths under which an object of the source holds values: `filter.name`; lists are values. */
export function rawKeys(raw: string): string[] {
  return pathsOf(parse(raw));
}

function pathsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = pathsOf(inner);
    return below.length === 0 ? [key] : below.map((path) => `${key}.${path}`);
  });
}

function parse(raw: string): unknown {
  try {
    return parseExact(raw);
  } catch {
    // What came was JSON when it was kept; a row that is none shows nothing.
    return undefined;
  }
}
