import { fold } from '../../../shared/query/fold.ts';
import type { Bound, Pattern } from '../../../shared/query/query.ts';
import { Arena, type Slice } from './arena.ts';
import { damaged, type BatchReader, type BatchWriter } from './batch.ts';
import { Bitmap } from './bitmap.ts';
import { CodeList } from './code-list.ts';
import { BytePattern } from './byte-pattern.ts';
import {
  elementEnd,
  isPlain,
  maxBytes,
  readFolded,
  valueEnd,
  writeFolded,
} from './folded-bytes.ts';
import { allValues } from './detail-values.ts';
import {
  flatten,
  hasValue,
  mixed,
  nodeAt,
  type Node,
  parseShape,
  pathsOf,
  type Shape,
} from './detail-shape.ts';
import { emptyIn, type Column, type CountWish, type ValueCounts } from './column.ts';
import { Dictionary } from './dictionary.ts';
import { sizeOf } from './growable.ts';
import { ListTable } from './list-table.ts';
import { RowList } from './row-list.ts';
import { rankEntries } from './text-order.ts';
import { hasNumber, someWithin } from './value-table.ts';

const mostShapes = 4096;

export interface DetailsMark {
  rows: number;
  shapes: number;
  originals: number;
}

type VisitPlace = (row: number, node: Node, bytes: Buffer, from: number, to: number) => void;

/**
 * `details` of every row: the code of its form, and the texts of its leaves, folded. A row whose
 * leaves folding changed has them as they came, too.
 */
export class DetailsColumn implements Column {
  readonly revision = 0;
  private readonly shapes: Shape[] = [];
  private readonly codeOfShape = new Map<string, number>();
  private readonly shapeCodes = new CodeList();
  private readonly folded = new Arena();
  /** UTF-8; an entry for each of `originalRows`, ascending. */
  private readonly originals = new Arena();
  private readonly originalRows = new RowList();
  private scratch = Buffer.allocUnsafe(4096);
  /** Details as they came, from the file. */
  readonly original: (row: number) => Record<string, unknown>;

  constructor(original: (row: number) => Record<string, unknown>) {
    this.original = original;
  }

  get rows(): number {
    return this.shapeCodes.length;
  }

  add(details: Record<string, unknown>): void {
    let flat = flatten(details);
    if (!this.codeOfShape.has(flat.signature) && this.shapes.length >= mostShapes) {
      flat = mixed(details);
    }
    this.shapeCodes.push(this.shapeCode(flat.signature));
    const folded = flat.leaves.map((texts) => texts.map(fold));
    const changed = flat.leaves.some((texts, i) =>
      texts.some((text, j) => text !== folded[i]?.[j]),
    );
    const isScalar = this.shape(this.rows - 1).leaves.map((kind) => kind === 'value');
    this.addLeaves(this.folded, folded, isScalar, writeFolded);
    if (!changed) return;
    this.originalRows.push(this.rows - 1);
    this.addLeaves(this.originals, flat.leaves, isScalar, writeUtf8);
  }

  shape(row: number): Shape {
    return this.shapes[this.shapeCodes.at(row)] ?? damaged();
  }

  /** An answer for each form, given once for each. */
  perShape<T>(answer: (shape: Shape) => T): { of(row: number): T } {
    const answers = this.shapes.map(answer);
    const codes = this.shapeCodes;
    return { of: (row) => answers[codes.at(row)] ?? damaged() };
  }

  /**
   * Visits the rows from `first` on that have something at the path, in no order. Where that is one
   * text which folding leaves as it is, it tells where it lies, with its end; else `from` is below
   * zero.
   */
  forEachAt(path: string, first: number, visit: VisitPlace): void {
    const visitOne = this.placesAt(path, visit);
    const { originalRows } = this;
    const changed = originalRows.before(first);
    let next = changed;
    this.folded.forEach((row, bytes, from, to) => {
      if (originalRows.at(next) === row) next += 1;
      else visitOne(row, bytes, from, to);
    }, first);
    this.originals.forEach((entry, bytes, from, to) => {
      visitOne(originalRows.at(entry), bytes, from, to);
    }, changed);
  }

  /** The same of the rows of a set. */
  forEachOf(path: string, rows: Bitmap, visit: VisitPlace): void {
    const visitOne = this.placesAt(path, visit);
    rows.forEach((row) => {
      const { bytes, from, to } = this.textsOf(row);
      visitOne(row, bytes, from, to);
    });
  }

  /**
   * The rows, not in `but`, of which a text at the path may match as any of theirs does; null where
   * that would not tell, as objects have their JSON for a text.
   */
  holding(path: string, pattern: Pattern, but: Bitmap): Bitmap | null {
    // An element of a list is no whole entry here.
    const bytes = new BytePattern({ ...pattern, whole: false });
    const hasTexts = ({ root }: Shape) => !['object', 'mixed'].includes(nodeAt(root, path).kind);
    if (bytes.needle.length === 0 || !this.shapes.every(hasTexts)) return null;
    const found = but.copy();
    this.folded.search(bytes, found);
    return found.and(but.copy().invert());
  }

