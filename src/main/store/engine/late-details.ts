import { z } from 'zod';
import type { Finding } from '../../../shared/event.ts';
import { fold } from '../../../shared/query/fold.ts';
import type { Bound, Pattern } from '../../../shared/query/query.ts';
import { Arena } from './arena.ts';
import { damaged, type BatchReader, type BatchWriter } from './batch.ts';
import { Bitmap } from './bitmap.ts';
import { BytePattern } from './byte-pattern.ts';
import { CodeColumn } from './code-column.ts';
import { emptyIn, type Column, type CountWish, type ValueCounts } from './column.ts';
import { Uint32List } from './growable.ts';
import { ListTable } from './list-table.ts';
import { PooledTexts } from './pooled-texts.ts';
import { countTexts } from './text-column.ts';
import type { TextPool } from './text-pool.ts';
import { addNumbers } from './value-table.ts';

export interface LateItem {
  row: number;
  content: string | null;
  /** null: not fetched. */
  findings: readonly Finding[] | null;
}

const listsSchema = z.array(z.array(z.string()));
const nowhere = 0xffffffff;

/**
 * `content` and `findings`, which come after their events and in any order: entries, each of a row.
 * The last entry of a row counts. Batches name their methods themselves, so that any of them can
 * fail without the others.
 */
export class LateDetails {
  private readonly rowOf = new Uint32List();
  /** For each row its entry + 1, or 0. */
  private readonly entryOf = new Uint32List();
  private readonly contents: PooledTexts;
  private readonly pool: TextPool;
  private readonly values = new Arena();
  /** Methods by entry; code 0 when findings were not fetched. */
  private readonly methods = new CodeColumn(new ListTable());
  private changes = 0;

  readonly content: Column;
  readonly findings: Column;

  /** `original` gives a row's content as it came. */
  constructor(pool: TextPool, original: (row: number) => string | null) {
    this.pool = pool;
    this.contents = new PooledTexts(pool);
    this.content = this.contentColumn(original);
    this.findings = this.findingsColumn();
  }

  get entries(): number {
    return this.rowOf.length;
  }

  setRows(rows: number): void {
    while (this.entries > 0 && this.rowOf.at(this.entries - 1) >= rows) this.dropLast();
    for (let entry = 0; entry < this.entries && rows < this.entryOf.length; entry += 1) {
      if (this.rowOf.at(entry) >= rows) this.rowOf.data[entry] = nowhere;
    }
    this.entryOf.resize(rows);
  }

  add({ row, content, findings }: LateItem): void {
    if (row >= this.entryOf.length) throw new RangeError('no such row');
    this.contents.add(content);
    this.values.addValues((findings ?? []).map((finding) => fold(finding.value)));
    const methods = findings?.map((finding) => finding.method);
    this.methods.codes.push(methods ? this.methods.table.code(methods) : 0);
    this.place(row);
  }

  hasFindings(row: number): boolean {
    const entry = this.entryOf.at(row);
    return entry > 0 && this.methods.codes.at(entry - 1) > 0;
  }

  methodsOf(row: number): string[] | null {
    const { codes, table } = this.methods;
    return this.hasFindings(row) ? table.texts(codes.at(this.entryOf.at(row) - 1)) : null;
  }

  /** The methods of every row as they are now; code 0 where nothing was fetched. */
  methodsByRow(): CodeColumn<ListTable> {
    const column = new CodeColumn(this.methods.table);
    column.codes.append(
      Uint32Array.from({ length: this.entryOf.length }, (_, row) => {
        const entry = this.entryOf.at(row);
        return entry === 0 ? 0 : this.methods.codes.at(entry - 1);
      }),
    );
    return column;
  }

  /** The codes of contents, by entry. */
  get contentCodes(): Uint32List {
    return this.contents.codes;
  }

  /** How many bytes the entries from `first` up to `last` take, beside their contents. */
  bytesBetween(first: number, last: number): number {
    return this.values.bytesBetween(first, last);
  }

  /** Writes the entries from `first` up to `last`. */
  write(writer: BatchWriter, first: number, last = this.entries): void {
    const codes = this.methods.codes.data.subarray(first, last);
    const distinct = [...new Set(codes)].filter((code) => code > 0);
    const local = new Map(distinct.map((code, index) => [code, index + 1]));
    writer.uint32(last - first);
    if (last === first) return;
    writer.json(distinct.map((code) => this.methods.table.texts(code)));
    writer.uint32s(this.rowOf, first, last);
    for (const code of codes) writer.uint32(local.get(code) ?? 0);
    writer.uint32s(this.contentCodes, first, last);
    this.values.write(writer, first, last);
  }

