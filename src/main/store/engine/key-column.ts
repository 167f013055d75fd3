import type { Bound, Pattern } from '../../../shared/query/query.ts';
import { Bitmap } from './bitmap.ts';
import { CodeColumn } from './code-column.ts';
import { emptyIn, type CountWish, type ValueCounts } from './column.ts';
import { nodeAt, type Node } from './detail-shape.ts';
import { isPresent, resolvePath, textsOf } from './detail-values.ts';
import type { DetailsColumn } from './details-column.ts';
import { Dictionary } from './dictionary.ts';
import { ListTable } from './list-table.ts';

/** A text that one row in so many has, or fewer, is looked for before its column is made. */
const seldom = 16;

/** One `details.KEY` as a column of its own, made when it is first needed. */
export class KeyColumn extends CodeColumn<ListTable> {
  private readonly details: DetailsColumn;
  private readonly path: string;
  /** The rows that have the key, as far as they were looked at. */
  private known: Bitmap | null = null;

  constructor(details: DetailsColumn, path: string) {
    super(new ListTable(new Dictionary({ numbersFirst: true })));
    this.details = details;
    this.path = path;
  }

  private get isMade(): boolean {
    return this.codes.length === this.details.rows;
  }

  /** Brings the column up to the rows there are. */
  extend(): this {
    const { codes, details, path } = this;
    if (this.isMade) return this;
    const first = codes.length;
    codes.resize(details.rows);
    details.forEachAt(path, first, this.take);
    return this;
  }

  /** A column that knows of these rows only, which may be few; null where all are known. */
  only(rows: Bitmap): KeyColumn | null {
    const { details, path } = this;
    if (this.isMade) return null;
    const column = new KeyColumn(details, path);
    column.codes.resize(details.rows);
    details.forEachOf(path, rows, column.take);
    return column;
  }

  private readonly take = (row: number, node: Node, bytes: Buffer, from: number, to: number) => {
    const { codes, details, table } = this;
    if (node.kind !== 'value') return codes.set(row, table.code(this.listOf(row, node)));
    const value =
      from < 0
        ? table.values.code(details.leaf(row, node.leaf, false)[0] ?? '')
        : table.values.codeOfPlain(bytes, from, to);
    codes.set(row, table.codeOfOne(value));
  };

  override match(pattern: Pattern, hits: Bitmap): void {
    const holding = this.isMade ? null : this.details.holding(this.path, pattern, hits);
    const isSeldom = holding && holding.size * seldom < hits.length;
    const part = isSeldom ? this.only(holding) : null;
    if (part) part.matchMade(pattern, hits);
    else this.extend().matchMade(pattern, hits);
  }

  private matchMade(pattern: Pattern, hits: Bitmap): void {
    super.match(pattern, hits);
  }

  override within(from: Bound | null, to: Bound | null, hits: Bitmap): void {
    this.extend();
    super.within(from, to, hits);
  }

  override ranks(): Uint32Array {
    this.extend();
    return super.ranks();
  }

  override present(hits: Bitmap): void {
    this.extend();
    hits.or(this.presentRows(hits.length));
  }

  /** Whether a key is there does not follow from its texts alone. */
  override counts(set: Bitmap, wish: CountWish): ValueCounts {
    this.extend();
    return { ...super.counts(set, wish), empty: emptyIn(this, set) };
  }

  /** Made once for so many rows: what an event says never changes. */
  private presentRows(rows: number): Bitmap {
    if (this.known?.length === rows) return this.known;
    const hits = new Bitmap(rows);
    const { details, path } = this;
    const values = this.table.values.present();
    const nodes = details.perShape((shape) => nodeAt(shape.root, path));
    for (let row = 0; row < hits.length; row += 1) {
      const node = nodes.of(row);
      if (node.kind === 'null' || node.kind === 'empty') continue;
      if (node.kind === 'value') {
        const [value = 0] = this.table.list(this.codes.at(row));
        if (values[value] === 1) hits.add(row);
      } else if (node.kind === 'list') hits.add(row);
      else if (node.kind === 'object') {
        if (node.children.size > 0) hits.add(row);
      } else if (this.resolve(row).some(isPresent)) hits.add(row);
    }
    this.known = hits;
    return hits;
  }

  private listOf(row: number, node: Node): string[] {
    if (node.kind === 'list') return this.details.leaf(row, node.leaf, true);
    if (node.kind === 'empty') return [];
    return this.resolve(row).flatMap(textsOf).map(wellFormed);
  }

  private resolve(row: number): unknown[] {
    return resolvePath(this.details.original(row), this.path);
  }
}

/** As texts that did not come from the file read: without lone surrogates. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
