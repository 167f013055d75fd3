import { z } from 'zod';
import type { MarkRecord } from '../../../shared/bundle.ts';
import { Failed } from '../../../shared/errors.ts';
import { insertRow } from '../ledger-rows.ts';
import { packRows } from '../row-numbers.ts';
import type { SessionState } from '../state.ts';
import { Numbering, refusal } from './numbering.ts';

type Change = Extract<MarkRecord, { kind: 'change' }>;
type Tag = Extract<MarkRecord, { kind: 'tag' }>;

const number = z.number().int();
const knownChange = z.object({
  at: z.string(),
  who: z.string(),
  did: z.string(),
  tag: z.string().nullable(),
  after: z.string().nullable(),
});

/**
 * Marks of a bundle with their history. What both sides did before they parted is there once. Where
 * both changed the note of an event, both notes stand, one below the other.
 */
export class IncomingMarks {
  readonly #state: SessionState;
  readonly #isNew: boolean;
  readonly #rowOf: (row: number) => number;
  readonly #tags: Numbering;
  readonly #tagNames = new Map<number, string>();
  readonly #changes: Numbering;
  readonly #steps: Numbering;
  readonly #known: ReadonlySet<string>;
  readonly #seen = new Set<number>();
  /** Rows of the change that is being read. */
  #open: { change: Change; rows: number[] } | null = null;
  /** What the bundle's notes come to, and what they began with. */
  readonly #notes = new Map<number, { began: string | null; ends: string | null }>();
  #marks = 0;

  constructor(state: SessionState, isNew: boolean, rowOf: (row: number) => number) {
    const { db } = state;
    this.#state = state;
    this.#isNew = isNew;
    this.#rowOf = rowOf;
    this.#tags = new Numbering(db, 'tag', 'id', isNew);
    this.#changes = new Numbering(db, 'mark_change', 'id', isNew);
    this.#steps = new Numbering(db, 'mark_change', 'step', isNew);
    const known = db
      .prepare(
        `SELECT at, who, kind AS did, tag.name AS tag, after
         FROM mark_change LEFT JOIN tag ON tag.id = tag_id`,
      )
      .all();
    this.#known = new Set(z.array(knownChange).parse(known).map(nameOf));
  }

  add(records: readonly MarkRecord[]): void {
    for (const record of records) {
      if (record.kind === 'tag') this.#tag(record);
      else if (record.kind === 'change') {
        this.#close();
        this.#open = { change: record, rows: [] };
      } else if (this.#open?.change.id === record.change) this.#open.rows.push(...record.rows);
      else throw refusal();
    }
  }

  finish(): { marks: number; noteConflicts: number } {
    this.#close();
    return { marks: this.#marks, noteConflicts: this.#isNew ? 0 : this.#settleNotes() };
  }

  #tag({ id, name, colour, key }: Tag): void {
    const { db } = this.#state;
    this.#tagNames.set(id, name);
    const same = db.prepare('SELECT id FROM tag WHERE name = ?').pluck().get(name);
    if (same !== undefined) {
      this.#tags.set(id, number.parse(same));
      return;
    }
    const isFree = db.prepare('SELECT 1 FROM tag WHERE key = ?').get(key) === undefined;
    insertRow(db, 'tag', { id: this.#tags.give(id), name, colour, key: isFree ? key : null });
  }

  #close(): void {
    if (!this.#open) return;
    const { change, rows } = this.#open;
    this.#open = null;
    const { did, tag } = change;
    if (rows.length !== change.rows) {
      throw new Failed('bundle.refused', { reason: 'count', name: null });
    }
    if (rows.length === 0 || (did === 'note') !== (tag === null)) throw refusal();
    const name = tag === null ? null : (this.#tagNames.get(tag) ?? null);
    if (tag !== null && name === null) throw refusal();
    if (!this.#isNew && this.#known.has(nameOf({ ...change, tag: name }))) return;
    const mine = [...new Set(rows.map(this.#rowOf))].toSorted((a, b) => a - b);
    this.#keep(change, mine);
    if (did === 'note' && change.state === 'done') this.#note(change, mine);
    this.#marks += mine.length;
  }

  #keep(change: Change, rows: readonly number[]): void {
    if (!this.#seen.has(change.step)) {
      this.#seen.add(change.step);
      this.#steps.give(change.step);
    }
    // What the other side took back is not to be done again here by a key.
    const isOver = change.state === 'undone' && !this.#isNew;
    insertRow(this.#state.db, 'mark_change', {
      id: this.#changes.give(change.id),
      step: this.#steps.of(change.step),
      at: change.at,
      who: change.who,
      kind: change.did,
      tag_id: this.#tags.orNull(change.tag),
      before: change.before,
      after: change.after,
      row_count: rows.length,
      rows: packRows(rows),
      state: isOver ? 'dropped' : change.state,
      state_at: change.stateAt,
      state_by: change.stateBy,
    });
  }

  #note({ before, after }: Change, rows: readonly number[]): void {
    for (const row of rows) {
      this.#notes.set(row, { began: this.#notes.get(row)?.began ?? before, ends: after });
    }
  }

  /** Both notes stand where both sides wrote one. Returns how many these are. */
  #settleNotes(): number {
    const { index, marks } = this.#state;
    const works = [...this.#notes].flatMap(([row, { began, ends }]) => {
      const mine = index.marks(row).note;
      if (mine === null || ends === null || mine === began || mine === ends) return [];
      return [{ row, note: `${mine}\n${ends}` }];
    });
    // The index knows my note still, and the file the other one: the change says how they became one.
    marks.change(
      works.map(({ row, note }) => ({ kind: 'note', row, note })),
      index,
    );
    return works.length;
  }
}

function nameOf({ at, who, did, tag, after }: z.infer<typeof knownChange>): string {
  return JSON.stringify([at, who, did, tag, after]);
}