  read(reader: BatchReader): void {
    const count = reader.count(8);
    if (count === 0) return;
    const lists = listsSchema.safeParse(reader.json());
    if (!lists.success) damaged();
    const first = this.entries;
    const { table, codes } = this.methods;
    const codeOf = [0, ...lists.data.map((list) => table.code(list))];
    const rows = new Uint32List();
    reader.uint32sInto(rows, count, this.entryOf.length - 1);
    reader.codesInto(codes, count, lists.data.length);
    for (let entry = first; entry < first + count; entry += 1) {
      codes.set(entry, codeOf[codes.at(entry)] ?? 0);
    }
    if (reader.version === 1) this.pool.readEach(reader, count, this.contentCodes);
    else reader.uint32sInto(this.contentCodes, count, this.pool.size - 1);
    this.values.read(reader, count);
    for (let i = 0; i < count; i += 1) this.place(rows.at(i));
  }

  /** Finds the order of contents a step at a time. */
  prepare(): Generator<void, void> {
    return this.contents.prepare();
  }

  /** Forgets what a batch that failed half way has left. */
  dropUnplaced(): void {
    this.methods.codes.length = Math.min(this.methods.codes.length, this.entries);
    this.contentCodes.length = Math.min(this.contentCodes.length, this.entries);
    this.values.truncate(this.entries);
  }

  private place(row: number): void {
    this.rowOf.push(row);
    this.entryOf.data[row] = this.entries;
    this.changes += 1;
  }

  private dropLast(): void {
    this.rowOf.length -= 1;
    this.dropUnplaced();
  }

  /** Adds the rows whose entries are found; those of rows that are decided are passed over. */
  private ofEntries(find: (entries: Bitmap) => void, hits: Bitmap): void {
    const entries = hits.isMostlyEmpty() ? new Bitmap(this.entries) : this.decided(hits);
    const before = entries.copy().invert();
    find(entries);
    entries.and(before).forEach((entry) => {
      const row = this.rowOf.at(entry);
      if (row < hits.length && this.entryOf.at(row) === entry + 1) hits.add(row);
    });
  }

  /** The entries that need not be searched: those of rows that are in a set, and any that do not count. */
  private decided(rows: Bitmap): Bitmap {
    const entryOf = this.entryOf.data;
    const entries = new Bitmap(this.entries).fill();
    rows.forEachMissing((row) => {
      const entry = entryOf[row] ?? 0;
      if (entry > 0) entries.remove(entry - 1);
    });
    return entries;
  }

  /** Ranks of entries as ranks of rows. */
  private ofRows(ranks: Uint32Array): Uint32Array {
    const result = new Uint32Array(this.entryOf.length);
    for (let row = 0; row < result.length; row += 1) {
      const entry = this.entryOf.at(row);
      if (entry > 0) result[row] = ranks[entry - 1] ?? 0;
    }
    return result;
  }

  private contentColumn(original: (row: number) => string | null): Column {
    const { contents, entryOf } = this;
    const revision = () => this.changes;
    return {
      get revision() {
        return revision();
      },
      match: (pattern: Pattern, hits: Bitmap) =>
        this.ofEntries((entries) => contents.match(pattern, entries), hits),
      present: (hits: Bitmap) => this.ofEntries((entries) => contents.present(entries), hits),
      within: (from: Bound | null, to: Bound | null, hits: Bitmap) =>
        this.ofEntries((entries) => contents.within(from, to, entries), hits),
      ranks: () => this.ofRows(contents.ranks()),
      counts(set: Bitmap, wish: CountWish): ValueCounts {
        const picked = countTexts(set, wish, (row) => {
          const text = entryOf.at(row) > 0 ? original(row) : null;
          return text === null ? [] : [text];
        });
        return { ...picked, empty: emptyIn(this, set) };
      },
    };
  }

  /** A facet and an order of findings are of their methods: values are personal data. */
  private findingsColumn(): Column {
    const { methods, values } = this;
    const revision = () => this.changes;
    return {
      get revision() {
        return revision();
      },
      match: (pattern: Pattern, hits: Bitmap) => {
        const find = (entries: Bitmap) => {
          methods.match(pattern, entries);
          values.search(new BytePattern(pattern), entries);
        };
        this.ofEntries(find, hits);
      },
      present: (hits: Bitmap) => this.ofEntries((entries) => methods.present(entries), hits),
      within: (from: Bound | null, to: Bound | null, hits: Bitmap) => {
        const find = (entries: Bitmap) => {
          methods.within(from, to, entries);
          addNumbers(values, from, to, entries);
        };
        this.ofEntries(find, hits);
      },
      ranks: () => this.ofRows(methods.ranks()),
      counts: (set: Bitmap, wish: CountWish): ValueCounts => {
        const { codes, table } = methods;
        const [entryOf, code] = [this.entryOf.data, codes.data];
        const counts = new Uint32Array(table.size);
        // Rows of which nothing was fetched have no entry, and count as those that have none.
        set.forEach((row) => {
          const entry = entryOf[row] ?? 0;
          const at = entry === 0 ? 0 : (code[entry - 1] ?? 0);
          counts[at] = (counts[at] ?? 0) + 1;
        });
        return methods.told(counts, wish);
      },
    };
  }
}
