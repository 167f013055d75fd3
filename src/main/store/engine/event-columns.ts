import { sourceKinds, type EventField, type MappedEvent } from '../../../shared/event.ts';
import { fold } from '../../../shared/query/fold.ts';
import type { EventState, FieldRef, QueryField } from '../../../shared/query/query.ts';
import type { StackField } from '../../../shared/session.ts';
import type { Extent, Part, RowSource } from '../event-index.ts';
import { damaged, type BatchReader, type BatchWriter } from './batch.ts';
import { CodeColumn } from './code-column.ts';
import type { Bitmap } from './bitmap.ts';
import type { Column } from './column.ts';
import { DetailsColumn, type DetailsMark } from './details-column.ts';
import { Dictionary } from './dictionary.ts';
import { EventFlags } from './event-flags.ts';
import { readFolded } from './folded-bytes.ts';
import { Float64List, sizeOf } from './growable.ts';
import { KeyColumn } from './key-column.ts';
import { LateDetails, type LateItem } from './late-details.ts';
import { ListTable, type ListMark } from './list-table.ts';
import { NameColumn } from './name-column.ts';
import { RowList } from './row-list.ts';
import { rawColumn, timeColumn } from './other-columns.ts';
import { PooledColumn } from './pooled-column.ts';
import { TextColumn } from './text-column.ts';
import { TextPool } from './text-pool.ts';
import { TimeOrder } from './time-order.ts';

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
const mostKeyColumns = 32;
/** Both kinds of source have their codes from the start. */
const sourceSize = 1 + sourceKinds.length;

/** About as much as a piece holds at most, so that it is written and read in one go. */
const pieceBytes = 2 ** 25;

/** How much there is of everything that rows bring along. */
interface Mark {
  rows: number;
  /** Sizes of dictionaries, as `codedFields` go. */
  values: number[];
  rules: ListMark;
  foldedIds: number;
  details: DetailsMark;
}

/** Every field of every event, and the batches they are written in. */
export class EventColumns {
  readonly times = new Float64List();
  readonly coded: Record<CodedField, CodeColumn<Dictionary>>;
  readonly ids: TextColumn;
  /** Rows whose id folding changed: theirs comes from the file. */
  private readonly foldedIds = new RowList();
  private readonly file: RowSource;
  readonly late: LateDetails;
  readonly names: NameColumn;
  readonly persons: NameColumn;
  readonly tags = new CodeColumn(new ListTable());
  readonly notes = new CodeColumn(new Dictionary());
  readonly flags: EventFlags;
  readonly order: TimeOrder;
  private readonly pool = new TextPool();
  private readonly texts: PooledColumn;
  private readonly rules = new CodeColumn(new ListTable());
  private readonly details: DetailsColumn;
  private readonly keys = new Map<string, KeyColumn>();
  private readonly columns: Record<QueryField, () => Column>;

  constructor(file: RowSource) {
    this.file = file;
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
    this.texts = new PooledColumn(this.pool, (row) => file.mapped(row).text);
    this.details = new DetailsColumn((row) => file.mapped(row).details);
    this.late = new LateDetails(this.pool, (row) => file.mapped(row).content);
    const { source, event, actor, actorName: own } = this.coded;
    this.names = new NameColumn({ source, actor, own });
    this.persons = new NameColumn({ source, actor, own: null });
    this.flags = new EventFlags({ source, event, actor });
    this.order = new TimeOrder(this.times, this.ids.texts);
    const time = timeColumn(this.times, this.order);
    const raw = rawColumn((row) => file.raw(row));
    this.columns = {
      source: () => this.coded.source,
      event: () => this.coded.event,
      actor: () => this.coded.actor,
      actorType: () => this.coded.actorType,
      target: () => this.coded.target,
      targetType: () => this.coded.targetType,
      ip: () => this.coded.ip,
      userAgent: () => this.coded.userAgent,
      application: () => this.coded.application,
      filter: () => this.coded.filter,
      actorName: () => this.names.extend(),
      person: () => this.persons.extend(),
      id: () => this.ids,
      time: () => time,
      rules: () => this.rules,
      text: () => this.texts,
      findings: () => this.late.findings,
      content: () => this.late.content,
      details: () => this.details,
      tags: () => this.tags,
      note: () => this.notes,
      raw: () => raw,
    };
  }

