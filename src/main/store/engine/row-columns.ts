import { sourceKinds, type EventField, type MappedEvent } from '../../../shared/event.ts';
import { fold } from '../../../shared/query/fold.ts';
import type { RowSource } from '../event-index.ts';
import { damaged, type BatchReader, type BatchWriter } from './batch.ts';
import { CodeColumn } from './code-column.ts';
import type { CodeList } from './code-list.ts';
import { DetailsColumn, type DetailsMark } from './details-column.ts';
import { Dictionary } from './dictionary.ts';
import { readFolded } from './folded-bytes.ts';
import { Float64List, sizeOf } from './growable.ts';
import { ListTable, type ListMark } from './list-table.ts';
import { PooledColumn } from './pooled-column.ts';
import { RowList } from './row-list.ts';
import { TextColumn } from './text-column.ts';
import type { TextPool } from './text-pool.ts';

/** Fields whose values repeat, in the order they lie in a batch. */
const codedFields = [
  'source',
  'event',
  'actor',
  'actorType',
  'actorName',
  'target',
  'targetType',
  'ip',
  'userAgent',
  'application',
  'filter',
] as const satisfies readonly EventField[];
type CodedField = (typeof codedFields)[number];

/** Ids that folding leaves as they are, told without folding them. */
const unfolded = /^[\0-@[-\x7f]*$/;
/** Both kinds of source have their codes from the start. */
const sourceSize = 1 + sourceKinds.length;

/** How much there is of everything that rows bring along. */
interface Mark {
  rows: number;
  /** Sizes of dictionaries, as `codedFields` go. */
  values: readonly number[];
  rules: ListMark;
  foldedIds: number;
  details: DetailsMark;
}

const nothing: Mark = {
  rows: 0,
  values: codedFields.map((field) => (field === 'source' ? sourceSize : 1)),
  rules: { lists: 1, values: 1 },
  foldedIds: 0,
  details: { rows: 0, shapes: 0, originals: 0 },
};

/** What an event says when it comes, a place for each row; and how that lies in a batch. */
export class RowColumns {
  readonly times = new Float64List();
  readonly coded: Record<CodedField, CodeColumn<Dictionary>>;
  readonly rules = new CodeColumn(new ListTable());
  readonly ids: TextColumn;
  readonly texts: PooledColumn;
  readonly details: DetailsColumn;
  private readonly file: RowSource;
  private readonly pool: TextPool;
  /** Rows whose id folding changed: theirs comes from the file. */
  private readonly foldedIds = new RowList();
  /** What `markAt` said, of ever more rows: where one piece ends the next begins. */
  private marks: Mark[] = [nothing];

  constructor(file: RowSource, pool: TextPool) {
    this.file = file;
    this.pool = pool;
    const coded = () => new CodeColumn(new Dictionary());
    this.coded = {
      source: coded(),
      event: coded(),
      actor: coded(),
      actorType: coded(),
      actorName: coded(),
      target: coded(),
      targetType: coded(),
      ip: coded(),
      userAgent: coded(),
      application: coded(),
      filter: coded(),
    };
    for (const kind of sourceKinds) this.coded.source.table.code(kind);
    this.ids = new TextColumn((row) => file.mapped(row).id);
    this.texts = new PooledColumn(pool, (row) => file.mapped(row).text);
    this.details = new DetailsColumn((row) => file.mapped(row).details);
  }

  get rows(): number {
    return this.times.length;
  }

  id(row: number): string {
    if (this.foldedIds.indexOf(row) >= 0) return this.file.mapped(row).id;
    const { bytes, from, to } = this.ids.texts.slice(row);
    return readFolded(bytes, from, to - 1);
  }

  add(event: MappedEvent): void {
    this.times.push(event.time);
    for (const field of codedFields) {
      const { table, codes } = this.coded[field];
      const value = event[field];
      codes.push(value === null ? 0 : table.code(value));
    }
    this.rules.codes.push(this.rules.table.code(event.rules));
    this.ids.add(event.id);
    if (!unfolded.test(event.id) && fold(event.id) !== event.id) this.foldedIds.push(this.rows - 1);
    this.texts.add(event.text);
    this.details.add(event.details);
  }

  /** Makes room for so many rows more. */
  reserve(rows: number): void {
    this.times.reserve(rows);
    for (const field of codedFields) this.coded[field].codes.reserve(rows);
    this.rules.codes.reserve(rows);
    this.texts.codes.reserve(rows);
    this.ids.reserve(rows);
    this.details.reserve(rows);
  }

  truncate(rows: number): void {
    this.marks = this.marks.filter((mark) => mark.rows <= rows);
    const { values, rules } = this.markAt(Math.min(this.rows, rows));
    this.times.length = Math.min(this.times.length, rows);
    codedFields.forEach((field, i) => {
      const { table, codes } = this.coded[field];
      codes.length = Math.min(codes.length, rows);
      table.truncate(values[i] ?? 0);
    });
    this.rules.codes.length = Math.min(this.rules.codes.length, rows);
    this.rules.table.truncate(rules.lists);
    this.ids.truncate(rows);
    this.foldedIds.truncate(rows);
    this.texts.codes.length = Math.min(this.texts.codes.length, rows);
    this.details.truncate(rows);
  }

  /** How many bytes the rows from `first` up to `last` take, roughly. */
  bytesBetween(first: number, last: number): number {
    return this.ids.texts.bytesBetween(first, last) + this.details.bytesBetween(first, last);
  }

  mark(): Mark {
    return {
      rows: this.rows,
      values: codedFields.map((field) => this.coded[field].table.size),
      rules: this.rules.table.mark(),
      foldedIds: this.foldedIds.length,
      details: this.details.mark(),
    };
  }

  /**
   * What `mark` said when there were so many rows. Only the rows since the mark before are looked at:
   * with all of them each piece of ten million took as long as all that it brings.
   */
  markAt(rows: number): Mark {
    const known = this.marks.findLast((mark) => mark.rows <= rows) ?? nothing;
    if (known.rows === rows) return known;
    const sizeAt = (codes: CodeList, size: number) =>
      sizeOf(codes, rows, { rows: known.rows, size });
    const mark = {
      rows,
      values: codedFields.map((field, i) => sizeAt(this.coded[field].codes, known.values[i] ?? 0)),
      rules: this.rules.table.markAt(sizeAt(this.rules.codes, known.rules.lists)),
      foldedIds: this.foldedIds.before(rows),
      details: this.details.markAt(rows, known.details),
    };
    if (rows > (this.marks.at(-1)?.rows ?? 0)) this.marks.push(mark);
    return mark;
  }

  write(writer: BatchWriter, from: Mark, to: Mark): void {
    writer.uint32(from.rows);
    writer.uint32(to.rows - from.rows);
    writer.float64s(this.times, from.rows, to.rows);
    codedFields.forEach((field, i) => {
      const { table, codes } = this.coded[field];
      table.write(writer, from.values[i] ?? 0, to.values[i] ?? 0);
      writer.codes(codes, from.rows, to.rows);
    });
    this.rules.table.write(writer, from.rules, to.rules);
    writer.codes(this.rules.codes, from.rows, to.rows);
    this.ids.write(writer, from.rows, to.rows);
    this.foldedIds.write(writer, from.foldedIds, to.foldedIds);
    writer.uint32s(this.texts.codes, from.rows, to.rows);
    this.details.write(writer, from.details, to.details);
  }

  read(reader: BatchReader): void {
    if (reader.uint32() !== this.rows) damaged();
    const count = reader.count(8);
    reader.float64sInto(this.times, count);
    for (const field of codedFields) {
      const { table, codes } = this.coded[field];
      table.read(reader);
      reader.codesInto(codes, count, table.size - 1);
    }
    this.rules.table.read(reader);
    reader.codesInto(this.rules.codes, count, this.rules.table.size - 1);
    this.ids.read(reader, count);
    this.foldedIds.read(reader, this.rows);
    if (reader.version === 1) this.pool.readEach(reader, count, this.texts.codes);
    else reader.uint32sInto(this.texts.codes, count, this.pool.size - 1);
    this.details.read(reader, count);
  }
}