  private placesAt(path: string, visit: VisitPlace) {
    const nodes = this.shapes.map(({ root }) => nodeAt(root, path));
    const codes = this.shapeCodes.data;
    return (row: number, bytes: Buffer, from: number, to: number) => {
      const node = nodes[codes[row] ?? 0] ?? damaged();
      if (node.kind === 'null') return;
      if (node.kind !== 'value') return visit(row, node, bytes, -1, -1);
      const start = startOfLeaf(bytes, from, to, node.leaf);
      const end = plainEnd(bytes, start, to);
      visit(row, node, bytes, end < 0 ? -1 : start, end);
    };
  }

  /** A row's leaves: as they came where folding changed any, else folded. */
  private textsOf(row: number, original = this.originalRows.indexOf(row)): Slice {
    return original < 0 ? this.folded.slice(row) : this.originals.slice(original);
  }

  /** The texts of one leaf of a row, as they came. */
  leaf(row: number, leaf: number, list: boolean): string[] {
    const original = this.originalRows.indexOf(row);
    const found = leafIn(this.textsOf(row, original), leaf);
    if (!found) return [];
    const { bytes, from, to } = found;
    const read = (a: number, b: number) =>
      original < 0 ? readFolded(bytes, a, b) : bytes.toString('utf8', a, b);
    const end = to - 1;
    if (!list) return [read(from, end)];
    const texts: string[] = [];
    for (let start = from; start < end;) {
      const next = bytes.indexOf(elementEnd, start);
      if (next < 0 || next >= end) break;
      texts.push(read(start, next));
      start = next + 1;
    }
    return texts;
  }

  /** A substring of any key or value. */
  match(pattern: Pattern, hits: Bitmap): void {
    const keys = new Dictionary();
    const lists = this.shapes.map((shape) => shape.keys.map((key) => keys.code(key)));
    const matching = keys.matching(pattern);
    const flags = Uint8Array.from(lists, (list) =>
      list.some((key) => matching[key] === 1) ? 1 : 0,
    );
    hits.addFlagged(this.shapeCodes.data, flags);
    this.folded.search(new BytePattern(pattern), hits);
  }

  /** Any value that is a number and lies between. */
  within(from: Bound | null, to: Bound | null, hits: Bitmap): void {
    const keepsKeys = this.perShape(({ leaves }) => leaves.includes('mixed'));
    this.folded.forEach((row, bytes, start, end) => {
      // Leaves that have keys among their texts do not tell them from values.
      const found = keepsKeys.of(row)
        ? someWithin(allValues(this.original(row)), from, to)
        : hasNumber(bytes, start, end, from, to);
      if (found) hits.add(row);
    });
  }

  present(hits: Bitmap): void {
    const flags = Uint8Array.from(this.shapes, ({ signature }) => (signature === '{}' ? 0 : 1));
    hits.addFlagged(this.shapeCodes.data, flags);
  }

  ranks(): Uint32Array {
    return rankEntries(this.folded);
  }

  /** Counts the keys, not what stands at them. */
  counts(set: Bitmap, wish: CountWish): ValueCounts {
    const lists = new ListTable();
    const counts: number[] = [0];
    const count = (keys: readonly string[], rows: number) => {
      const code = lists.code(keys);
      counts[code] = (counts[code] ?? 0) + rows;
    };
    const byShape = set.countCodes(this.shapeCodes.data, this.shapes.length);
    const isMixed = new Uint8Array(this.shapes.length);
    this.shapes.forEach(({ root }, shape) => {
      const rows = byShape[shape] ?? 0;
      if (rows === 0) return;
      if (root.kind === 'object') count([...root.children.keys()], rows);
      else isMixed[shape] = 1;
    });
    if (isMixed.includes(1)) {
      const mixedRows = new Bitmap(set.length);
      mixedRows.addFlagged(this.shapeCodes.data, isMixed);
      mixedRows.and(set).forEach((row) => count(Object.keys(this.original(row)), 1));
    }
    return { ...lists.top(Uint32Array.from(counts), wish), empty: emptyIn(this, set) };
  }

  /**
   * How many rows have something at each KEY of `details.KEY`, nested ones included. Told by forms
   * alone: of rows whose details have no form of their own only what others have, too, is known.
   */
  paths(): Map<string, number> {
    const rows = new Bitmap(this.rows).fill();
    const byShape = rows.countCodes(this.shapeCodes.data, this.shapes.length);
    const counts = new Map<string, number>();
    this.shapes.forEach(({ root }, shape) => {
      const events = byShape[shape] ?? 0;
      if (events === 0) return;
      for (const path of new Set(pathsOf(root))) {
        // A key with dots in its own name hides what lies deeper under the same path.
        if (hasValue(nodeAt(root, path))) counts.set(path, (counts.get(path) ?? 0) + events);
      }
    });
    return counts;
  }

