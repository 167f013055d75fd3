import type { z } from 'zod';
import { exactNumbers } from '../../../shared/exact-json.ts';
import { Unreadable } from './page.ts';
import { propertyText } from './verbatim.ts';

/** Parses a vendor object; throws `Unreadable` naming the first field that is not as it must be. */
export function parseObject<T extends z.ZodType>(raw: string, schema: T): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    // The parser's own message would quote the text.
    throw new Unreadable('json');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Unreadable(parsed.error.issues[0]?.path.join('.') || 'object');
}

/**
 * A vendor object that was read, with texts for the numbers that lose digits by being read: what has
 * no place of its own in the event model is kept so. Fields that must be texts have been looked at.
 */
export function exactObject<T extends z.ZodType>(
  raw: string,
  schema: T,
  read: z.output<T>,
): z.output<T> {
  const exact = exactNumbers(raw);
  return exact === raw ? read : parseObject(exact, schema);
}

/** An id as text. A number's digits are taken from the letter: a double holds only some of them. */
export function idText(raw: string, property: string, value: string | number): string {
  return typeof value === 'string' ? value : (propertyText(raw, property) ?? String(value));
}

/** As {@link idText}, for an id that may be missing. */
export function optionalId(
  raw: string,
  property: string,
  value: string | number | null | undefined,
): string | null {
  return value === undefined || value === null ? null : idText(raw, property, value);
}
