import { damaged } from './batch.ts';
import { isObject, keysAndValues, scalarText } from './detail-values.ts';

/**
 * The form of one `details` object: its keys, and what stands at each. Objects of one service have
 * few forms, so that keys are kept once a form and rows keep the values alone ("leaves").
 */
export interface Shape {
  /** JSON; an object of the same keys with a letter for each value, see `leafKinds`. */
  readonly signature: string;
  readonly root: Node;
  /** All keys, nested ones too. */
  readonly keys: readonly string[];
  /** What each leaf is, in their order. */
  readonly leaves: readonly ('value' | 'list' | 'mixed')[];
}

/**
 * `value` has one text, `list` those of its elements; `mixed` is a list with lists or objects in
 * it: all its keys and values are kept for search, the rest is asked of the file. `null` and
 * `empty` (list) keep nothing.
 */
const leafKinds = { v: 'value', l: 'list', m: 'mixed', n: 'null', e: 'empty' } as const;
type LeafLetter = keyof typeof leafKinds;
export type Node =
  | { kind: 'value' | 'list' | 'mixed'; leaf: number }
  | { kind: 'null' | 'empty' }
  | { kind: 'object'; children: ReadonlyMap<string, Node> };

/** What a details object is made of: its form, and a leaf's texts for each leaf of the form. */
export interface Flattened {
  signature: string;
  leaves: string[][];
}

const deepest = 16;
/** Keys that differ from event to event would make a form of each: such objects are kept mixed. */
const longestSignature = 2000;

export function flatten(details: Record<string, unknown>): Flattened {
  const leaves: string[][] = [];
  const signature = write(details, leaves, 0);
  if (signature.length <= longestSignature) return { signature, leaves };
  return mixed(details);
}

/** The whole object as a single leaf. */
export function mixed(details: Record<string, unknown>): Flattened {
  return { signature: '"m"', leaves: [keysAndValues(details)] };
}

function write(value: unknown, leaves: string[][], depth: number): string {
  if (value === null || value === undefined) return '"n"';
  const text = scalarText(value);
  if (text !== null) {
    leaves.push([text]);
    return '"v"';
  }
  if (Array.isArray(value)) return writeList(value, leaves);
  if (!isObject(value) || depth > deepest) {
    leaves.push(keysAndValues(value));
    return '"m"';
  }
  let signature = '{';
  for (const key of Object.keys(value)) {
    if (signature.length > 1) signature += ',';
    signature += `${JSON.stringify(key)}:${write(value[key], leaves, depth + 1)}`;
  }
  return `${signature}}`;
}

function writeList(list: readonly unknown[], leaves: string[][]): string {
  if (list.length === 0) return '"e"';
  const simple = list.every((item) => item === null || scalarText(item) !== null);
  leaves.push(keysAndValues(list));
  return simple ? '"l"' : '"m"';
}

/** Reads a signature; throws `Failed('session.damaged')` when it is none. */
export function parseShape(signature: string): Shape {
  let parsed: unknown;
  try {
    parsed = JSON.parse(signature);
  } catch {
    return damaged();
  }
  const keys = new Set<string>();
  const leaves: ('value' | 'list' | 'mixed')[] = [];
  const read = (value: unknown, depth: number): Node => {
    if (depth > deepest + 1) damaged();
    if (isObject(value)) {
      const children = new Map<string, Node>();
      for (const [key, child] of Object.entries(value)) {
        keys.add(key);
        children.set(key, read(child, depth + 1));
      }
      return { kind: 'object', children };
    }
    const kind = isLetter(value) ? leafKinds[value] : damaged();
    if (kind === 'null' || kind === 'empty') return { kind };
    leaves.push(kind);
    return { kind, leaf: leaves.length - 1 };
  };
  const root = read(parsed, 0);
  return { signature, root, keys: [...keys], leaves };
}

function isLetter(value: unknown): value is LeafLetter {
  return typeof value === 'string' && Object.hasOwn(leafKinds, value);
}

/** What stands at `details.PATH` in objects of this form; `mixed` when only the file can tell. */
export function nodeAt(node: Node, path: string): Node {
  if (node.kind === 'mixed') return node;
  if (node.kind !== 'object') return { kind: 'null' };
  const own = node.children.get(path);
  if (own) return own;
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const child = node.children.get(path.slice(0, dot));
    if (child) return nodeAt(child, path.slice(dot + 1));
  }
  return { kind: 'null' };
}

/** Whether something stands there that has texts: a value, or a list of some. */
export function hasValue({ kind }: Node): boolean {
  return kind === 'value' || kind === 'list' || kind === 'mixed';
}

/** Where something with texts stands in objects of this form, as KEY of `details.KEY`. */
export function pathsOf(node: Node, path = ''): string[] {
  if (node.kind !== 'object') return path !== '' && hasValue(node) ? [path] : [];
  return [...node.children].flatMap(([key, child]) =>
    pathsOf(child, path === '' ? key : `${path}.${key}`),
  );
}