  reserve(rows: number): void {
    this.shapeCodes.reserve(rows);
    this.folded.reserve(rows);
  }

  truncate(rows: number): void {
    this.shapeCodes.length = Math.min(this.shapeCodes.length, rows);
    this.folded.truncate(rows);
    this.originalRows.truncate(rows);
    this.originals.truncate(this.originalRows.length);
    const unused = this.shapes.splice(sizeOf(this.shapeCodes, this.rows));
    for (const { signature } of unused) this.codeOfShape.delete(signature);
  }

  /** How many bytes the rows from `first` up to `last` take. */
  bytesBetween(first: number, last: number): number {
    return this.folded.bytesBetween(first, last);
  }

  /** How much there is. */
  mark(): DetailsMark {
    return { rows: this.rows, shapes: this.shapes.length, originals: this.originalRows.length };
  }

  /** How much there was when there were so many rows; `known`: of not more rows than these. */
  markAt(rows: number, known: DetailsMark): DetailsMark {
    const shapes = sizeOf(this.shapeCodes, rows, { rows: known.rows, size: known.shapes });
    return { rows, shapes, originals: this.originalRows.before(rows) };
  }

  write(writer: BatchWriter, from: DetailsMark, to: DetailsMark): void {
    const added = this.shapes.slice(from.shapes, to.shapes);
    writer.uint32(from.shapes);
    writer.uint32(added.length);
    if (added.length > 0) writer.json(added.map((shape) => shape.signature));
    writer.codes(this.shapeCodes, from.rows, to.rows);
    this.folded.write(writer, from.rows, to.rows);
    this.originalRows.write(writer, from.originals, to.originals);
    this.originals.write(writer, from.originals, to.originals);
  }

  read(reader: BatchReader, rows: number): void {
    if (reader.uint32() !== this.shapes.length) damaged();
    const added = reader.uint32();
    if (added > 0) this.readShapes(reader.json());
    reader.codesInto(this.shapeCodes, rows, this.shapes.length - 1);
    this.folded.read(reader, rows);
    this.originals.read(reader, this.originalRows.read(reader, this.rows));
  }

  private readShapes(signatures: unknown): void {
    if (!Array.isArray(signatures)) damaged();
    for (const signature of signatures as unknown[]) {
      const code = this.shapes.length;
      if (typeof signature !== 'string' || this.shapeCode(signature) !== code) damaged();
    }
  }

  private shapeCode(signature: string): number {
    const known = this.codeOfShape.get(signature);
    if (known !== undefined) return known;
    const code = this.shapes.length;
    this.shapes.push(parseShape(signature));
    this.codeOfShape.set(signature, code);
    return code;
  }

  private addLeaves(
    arena: Arena,
    leaves: string[][],
    isScalar: readonly boolean[],
    write: typeof writeFolded,
  ): void {
    let most = 0;
    for (const texts of leaves) {
      most += 1;
      for (const text of texts) most += maxBytes(text.length) + 1;
    }
    if (most > this.scratch.length) this.scratch = Buffer.allocUnsafe(most * 2);
    const { scratch } = this;
    let at = 0;
    leaves.forEach((texts, leaf) => {
      for (const text of texts) {
        at = write(text, scratch, at);
        if (isScalar[leaf] !== true) scratch[at++] = elementEnd;
      }
      scratch[at++] = valueEnd;
    });
    arena.addBytes(scratch, 0, at);
  }
}

/** Where the next leaf but so many begins, `to` at most. */
function startOfLeaf(bytes: Buffer, from: number, to: number, leaves: number): number {
  let left = leaves;
  let at = from;
  while (left > 0 && at < to) {
    if (bytes[at] === valueEnd) left -= 1;
    at += 1;
  }
  return at;
}

/** Where the leaf ends that begins at `from`; below zero where folding might change its text. */
function plainEnd(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && isPlain(bytes[at] ?? 0)) at += 1;
  return bytes[at] === valueEnd && at < to ? at + 1 : -1;
}

/** Where a leaf lies among those of an entry, with its end; null where there are fewer. */
function leafIn({ bytes, from, to }: Slice, leaf: number): Slice | null {
  const start = startOfLeaf(bytes, from, to, leaf);
  const end = bytes.indexOf(valueEnd, start);
  return start < to && end >= 0 && end < to ? { bytes, from: start, to: end + 1 } : null;
}

function writeUtf8(text: string, into: Uint8Array, at: number): number {
  return at + Buffer.from(into.buffer, into.byteOffset, into.length).write(text, at);
}
