import { endOfString } from '../../../shared/json-text.ts';
import { fold } from '../../../shared/query/fold.ts';

/**
 * A value in a JSON text, by its place: nothing is parsed before it is looked at, and nothing is
 * ever rebuilt, so that an object of megabytes opens at once and every number keeps its digits.
 */
export interface JsonNode {
  /** `"key"` as written, with its quotes; null in an array and at the root. */
  key: string | null;
  /** Place among its siblings, from 0. */
  index: number;
  kind: 'object' | 'array' | 'string' | 'number' | 'word';
  /** The value is `text.slice(from, to)`. */
  from: number;
  to: number;
}

const space = /\s*/y;
const scalar = /[^\s,{}[\]"]+/y;
/** Whatever neither opens, closes nor quotes. */
const plain = /[^"{}[\]]*/y;

/** The value at the beginning of the text; null when there is none. Read no further than to its end. */
export function rootOf(text: string): JsonNode | null {
  return valueAt(text, skip(space, text, 0), null, 0);
}

/** The first `limit` members of an object or array, in their order, doubles of a key included. */
export function childrenOf(text: string, node: JsonNode, limit: number): JsonNode[] {
  if (node.kind !== 'object' && node.kind !== 'array') return [];
  const children: JsonNode[] = [];
  let at = skip(space, text, node.from + 1);
  while (at < node.to - 1 && children.length < limit) {
    let key: string | null = null;
    if (node.kind === 'object') {
      if (text[at] !== '"') break;
      const end = endOfString(text, at);
      key = text.slice(at, end);
      const colon = skip(space, text, end);
      if (text[colon] !== ':') break;
      at = skip(space, text, colon + 1);
    }
    const child = valueAt(text, at, key, children.length);
    if (!child) break;
    children.push(child);
    at = skip(space, text, child.to);
    if (text[at] !== ',') break;
    at = skip(space, text, at + 1);
  }
  return children;
}

function valueAt(text: string, at: number, key: string | null, index: number): JsonNode | null {
  const first = text[at];
  if (first === undefined) return null;
  const kind = kindOf(first);
  const to =
    kind === 'object' || kind === 'array'
      ? endOfNest(text, at)
      : kind === 'string'
        ? endOfString(text, at)
        : skip(scalar, text, at);
  return to === at ? null : { key, index, kind, from: at, to };
}

function kindOf(first: string): JsonNode['kind'] {
  if (first === '{') return 'object';
  if (first === '[') return 'array';
  if (first === '"') return 'string';
  return first === '-' || (first >= '0' && first <= '9') ? 'number' : 'word';
}

function endOfNest(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const one = text[at];
    if (one === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (one === '{' || one === '[') depth += 1;
    if (one === '}' || one === ']') depth -= 1;
    at += 1;
    if (depth === 0) return at;
    at = skip(plain, text, at);
  }
  return text.length;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** `details.filters[0]."a b"`: the way to a node, from the root's child on, as a person writes it. */
export function pathText(way: readonly JsonNode[]): string {
  return way.reduce((path, { key, index }) => {
    if (key === null) return `${path}[${index}]`;
    const name = stringOf(key);
    const step = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : key;
    return path === '' ? step : `${path}.${step}`;
  }, '');
}

/** What a quoted literal stands for; one that is no JSON string stays as it is. */
export function stringOf(literal: string): string {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : literal;
  } catch {
    return literal;
  }
}

/**
 * The ways to the nodes whose key or plain value holds `needle`, as a query's word would (case, ё/е
 * and forms of Unicode do not matter), in the text's order; no more than `most`.
 */
export function searchJson(text: string, needle: string, most: number): JsonNode[][] {
  const wanted = fold(needle);
  const root = rootOf(text);
  const found: JsonNode[][] = [];
  if (wanted === '' || !root) return found;
  const holds = (literal: string) => fold(literal).includes(wanted);
  const look = (way: JsonNode[], node: JsonNode): void => {
    const isNest = node.kind === 'object' || node.kind === 'array';
    const value = node.kind === 'string' ? stringOf(text.slice(node.from, node.to)) : null;
    const inKey = node.key !== null && holds(stringOf(node.key));
    if (inKey || (!isNest && holds(value ?? text.slice(node.from, node.to)))) found.push(way);
    if (!isNest || found.length >= most) return;
    for (const child of childrenOf(text, node, Number.POSITIVE_INFINITY)) {
      if (found.length >= most) return;
      look([...way, child], child);
    }
  };
  look([], root);
  return found;
}

/** A string as what it stands for, anything else as it is written. */
export function valueOf(json: string, node: JsonNode): string {
  const literal = json.slice(node.from, node.to);
  return node.kind === 'string' ? stringOf(literal) : literal;
}
