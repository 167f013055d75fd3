import * as fc from 'fast-check';
import type { EventIndex, RowSource, StoredFlag } from '../../src/main/store/event-index.ts';
import { createEventIndex } from '../../src/main/store/engine/index.ts';
import { formatInstant } from '../../src/shared/instant.ts';
import type { Finding, MappedEvent, SourceKind } from '../../src/shared/event.ts';
import { flags, type Flag, type Marks } from '../../src/shared/session.ts';
import * as arbitrary from './arbitrary-events.ts';
import type { PlainEvent } from './naive-search.ts';

/** What a vendor might have sent for the event: something to search `raw` in. */
const rawOf = (event: MappedEvent) => ({
  id: event.id,
  nested: [{ text: event.text }],
  'e v': event.event,
});
/** Behind it, a number of more digits than a double has. */
const digits = '9007199254740993';
const rawText = (event: MappedEvent) =>
  `${JSON.stringify(rawOf(event)).slice(0, -1)},"n":${digits}}`;

/** An index next to the plain events it was made of, with everything that was written for a file. */
export class IndexedEvents {
  readonly mapped: MappedEvent[] = [];
  readonly marks: Marks[] = [];
  private readonly tagsMet: string[] = [];
  readonly batches: Uint8Array[] = [];
  /** Of `batches`, those of details. */
  readonly detailsBatches: Uint8Array[] = [];
  readonly source: RowSource = {
    mapped: (row) => this.mapped[row] as MappedEvent,
    raw: (row) => rawText(this.mapped[row] as MappedEvent),
  };
  /** Of few rows, too, the first ones are looked at before the others. */
  readonly index: EventIndex = createEventIndex(this.source, 3);
  names = new Map<string, string>();
  readonly persons = new Map<SourceKind, Map<string, string>>();
  readonly flagged = new Map<StoredFlag, Set<number>>();
  readonly owners = new Map<SourceKind, string[]>();

  append(events: readonly MappedEvent[]): void {
    this.mapped.push(...events);
    this.batches.push(this.index.append(events));
    for (const _ of events) this.marks.push({ tags: [], note: null });
  }

  appendDetails(items: { row: number; content: string | null; findings: Finding[] }[]): void {
    for (const { row, content, findings } of items) {
      this.mapped[row] = { ...(this.mapped[row] as MappedEvent), content, findings };
    }
    const batch = this.index.appendDetails(items);
    this.batches.push(batch);
    this.detailsBatches.push(batch);
  }

  /** An event names its tags once each, in the order in which the session met them. */
  setMarks(rows: number[], { tags, note }: Marks): void {
    for (const tag of tags) if (!this.tagsMet.includes(tag)) this.tagsMet.push(tag);
    const marks = { tags: this.tagsMet.filter((tag) => tags.includes(tag)), note };
    for (const row of rows) this.marks[row] = marks;
    setMarks(this.index, rows, marks);
  }

  setNames(names: Map<string, string>): void {
    this.names = names;
    this.index.setNames('pachca', names);
  }

  setPersons(source: SourceKind, names: Map<string, string>): void {
    this.persons.set(source, names);
    this.index.setPersons(source, names);
  }

  setFlag(flag: StoredFlag, rows: number[], on: boolean): void {
    const set = this.flagged.get(flag) ?? new Set();
    for (const row of rows) {
      if (on) set.add(row);
      else set.delete(row);
    }
    this.flagged.set(flag, set);
    this.index.setFlag(flag, rows, on);
  }

  setOwners(source: SourceKind, actors: string[]): void {
    this.owners.set(source, actors);
    this.index.setOwners(source, actors);
  }

  flagsOf(row: number): Flag[] {
    const { source, event, actor } = this.mapped[row] as MappedEvent;
    const isOwn =
      event === 'audit_events_accessed' &&
      actor !== null &&
      this.owners.get(source)?.includes(actor) === true;
    return flags.filter((flag) =>
      flag === 'own' ? isOwn : this.flagged.get(flag)?.has(row) === true,
    );
  }

