/** What V8's `JSON.parse` tells a reviver of a primitive: how it was written. */
interface Primitive {
  source?: string;
}

/**
 * Whether two JSON texts say the same: key order and white space do not count, numbers are compared
 * as they are written, so that integers above 2^53 stay apart.
 */
export function sameContent(one: string, other: string): boolean {
  return one === other || canonical(one) === canonical(other);
}

function canonical(text: string): string {
  return JSON.stringify(JSON.parse(text, exact));
}

/** Marks strings and numbers, so that the one is never taken for the other. */
function exact(_key: string, value: unknown, context?: Primitive): unknown {
  if (typeof value === 'number') return `#${context?.source ?? value}`;
  return typeof value === 'string' ? `"${value}` : sortKeys(value);
}

function sortKeys(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
