import { Bitmap } from './bitmap.ts';
import { CodeColumn } from './code-column.ts';
import { emptyIn, type CountWish, type ValueCounts } from './column.ts';
import { nodeAt, type Node } from './detail-shape.ts';
import { isPresent, resolvePath, textsOf } from './detail-values.ts';
import type { DetailsColumn } from './details-column.ts';
import { Dictionary } from './dictionary.ts';
import { ListTable } from './list-table.ts';

/** One `details.KEY` as a column of its own, made when it is first asked for. */
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

  /** Brings the column up to the rows there are. */
  extend(): this {
    const { codes, details, path, table } = this;
    const first = codes.length;
    if (first === details.rows) return this;
    codes.resize(details.rows);
    details.forEachAt(path, first, (row, node, bytes, from, to) => {
      if (node.kind !== 'value') codes.set(row, table.code(this.listOf(row, node)));
      else {
        const value =
          from < 0
            ? table.values.code(details.leaf(row, node.leaf, false)[0] ?? '')
            : table.values.codeOfPlain(bytes, from, to);
        codes.set(row, table.codeOfOne(value));
      }
    });
    return this;
  }

  override present(hits: Bitmap): void {
    hits.or(this.presentRows(hits.length));
  }

  /** Whether a key is there does not follow from its texts alone. */
  override counts(set: Bitmap, wish: CountWish): ValueCounts {
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
