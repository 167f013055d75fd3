import type { MappedEvent } from '../../../shared/event.ts';
import type { EventState, FieldRef, QueryField } from '../../../shared/query/query.ts';
import type { StackField } from '../../../shared/session.ts';
import type { Extent, Part, RowSource } from '../event-index.ts';
import { damaged, type BatchReader, type BatchWriter } from './batch.ts';
import type { Bitmap } from './bitmap.ts';
import { CodeColumn } from './code-column.ts';
import type { Column } from './column.ts';
import { Dictionary } from './dictionary.ts';
import { EventFlags } from './event-flags.ts';
import { sizeOf } from './growable.ts';
import { KeyColumn } from './key-column.ts';
import { LateDetails, type LateItem } from './late-details.ts';
import { ListTable } from './list-table.ts';
import { NameColumn } from './name-column.ts';
import { rawColumn, timeColumn } from './other-columns.ts';
import { RowColumns } from './row-columns.ts';
import { TextPool } from './text-pool.ts';
import { TimeOrder } from './time-order.ts';

const mostKeyColumns = 32;

/** About as much as a piece holds at most, so that it is written and read in one go. */
const pieceBytes = 2 ** 25;

/** Every field of every event: what came with it, what came later, and what people added. */
export class EventColumns {
  readonly fields: RowColumns;
  readonly late: LateDetails;
  readonly names: NameColumn;
  readonly persons: NameColumn;
  readonly tags = new CodeColumn(new ListTable());
  readonly notes = new CodeColumn(new Dictionary());
  readonly flags: EventFlags;
  readonly order: TimeOrder;
  private readonly file: RowSource;
  private readonly pool = new TextPool();
  private readonly keys = new Map<string, KeyColumn>();
  private readonly columns: Record<QueryField, () => Column>;

  constructor(file: RowSource) {
    this.file = file;
    this.fields = new RowColumns(file, this.pool);
    this.late = new LateDetails(this.pool, (row) => file.mapped(row).content);
    const { coded, times, ids, rules, texts, details } = this.fields;
    const { source, event, actor, actorName: own } = coded;
    this.names = new NameColumn({ source, actor, own });
    this.persons = new NameColumn({ source, actor, own: null });
    this.flags = new EventFlags({ source, event, actor });
    this.order = new TimeOrder(times, ids.texts);
    const time = timeColumn(times, this.order);
    const raw = rawColumn((row) => file.raw(row));
    this.columns = {
      source: () => source,
      event: () => event,
      actor: () => actor,
      actorType: () => coded.actorType,
      target: () => coded.target,
      targetType: () => coded.targetType,
      ip: () => coded.ip,
      userAgent: () => coded.userAgent,
      application: () => coded.application,
      filter: () => coded.filter,
      actorName: () => this.names.extend(),
      person: () => this.persons.extend(),
      id: () => ids,
      time: () => time,
      rules: () => rules,
      text: () => texts,
      findings: () => this.late.findings,
      content: () => this.late.content,
      details: () => details,
      tags: () => this.tags,
      note: () => this.notes,
      raw: () => raw,
    };
  }

  get rows(): number {
    return this.fields.rows;
  }

  get times() {
    return this.fields.times;
  }

  get coded() {
    return this.fields.coded;
  }

  id(row: number): string {
    return this.fields.id(row);
  }

  /** `among`: of which rows it has to tell, if not of all. */
  column({ name, path }: FieldRef, among: Bitmap | null = null): Column {
    if (path === null) return this.columns[name]();
    const known = this.keys.get(path) ?? new KeyColumn(this.fields.details, path);
    const part = among && known.only(among);
    if (part) return part;
    // The one asked for last stands last; the first is the one to go.
    this.keys.delete(path);
    this.keys.set(path, known);
    const [oldest] = this.keys.keys();
    if (this.keys.size > mostKeyColumns && oldest !== undefined) this.keys.delete(oldest);
    return known;
  }

