import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  parseAllDocuments,
  type Document,
} from 'yaml';
import { refuse, Refused, type At, type Fault } from './refused.ts';

/** YAML as rules use it, every part with its place. */
export type Yaml = MapNode | ListNode | ScalarNode;

export interface MapNode {
  kind: 'map';
  at: At;
  entries: { key: string; at: At; value: Yaml }[];
}

export interface ListNode {
  kind: 'list';
  at: At;
  items: Yaml[];
}

export interface ScalarNode {
  kind: 'scalar';
  at: At;
  value: string | number | boolean | null;
  /** As it is written, without quotes: `007` stays that. */
  text: string;
}

/** A file of rules is text that people write: what is larger or deeper is something else. */
const limits = {
  bytes: 1 << 20,
  /** Of the lexer, which is fast: what it makes of a megabyte of signs keeps the parser for long. */
  tokens: 200_000,
  depth: 32,
  nodes: 50_000,
  documents: 1000,
  aliases: 100,
} as const;

/** A document's tree, or why there is none. Documents that are empty are passed over. */
export type Parsed = { root: Yaml; fault: null } | { root: null; fault: Fault };

/** Reads YAML 1.2, one document after another. Never throws: faults stand in their document's place. */
export function parseYaml(text: string): Parsed[] {
  const start = { line: 1, column: 1 };
  if (Buffer.byteLength(text) > limits.bytes) return [failed(start, 'too-large', '1 MB')];
  let tokens = 0;
  for (const _ of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > limits.tokens) return [failed(start, 'too-large', 'nodes')];
  }
  const lines = new LineCounter();
  const documents = documentsOf(text, lines);
  if (documents === null) return [failed(start, 'too-large', 'depth')];
  if (documents.length > limits.documents) return [failed(start, 'too-large', 'documents')];
  return documents.flatMap((document) => read(document, lines) ?? []);
}

/** Keys that occur twice are looked for here: the parser compares each with all others. */
function documentsOf(text: string, lines: LineCounter): Document.Parsed[] | null {
  try {
    const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false } as const;
    const documents = parseAllDocuments(text.replace(/^\ufeff/, ''), options);
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    // The parser goes down by recursion.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function read(document: Document.Parsed, lines: LineCounter): Parsed | null {
  const [problem] = document.errors;
  if (problem) {
    const isDeep = problem.message.includes('call stack');
    const at = placeOf(problem.pos[0], lines);
    return isDeep ? failed(at, 'too-large', 'depth') : failed(at, 'yaml', problem.message);
  }
  if (document.contents === null) return null;
  const walk = new Walk(document, lines);
  try {
    const root = walk.node(document.contents, 0);
    const isEmpty = root.kind === 'scalar' && root.value === null;
    return isEmpty ? null : { root, fault: null };
  } catch (error) {
    if (error instanceof Refused) return { root: null, fault: error.fault };
    throw error;
  }
}

/** Aliases are followed, each of their nodes counted again: a few lines cannot become millions. */
class Walk {
  private readonly document: Document.Parsed;
  private readonly lines: LineCounter;
  private nodes = 0;
  private aliases = 0;

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.document = document;
    this.lines = lines;
  }

  node(node: unknown, depth: number, near: At = { line: 1, column: 1 }): Yaml {
    if (!isNode(node)) return { kind: 'scalar', at: near, value: null, text: '' };
    const at = node.range ? placeOf(node.range[0], this.lines) : near;
    this.nodes += 1;
    if (depth > limits.depth) refuse(at, 'too-large', 'depth');
    if (this.nodes > limits.nodes) refuse(at, 'too-large', 'nodes');
    if (isAlias(node)) {
      // Each is looked up through the whole document.
      this.aliases += 1;
      if (this.aliases > limits.aliases) refuse(at, 'too-large', 'aliases');
      const target = node.resolve(this.document);
      return target ? this.node(target, depth + 1, at) : refuse(at, 'yaml', node.source);
    }
    if (isMap(node)) return { kind: 'map', at, entries: this.entries(node.items, depth, at) };
    if (isSeq(node)) {
      const items = node.items.map((item) => this.node(item, depth + 1, at));
      return { kind: 'list', at, items };
    }
    return isScalar(node) ? scalar(node.value, node.source, at) : refuse(at, 'yaml', 'node');
  }

  private entries(
    pairs: readonly { key: unknown; value: unknown }[],
    depth: number,
    near: At,
  ): MapNode['entries'] {
    const met = new Set<string>();
    return pairs.map(({ key, value }) => {
      const name = this.node(key, depth + 1, near);
      if (name.kind !== 'scalar') refuse(name.at, 'yaml', 'key');
      if (name.text === '<<') refuse(name.at, 'unsupported', '<<');
      const written = typeof name.value === 'string' ? name.value : name.text;
      if (met.has(written)) refuse(name.at, 'yaml', `${short(written)}: twice`);
      met.add(written);
      return { key: written, at: name.at, value: this.node(value, depth + 1, name.at) };
    });
  }
}

function scalar(value: unknown, source: string | undefined, at: At): ScalarNode {
  const isPlain =
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean';
  if (!isPlain) return refuse(at, 'yaml', typeof value);
  const text = typeof value === 'string' ? value : (source ?? String(value));
  return { kind: 'scalar', at, value, text };
}

/** What to call a text in a message: never all of a long one. */
export function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function placeOf(offset: number, lines: LineCounter): At {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function failed(at: At, code: Fault['code'], what: string): Parsed {
  return { root: null, fault: { ...at, code, what } };
}