  get rows(): number {
    return this.times.length;
  }

  column({ name, path }: FieldRef): Column {
    if (path === null) return this.columns[name]();
    const known = this.keys.get(path) ?? new KeyColumn(this.details, path);
    // The one asked for last stands last; the first is the one to go.
    this.keys.delete(path);
    this.keys.set(path, known);
    const [oldest] = this.keys.keys();
    if (this.keys.size > mostKeyColumns && oldest !== undefined) this.keys.delete(oldest);
    return known.extend();
  }

  /** The codes that bars are taken apart by, for all rows. */
  stacked(field: StackField): CodeColumn {
    if (field === 'tags') return this.tags;
    return field === 'person' ? this.persons.extend() : this.coded[field];
  }

  /** The column, or of findings the one of their methods, which repeat as their values do not. */
  repeating(field: FieldRef): Column {
    return field.name === 'findings' ? this.late.methodsByRow() : this.column(field);
  }

  /** A row's values of a field that does not repeat, as they came. */
  values(row: number, { name }: FieldRef): string[] {
    if (name === 'id') return [this.id(row)];
    if (name !== 'text' && name !== 'content') return [];
    const text = this.file.mapped(row)[name];
    return text === null ? [] : [text];
  }

  /** How many rows have each KEY of `details.KEY`. */
  detailPaths(): Map<string, number> {
    return this.details.paths();
  }

  /** Adds the rows in this state. */
  addState(state: EventState, hits: Bitmap): void {
    if (state === 'unfetched') this.addUnfetched(hits);
    else this.flags.addTo(state, hits);
  }

  /** Adds events and writes them as a batch. */
  append(events: readonly MappedEvent[], writer: BatchWriter): void {
    const from = this.mark();
    const { details: late, texts } = this.extent;
    const first = this.rows;
    for (const event of events) this.add(event);
    this.setRows();
    events.forEach(({ content, findings }, i) => {
      if (content !== null || findings !== null)
        this.late.add({ row: first + i, content, findings });
    });
    this.pool.write(writer, texts);
    this.writeRows(writer, from, this.mark());
    this.late.write(writer, late);
  }

  load(reader: BatchReader): void {
    if (reader.version > 1) this.pool.read(reader);
    if (reader.kind === 'rows') this.readRows(reader);
    this.late.read(reader);
    reader.end();
  }

  appendDetails(items: readonly LateItem[], writer: BatchWriter): void {
    const { details, texts } = this.extent;
    for (const item of items) this.late.add(item);
    this.pool.write(writer, texts);
    this.late.write(writer, details);
  }

  /** What takes long when it is first asked for, a step at a time. */
  prepare(): Generator<void, void> {
    return this.pool.prepare();
  }

  /** How much there is of each part. */
  get extent(): Extent {
    return { rows: this.rows, details: this.late.entries, texts: this.pool.size };
  }

  /** Writes up to `most` of a part from `first` on, fewer when they are large. Returns the end. */
  writePiece(part: Part, first: number, most: number, writer: BatchWriter): number {
    writer.uint32(first);
    const bytes = {
      rows: (to: number) =>
        this.ids.texts.bytesBetween(first, to) + this.details.bytesBetween(first, to),
      details: (to: number) => this.late.bytesBetween(first, to),
      texts: (to: number) => this.pool.texts.bytesBetween(first, to),
    }[part];
    let to = Math.min(this.extent[part], first + most);
    while (to - first > 1 && bytes(to) > pieceBytes) to = first + ((to - first) >>> 1);
    if (part === 'texts') this.pool.write(writer, first, to);
    else if (part === 'details') this.late.write(writer, first, to);
    else this.writeRows(writer, this.markAt(first), this.markAt(to));
    return to;
  }

