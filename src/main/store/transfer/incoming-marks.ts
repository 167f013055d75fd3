import { z } from 'zod';
import type { MarkRecord } from '../../../shared/bundle.ts';
import { Failed } from '../../../shared/errors.ts';
import { insertRow } from '../ledger-rows.ts';
import { packRows, unpackRows } from '../row-numbers.ts';
import type { MarkWork } from '../marks.ts';
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

/** A note of both sides, as the table `merge_conflict` keeps it. */
interface NoteConflict {
  row: number;
  mine: string | null;
  mine_by: string | null;
  theirs: string | null;
  theirs_by: string;
  kept: string | null;
}

/** What a bundle's changes make of an event's note. */
interface IncomingNote {
  /** Before the first change that the session did not have. */
  began: string | null;
  /** After the last change that it did not have: what the file says now. */
  file: string | null;
  ends: string | null;
  /** Who wrote that, and whether the session has that change. */
  by: string;
  isKnown: boolean;
  /** Changes that both have. */
  shared: string[];
}

const noteRow = knownChange.extend({ rows: z.instanceof(Buffer) });

/**
 * Marks of a bundle with their history. What both sides did before they parted is there once. Where
 * both changed the note of an event, both notes stand, one below the other; where one side took it
 * away, the other's stands.
 */
export class IncomingMarks {
  readonly #state: SessionState;
  readonly #isNew: boolean;
  readonly #rowOf: (row: number) => number;
  readonly #tags: Numbering;
  readonly #tagNames = new Map<number, string>();
  readonly #changes: Numbering;
  readonly #steps: Numbering;
  /** The ids of the changes that the session had before, by their names. */
  readonly #known = new Map<string, number[]>();
  /** The last change that the session had before. */
  readonly #last: number;
  readonly #seen = new Set<number>();
  /** Rows of the change that is being read. */
  #open: { change: Change; rows: number[] } | null = null;
  readonly #notes = new Map<number, IncomingNote>();
  /** Rows whose note was changed by something that the session did not have. */
  readonly #came = new Set<number>();
  #marks = 0;
  #held = 0;

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
        `SELECT mark_change.id, at, who, kind AS did, tag.name AS tag, after
         FROM mark_change LEFT JOIN tag ON tag.id = tag_id`,
      )
      .all();
    for (const change of z.array(knownChange.extend({ id: number })).parse(known)) {
      const name = nameOf(change);
      this.#known.set(name, [...(this.#known.get(name) ?? []), change.id]);
    }
    const last = db.prepare('SELECT coalesce(max(id), 0) FROM mark_change').pluck().get();
    this.#last = number.parse(last);
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

  /** `marks`: those that are new here, of those that the bundle `held`. */
  finish(): { marks: number; held: number; noteConflicts: NoteConflict[] } {
    this.#close();
    const noteConflicts = this.#isNew ? [] : this.#settleNotes();
    return { marks: this.#marks, held: this.#held, noteConflicts };
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
    this.#held += rows.length;
    const name = tag === null ? null : (this.#tagNames.get(tag) ?? null);
    if (tag !== null && name === null) throw refusal();
    const mine = [...new Set(rows.map(this.#rowOf))].toSorted((a, b) => a - b);
    const isKnown = !this.#isNew && this.#isKnown(nameOf({ ...change, tag: name }), mine);
    const isNote = did === 'note' && change.state === 'done' && !this.#isNew;
    if (isKnown && !isNote) return;
    if (isNote) this.#note(change, mine, isKnown);
    if (isKnown) return;
    this.#keep(change, mine);
    this.#marks += mine.length;
  }

  /** A change is known by its name and its events: within a millisecond there may be several. */
  #isKnown(name: string, rows: readonly number[]): boolean {
    const ids = this.#known.get(name);
    if (!ids) return false;
    const rowsOf = this.#state.db.prepare('SELECT rows FROM mark_change WHERE id = ?').pluck();
    const known = new Set<number>();
    for (const id of ids) {
      for (const row of unpackRows(z.instanceof(Buffer).parse(rowsOf.get(id)))) known.add(row);
    }
    return rows.every((row) => known.has(row));
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

  #note(change: Change, rows: readonly number[], isKnown: boolean): void {
    const { before, after, who } = change;
    const name = nameOf({ ...change, tag: null });
    for (const row of rows) {
      const old = this.#notes.get(row);
      const note = { ...(old ?? { began: null, file: null, shared: [] }), ends: after, by: who };
      if (isKnown) note.shared = [...note.shared, name];
      else {
        if (!this.#came.has(row)) note.began = before;
        this.#came.add(row);
        note.file = after;
      }
      this.#notes.set(row, { ...note, isKnown });
    }
  }

  /**
   * The side that knew the other's note has the last word. Where neither did, both stand, and that
   * is a conflict.
   */
  #settleNotes(): NoteConflict[] {
    const { index, marks } = this.#state;
    const conflicts: NoteConflict[] = [];
    const works: MarkWork[] = [];
    const latest = this.#latestOf(this.#came);
    for (const row of this.#came) {
      const theirs = this.#notes.get(row);
      if (!theirs) continue;
      const { began, ends, by, file } = theirs;
      const mine = index.marks(row).note;
      const last = latest.get(row);
      let kept = ends;
      if (!last || theirs.shared.includes(last.name) || mine === began || mine === ends)
        kept = ends;
      else if (theirs.isKnown) kept = mine;
      else {
        kept = mine === null || ends === null ? (mine ?? ends) : `${mine}\n${ends}`;
        conflicts.push({ row, mine, mine_by: last.who, theirs: ends, theirs_by: by, kept });
      }
      // The index knows my note still, and the file the last one that came.
      works.push({ kind: 'note', row, note: kept, before: file });
    }
    marks.change(works, index);
    return conflicts;
  }

  /** The change that made the note which each of these rows had before the bundle came. */
  #latestOf(rows: ReadonlySet<number>): Map<number, { name: string; who: string }> {
    const found = new Map<number, { name: string; who: string }>();
    if (rows.size === 0) return found;
    const changes = this.#state.db
      .prepare(
        `SELECT at, who, kind AS did, NULL AS tag, after, rows FROM mark_change
         WHERE kind = 'note' AND state = 'done' AND id <= ? ORDER BY id`,
      )
      .iterate(this.#last);
    for (const one of changes) {
      const { rows: packed, ...change } = noteRow.parse(one);
      const latest = { name: nameOf(change), who: change.who };
      for (const row of unpackRows(packed)) if (rows.has(row)) found.set(row, latest);
    }
    return found;
  }
}

function nameOf({ at, who, did, tag, after }: z.infer<typeof knownChange>): string {
  return JSON.stringify([at, who, did, tag, after]);
}