  /** The codes that bars are taken apart by, for all rows. */
  stacked(field: StackField): CodeColumn {
    if (field === 'tags') return this.tags;
    return field === 'person' ? this.persons.extend() : this.coded[field];
  }

  /** The column, or of findings the one of their methods, which repeat as their values do not. */
  repeating(field: FieldRef): Column {
    if (field.name === 'findings') return this.late.methodsByRow();
    const column = this.column(field);
    return column instanceof KeyColumn ? column.extend() : column;
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
    return this.fields.details.paths();
  }

  /** Adds the rows in this state. */
  addState(state: EventState, hits: Bitmap): void {
    if (state === 'unfetched') this.addUnfetched(hits);
    else this.flags.addTo(state, hits);
  }

  /** Adds events and writes them as a batch. */
  append(events: Iterable<MappedEvent>, writer: BatchWriter): void {
    const from = this.fields.mark();
    const { details: late, texts } = this.extent;
    const brought: LateItem[] = [];
    for (const event of events) {
      const { content, findings } = event;
      if (content !== null || findings !== null)
        brought.push({ row: this.rows, content, findings });
      this.fields.add(event);
    }
    this.setRows();
    for (const item of brought) this.late.add(item);
    this.pool.write(writer, texts);
    this.fields.write(writer, from, this.fields.mark());
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

  /** What makes searching quicker, a step at a time. */
  prepare(): Generator<void, void> {
    return this.pool.prepare();
  }

  /** The orders that take long to find, a step at a time. */
  *prepareOrders(): Generator<void, void> {
    yield* this.fields.texts.prepare();
    yield* this.fields.ids.prepare();
    yield* this.late.prepare();
  }

  /** How much there is of each part. */
  get extent(): Extent {
    return { rows: this.rows, details: this.late.entries, texts: this.pool.size };
  }

  /** Writes up to `most` of a part from `first` on, fewer when they are large. Returns the end. */
  writePiece(part: Part, first: number, most: number, writer: BatchWriter): number {
    writer.uint32(first);
    const bytes = {
      rows: (to: number) => this.fields.bytesBetween(first, to),
      details: (to: number) => this.late.bytesBetween(first, to),
      texts: (to: number) => this.pool.texts.bytesBetween(first, to),
    }[part];
    let to = Math.min(this.extent[part], first + most);
    while (to - first > 1 && bytes(to) > pieceBytes) to = first + ((to - first) >>> 1);
    if (part === 'texts') this.pool.write(writer, first, to);
    else if (part === 'details') this.late.write(writer, first, to);
    else this.fields.write(writer, this.fields.markAt(first), this.fields.markAt(to));
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
    this.fields.reserve(rows);
    this.tags.codes.reserve(rows);
    this.notes.codes.reserve(rows);
  }

  truncate(rows: number): void {
    this.fields.truncate(rows);
    this.names.truncate(rows);
    this.persons.truncate(rows);
    this.order.truncate(rows);
    this.keys.clear();
    this.late.dropUnplaced();
    this.setRows();
    const codes = [this.fields.texts.codes, this.late.contentCodes];
    this.pool.truncate(Math.max(1, ...codes.map((list) => sizeOf(list, list.length))));
  }

  private readRows(reader: BatchReader): void {
    this.fields.read(reader);
    this.setRows();
  }

  /** Events of Jay Guard have details of their own, which are fetched apart. */
  private addUnfetched(hits: Bitmap): void {
    const { codes, table } = this.coded.source;
    const jayguard = table.find('jayguard');
    for (let row = 0; row < hits.length; row += 1) {
      if (codes.at(row) === jayguard && !this.late.hasFindings(row)) hits.add(row);
    }
  }

  /** What is kept apart from batches has a place for every row, too. */
  private setRows(): void {
    this.late.setRows(this.rows);
    this.tags.codes.resize(this.rows);
    this.notes.codes.resize(this.rows);
    this.flags.setRows(this.rows);
  }
}
