import { childrenOf, rootOf, type JsonNode } from './json-tree.ts';

/** A line of the tree. `more` stands for the members that are not shown yet. */
export interface TreeRow {
  node: JsonNode;
  depth: number;
  /** From the root's child to the node. */
  way: readonly JsonNode[];
  /** The line of its parent; null at the root. */
  parent: number | null;
  canOpen: boolean;
  open: boolean;
  /** How many members there are; null where counting would take too long, and for what has none. */
  size: number | null;
  more: { shown: number } | null;
}

/** Members are shown so many at a time. */
export const step = 100;
/** A value longer than this can be opened by itself, characters. */
const longValue = 160;
/** What is longer is not counted, characters: it may hold a million members. */
const longestCounted = 50_000;
/** Opened from the beginning as long as they are no more lines than this. */
const fewLines = 60;

/** What is open at first: level by level, as long as it stays short. Members shown, by node. */
export function firstOpen(json: string): Map<number, number> {
  const opened = new Map<number, number>();
  const root = rootOf(json);
  let level = root ? [root] : [];
  let lines = 1;
  while (level.length > 0) {
    const below = level.map((node) => ({ node, children: childrenOf(json, node, step) }));
    lines += below.reduce((sum, { children }) => sum + children.length, 0);
    if (lines > fewLines && opened.size > 0) break;
    for (const { node, children } of below) if (children.length > 0) opened.set(node.from, step);
    level = below.flatMap(({ children }) => children);
  }
  return opened;
}

/** The lines that are there when these nodes are open, with so many members each. */
export function rowsOf(json: string, opened: ReadonlyMap<number, number>): TreeRow[] {
  const rows: TreeRow[] = [];
  const put = (node: JsonNode, way: readonly JsonNode[], depth: number, parent: number | null) => {
    const isNest = node.kind === 'object' || node.kind === 'array';
    const size = isNest ? sizeOf(json, node) : null;
    const canOpen = isNest ? size !== 0 : node.to - node.from > longValue;
    const open = canOpen && opened.has(node.from);
    const at = rows.length;
    rows.push({ node, depth, way, parent, canOpen, open, size, more: null });
    if (!open || !isNest) return;
    const shown = opened.get(node.from) ?? step;
    const children = childrenOf(json, node, shown + 1);
    for (const child of children.slice(0, shown)) put(child, [...way, child], depth + 1, at);
    if (children.length <= shown) return;
    const line = { node, way, depth: depth + 1, parent: at, size: null };
    rows.push({ ...line, canOpen: false, open: false, more: { shown } });
  };
  const root = rootOf(json);
  if (root) put(root, [], 0, null);
  return rows;
}

function sizeOf(json: string, node: JsonNode): number | null {
  if (node.to - node.from > longestCounted) return null;
  return childrenOf(json, node, Number.POSITIVE_INFINITY).length;
}
