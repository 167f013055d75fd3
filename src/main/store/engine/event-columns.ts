import { sourceKinds, type EventField, type MappedEvent } from '../../../shared/event.ts';
import { fold } from '../../../shared/query/fold.ts';
import type { EventState, FieldRef } from '../../../shared/query/query.ts';
import type { RowSource } from '../event-index.ts';
import { damaged, type BatchReader, type BatchWriter } from './batch.ts';
import { CodeColumn } from './code-column.ts';
import type { Bitmap } from './bitmap.ts';
import type { Column } from './column.ts';
import { DetailsColumn } from './details-column.ts';
import { Dictionary } from './dictionary.ts';
import { EventFlags } from './event-flags.ts';
import { readFolded } from './folded-bytes.ts';
import { Float64List, type Uint32List } from './growable.ts';
import { KeyColumn } from './key-column.ts';
import { LateDetails } from './late-details.ts';
import { ListTable } from './list-table.ts';
import { NameColumn } from './name-column.ts';
import { RowList } from './row-list.ts';
import { rawColumn, timeColumn } from './other-columns.ts';
import { TextColumn } from './text-column.ts';
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
  readonly tags = new CodeColumn(new ListTable());
  readonly notes = new CodeColumn(new Dictionary());
  readonly flags: EventFlags;
  readonly order: TimeOrder;
  private readonly texts: TextColumn;
  private readonly rules = new CodeColumn(new ListTable());
  private readonly details: DetailsColumn;
  private readonly keys = new Map<string, KeyColumn>();
  private readonly columns: Record<EventField, () => Column>;

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
    this.texts = new TextColumn((row) => file.mapped(row).text);
    this.details = new DetailsColumn((row) => file.mapped(row).details);
    this.late = new LateDetails((row) => file.mapped(row).content);
    const { source, event, actor, actorName: own } = this.coded;
    this.names = new NameColumn({ source, actor, own });
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

  /** Adds the rows in this state. */
  addState(state: EventState, hits: Bitmap): void {
    if (state === 'unfetched') this.addUnfetched(hits);
    else this.flags.addTo(state, hits);
  }

  /** Adds events and writes them as a batch. */
  append(events: readonly MappedEvent[], writer: BatchWriter): void {
    const first = this.rows;
    const sizes = codedFields.map((field) => this.coded[field].table.size);
    const rules = this.rules.table;
    const ruleSizes = [rules.size, rules.values.size] as const;
    const details = this.details.mark();
    const late = this.late.entries;
    const foldedIds = this.foldedIds.length;
    for (const event of events) this.add(event);
    this.setRows();
    events.forEach(({ content, findings }, i) => {
      if (content !== null || findings !== null)
        this.late.add({ row: first + i, content, findings });
    });
    writer.uint32(first);
    writer.uint32(events.length);
    writer.float64s(this.times, first);
    codedFields.forEach((field, i) => {
      const { table, codes } = this.coded[field];
      table.write(writer, sizes[i] ?? 0);
      writer.uint32s(codes, first);
    });
    rules.write(writer, ...ruleSizes);
    writer.uint32s(this.rules.codes, first);
    this.ids.write(writer, first);
    this.foldedIds.write(writer, foldedIds);
    this.texts.write(writer, first);
    this.details.write(writer, details);
    this.late.write(writer, late);
  }

  load(reader: BatchReader): void {
    if (reader.uint32() !== this.rows) damaged();
    const count = reader.count(8);
    reader.float64sInto(this.times, count);
    for (const field of codedFields) {
      const { table, codes } = this.coded[field];
      table.read(reader);
      reader.uint32sInto(codes, count, table.size - 1);
    }
    this.rules.table.read(reader);
    reader.uint32sInto(this.rules.codes, count, this.rules.table.size - 1);
    this.ids.read(reader, count);
    this.foldedIds.read(reader, this.rows);
    this.texts.read(reader, count);
    this.details.read(reader, count);
    this.setRows();
    this.late.read(reader);
    reader.end();
  }

  truncate(rows: number): void {
    this.times.length = Math.min(this.times.length, rows);
    for (const field of codedFields) {
      const { table, codes } = this.coded[field];
      codes.length = Math.min(codes.length, rows);
      table.truncate(Math.max(field === 'source' ? sourceSize : 1, sizeOf(codes)));
    }
    this.rules.codes.length = Math.min(this.rules.codes.length, rows);
    this.rules.table.truncate(sizeOf(this.rules.codes));
    this.ids.truncate(rows);
    this.foldedIds.truncate(rows);
    this.texts.truncate(rows);
    this.details.truncate(rows);
    this.names.truncate(rows);
    this.order.truncate(rows);
    this.keys.clear();
    this.late.dropUnplaced();
    this.setRows();
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

/** How many codes are in use: one more than the greatest. */
function sizeOf(codes: Uint32List): number {
  let most = 0;
  for (let row = 0; row < codes.length; row += 1) most = Math.max(most, codes.at(row));
  return most + 1;
}
