import { endOfString } from '../../../shared/json-text.ts';

/**
 * Cuts vendor objects out of an answer's text without re-writing them: digits past 2^53, escapes,
 * key order and doubled keys stay to the letter. (JSON.parse would lose them, and its access to
 * source text needs a newer Node than the oldest runtime has.) The text must be valid JSON, which
 * the HTTP client has checked; keys are matched as JSON.parse does, the last of equal ones wins.
 */

/** Deeper objects are kept, but not read: nothing downstream has to stand their recursion. */
export const maxDepth = 100;

/** One element on one line. `tooDeep`: nested over {@link maxDepth}, so it must not be read. */
export interface Slice {
  text: string;
  tooDeep: boolean;
}

interface Child {
  /** Start of the key's literal, -1 in an array. */
  key: number;
  start: number;
  end: number;
  depth: number;
}

/**
 * The elements of the array that is the property of that name at the top of the body, each as JSON
 * text on one line; null when there is no such array. A bare `[]` is none: no service answers so,
 * and whoever stands between and does must not be taken for an empty list.
 */
export function sliceElements(body: string, property: string): Slice[] | null {
  const text = propertyText(body, property);
  if (text === null || !isArray(text)) return null;
  return children(text).map(({ start, end, depth }) => ({
    text: oneLine(text.slice(start, end)),
    tooDeep: depth > maxDepth,
  }));
}

/** The text of a property at the top of a JSON object, e.g. `12345678901234567890` or `"a"`. */
export function propertyText(object: string, property: string): string | null {
  if (object.charCodeAt(skipSpace(object, 0)) !== 0x7b) return null;
  const found = children(object).findLast(({ key }) => isKey(object, key, property));
  return found ? object.slice(found.start, found.end) : null;
}

/** Whether the key whose literal starts here is this one; it may be written with escapes. */
function isKey(text: string, start: number, property: string): boolean {
  const literal = text.slice(start + 1, endOfString(text, start) - 1);
  return (
    literal === property || (literal.includes('\\') && JSON.parse(`"${literal}"`) === property)
  );
}

function isArray(text: string): boolean {
  return text.charCodeAt(skipSpace(text, 0)) === 0x5b;
}

/** The direct children of the array or object that the text is. */
function children(text: string): Child[] {
  const open = skipSpace(text, 0);
  const isObject = text.charCodeAt(open) === 0x7b;
  const found: Child[] = [];
  let at = skipSpace(text, open + 1);
  while (at < text.length && !isClosing(text.charCodeAt(at))) {
    const key = isObject ? at : -1;
    // Over the key and its colon.
    const start = isObject ? skipSpace(text, skipSpace(text, endOfString(text, at)) + 1) : at;
    const { end, depth } = endOfValue(text, start);
    found.push({ key, start, end, depth });
    const next = skipSpace(text, end);
    if (text.charCodeAt(next) !== 0x2c) break;
    at = skipSpace(text, next + 1);
  }
  return found;
}

/** Where the value that starts here ends, and how deep it is nested (0 for a scalar). */
function endOfValue(text: string, start: number): { end: number; depth: number } {
  let level = 0;
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = endOfString(text, at);
      if (level === 0) return { end: at, depth };
      continue;
    }
    if (code === 0x7b || code === 0x5b) depth = Math.max(depth, (level += 1));
    else if (isClosing(code)) {
      if (level === 0) break;
      level -= 1;
      if (level === 0) return { end: at + 1, depth };
    } else if (level === 0 && (code === 0x2c || isSpace(code))) break;
    at += 1;
  }
  return { end: at, depth };
}

/** Drops the white space outside strings; inside them JSON has no line break to begin with. */
export function oneLine(text: string): string {
  const kept: string[] = [];
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else if (isSpace(code)) {
      kept.push(text.slice(from, at));
      from = at = skipSpace(text, at);
    } else at += 1;
  }
  return kept.length === 0 ? text : kept.join('') + text.slice(from);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function isClosing(code: number): boolean {
  return code === 0x5d || code === 0x7d;
}