  plain(): PlainEvent[] {
    return this.mapped.map((event, row) => {
      const lookedUp = event.source === 'pachca' ? this.names.get(event.actor ?? '') : undefined;
      return {
        ...event,
        ...(this.marks[row] as Marks),
        actorName: event.actorName ?? (event.actor === null ? null : (lookedUp ?? null)),
        micros: event.time,
        time: formatInstant(event.time),
        raw: { ...rawOf(event), n: digits },
        flags: this.flagsOf(row),
        person:
          event.actor === null ? null : (this.persons.get(event.source)?.get(event.actor) ?? null),
      };
    });
  }

  /** The index as it would be after closing the session and opening it again. */
  reopened(): EventIndex {
    const index = createEventIndex(this.source);
    for (const batch of this.batches) index.load(batch);
    for (const tag of this.tagsMet) index.setTag(tag, [], true);
    this.marks.forEach((marks, row) => setMarks(index, [row], marks));
    index.setNames('pachca', this.names);
    for (const [source, names] of this.persons) index.setPersons(source, names);
    for (const [source, actors] of this.owners) index.setOwners(source, actors);
    for (const [flag, rows] of this.flagged) index.setFlag(flag, [...rows], true);
    return index;
  }
}

const row = fc.nat(47);
/** Events that come in several pages, with marks, names and details that come later. */
export const sessionPlan = fc.record({
  pages: fc.array(fc.array(arbitrary.mappedEvent, { maxLength: 12 }), { maxLength: 4 }),
  late: fc.array(
    fc.record({
      row,
      content: fc.option(arbitrary.word, { nil: null }),
      findings: arbitrary.findings,
    }),
    { maxLength: 6 },
  ),
  marked: fc.array(fc.tuple(row, arbitrary.marks), { maxLength: 8 }),
  names: fc.array(fc.tuple(arbitrary.word, arbitrary.word), { maxLength: 4 }),
  /** Who the actors are: said first, after the first page, and at last. */
  persons: fc.tuple(arbitrary.persons, arbitrary.persons, arbitrary.persons),
  flagged: fc.array(fc.tuple(arbitrary.storedFlag, row, fc.boolean()), { maxLength: 10 }),
  /** Before the first page and after the last, to see that it makes no difference. */
  owners: fc.tuple(arbitrary.owners, arbitrary.owners),
});
type SessionPlan = typeof sessionPlan extends fc.Arbitrary<infer T> ? T : never;

export function buildSession(plan: SessionPlan): IndexedEvents {
  const { pages, late, marked, names, persons, flagged, owners } = plan;
  const events = new IndexedEvents();
  events.setOwners('pachca', owners[0]);
  events.setPersons('pachca', persons[0]);
  events.setPersons('jayguard', persons[1]);
  for (const page of pages) {
    // Answered in between: what is derived has to follow the rows that come after.
    const before = events.index.select({ type: 'all' }, null);
    events.index.facet(before, 'person', 1);
    events.index.histogram(before, 'day', 'Europe/Berlin');
    events.append(page);
  }
  const rows = events.mapped.length;
  events.appendDetails(late.filter((item) => item.row < rows));
  for (const [at, marks] of marked) if (at < rows) events.setMarks([at], marks);
  events.setNames(new Map(names));
  events.setPersons('pachca', persons[2]);
  for (const [flag, at, on] of flagged) if (at < rows) events.setFlag(flag, [at], on);
  events.setOwners('jayguard', owners[1]);
  return events;
}

/** Has rows carry exactly these marks. */
function setMarks(index: EventIndex, rows: readonly number[], { tags, note }: Marks): void {
  for (const row of rows) {
    for (const tag of index.marks(row).tags) index.setTag(tag, [row], false);
    for (const tag of tags) index.setTag(tag, [row], true);
    index.setNote(row, note);
  }
}
