/** Plain JSON, as `details` and `raw` hold it. */
type Json = unknown;

/**
 * What `details.KEY` names: the key itself where there is one, else the part before a dot that is a
 * key, and the rest inside it. Lists are looked into element by element.
 */
export function resolvePath(value: Json, path: string): Json[] {
  if (Array.isArray(value)) return value.flatMap((item) => resolvePath(item, path));
  if (!isObject(value)) return [];
  if (Object.hasOwn(value, path)) return [value[path]];
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    if (Object.hasOwn(value, head)) return resolvePath(value[head], path.slice(dot + 1));
  }
  return [];
}

/** A field's values as texts: each element of a list, an object as compact JSON, null as nothing. */
export function textsOf(value: Json): string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return [scalarText(value) ?? JSON.stringify(value)];
}

/** Every key and every value, however deep, in their order. */
export function keysAndValues(value: Json): string[] {
  return deepTexts(value, true);
}

/** Every value, however deep. */
export function allValues(value: Json): string[] {
  return deepTexts(value, false);
}

function deepTexts(value: Json, withKeys: boolean): string[] {
  const texts: string[] = [];
  // Not by recursion: a vendor's lists may lie deeper in one another than the stack.
  const left: Json[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    // Nor by spreading: a list may be longer than a call may have arguments.
    if (Array.isArray(next)) for (let i = next.length - 1; i >= 0; i -= 1) left.push(next[i]);
    else if (isObject(next)) {
      if (withKeys) for (const key of Object.keys(next)) texts.push(key);
      for (const child of Object.values(next).toReversed()) left.push(child);
    } else if (next !== null && next !== undefined) texts.push(scalarText(next) ?? '');
  }
  return texts;
}

/** Whether a value is there and not empty, as `has:` asks. */
export function isPresent(value: Json): boolean {
  if (value === null || value === undefined || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isObject(value) || Object.keys(value).length > 0;
}

/** A text as it is, a number or a boolean as JSON; null for a list or an object. */
export function scalarText(value: Json): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

export function isObject(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