  readPiece(part: Part, reader: BatchReader): void {
    if (reader.uint32() !== this.extent[part]) damaged();
    if (part === 'texts') this.pool.read(reader);
    else if (part === 'details') this.late.read(reader);
    else this.readRows(reader);
    reader.end();
  }

  /** To be read before any row: it tells how many rows the pieces bring. */
  readOrder(reader: BatchReader): void {
    if (this.rows > 0) damaged();
    const rows = this.order.read(reader);
    reader.end();
    this.times.reserve(rows);
    for (const field of codedFields) this.coded[field].codes.reserve(rows);
    this.rules.codes.reserve(rows);
    this.texts.codes.reserve(rows);
    this.tags.codes.reserve(rows);
    this.notes.codes.reserve(rows);
    this.ids.reserve(rows);
    this.details.reserve(rows);
  }

  private mark(): Mark {
    return {
      rows: this.rows,
      values: codedFields.map((field) => this.coded[field].table.size),
      rules: this.rules.table.mark(),
      foldedIds: this.foldedIds.length,
      details: this.details.mark(),
    };
  }

  /** What `mark` said when there were so many rows. */
  private markAt(rows: number): Mark {
    return {
      rows,
      values: codedFields.map((field) => this.valuesAt(field, rows)),
      rules: this.rules.table.markAt(Math.max(1, sizeOf(this.rules.codes, rows))),
      foldedIds: this.foldedIds.before(rows),
      details: this.details.markAt(rows),
    };
  }

  private valuesAt(field: CodedField, rows: number): number {
    const least = field === 'source' ? sourceSize : 1;
    return Math.max(least, sizeOf(this.coded[field].codes, rows));
  }

  private writeRows(writer: BatchWriter, from: Mark, to: Mark): void {
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

  private readRows(reader: BatchReader): void {
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
    this.setRows();
  }

  truncate(rows: number): void {
    this.times.length = Math.min(this.times.length, rows);
    for (const field of codedFields) {
      const { table, codes } = this.coded[field];
      codes.length = Math.min(codes.length, rows);
      table.truncate(this.valuesAt(field, codes.length));
    }
    const { codes: rules, table } = this.rules;
    rules.length = Math.min(rules.length, rows);
    table.truncate(Math.max(1, sizeOf(rules, rules.length)));
    this.ids.truncate(rows);
    this.foldedIds.truncate(rows);
    this.texts.codes.length = Math.min(this.texts.codes.length, rows);
    this.details.truncate(rows);
    this.names.truncate(rows);
    this.persons.truncate(rows);
    this.order.truncate(rows);
    this.keys.clear();
    this.late.dropUnplaced();
    this.setRows();
    const codes = [this.texts.codes, this.late.contentCodes];
    this.pool.truncate(Math.max(1, ...codes.map((list) => sizeOf(list, list.length))));
  }

  id(row: number): string {
    if (this.foldedIds.indexOf(row) >= 0) return this.file.mapped(row).id;
    const { bytes, from, to } = this.ids.texts.slice(row);
    return readFolded(bytes, from, to - 1);
  }

  /** Events of Jay Guard have details of their own, which are fetched apart. */
  private addUnfetched(hits: Bitmap): void {
    const { codes, table } = this.coded.source;
    const jayguard = table.find('jayguard');
    for (let row = 0; row < hits.length; row += 1) {
      if (codes.at(row) === jayguard && !this.late.hasFindings(row)) hits.add(row);
    }
  }

  private add(event: MappedEvent): void {
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

  /** What is kept apart from batches has a place for every row, too. */
  private setRows(): void {
    this.late.setRows(this.rows);
    this.tags.codes.resize(this.rows);
    this.notes.codes.resize(this.rows);
    this.flags.setRows(this.rows);
  }
}
