import { z } from 'zod';
import { markChangeSchema, tagColours, type MarkChange, type Tag } from '../../shared/marks.ts';
import type { Marks } from '../../shared/session.ts';
import type { EventIndex } from './event-index.ts';
import type { Database } from './file/sqlite.ts';
import { packRows, unpackRows } from './row-numbers.ts';

const id = z.number().int();
const tagRow = z.object({ name: z.string(), colour: id, key: id.nullable() });
const stepRow = z.object({
  kind: z.enum(['tag', 'untag', 'note']),
  tag: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  rows: z.instanceof(Buffer),
});
type Step = z.infer<typeof stepRow>;

/**
 * One thing to do to marks. Rows that are as wanted already are no part of it. `before`: the note in
 * the file, where the index has not been told of it yet.
 */
export type MarkWork =
  | { kind: 'tag' | 'untag'; tag: string; rows: Iterable<number> }
  | { kind: 'note'; row: number; note: string | null; before?: string | null };

/** Brings the index to what the file holds, once the transaction is committed. */
export type Tell = (index: EventIndex) => void;

const changes = `SELECT mark_change.id, step, at, who, kind, tag.name AS tag, row_count AS events, state
  FROM mark_change LEFT JOIN tag ON tag.id = tag_id`;
const steps = `SELECT kind, tag.name AS tag, before, after, rows
  FROM mark_change LEFT JOIN tag ON tag.id = tag_id`;

/**
 * The analyst's tags and notes as the history of what was done to them: what an event carries now
 * is what all changes that are `done`, one after another, made of it. Methods run inside the
 * caller's transaction and leave the index alone: it is told afterwards.
 */
export class MarkTable {
  readonly #db: Database;
  readonly #who: string;

  /** `who` signs the changes. */
  constructor(db: Database, who: string) {
    this.#db = db;
    this.#who = who;
  }

  /** Everything done at once is one step: undone together. Counts the marks that really changed. */
  change(works: readonly MarkWork[], index: EventIndex): { changed: number; tell: Tell } {
    const step = id.parse(this.#value('SELECT coalesce(max(step), 0) + 1 FROM mark_change'));
    const at = new Date().toISOString();
    const done: Step[] = [];
    let changed = 0;
    for (const work of works) {
      const { kind } = work;
      const rows = changedRows(work, index);
      if (rows.length === 0) continue;
      if (done.length === 0) this.#dropUndone();
      const [tag, before, after] =
        kind === 'note' ? [null, noteBefore(work, index), work.note] : [work.tag, null, null];
      const packed = packRows(rows);
      const tagId = tag === null ? null : this.#tagId(tag);
      this.#db
        .prepare(
          `INSERT INTO mark_change
             (step, at, who, kind, tag_id, before, after, row_count, rows, state)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'done')`,
        )
        .run(step, at, this.#who, kind, tagId, before, after, rows.length, packed);
      done.push({ kind, tag, before, after, rows: packed });
      changed += rows.length;
    }
    return { changed, tell: (told) => done.forEach((one) => apply(one, told, false)) };
  }

  /** Takes the last step back, or does again the first one taken back; null: there is none. */
  move(to: 'undone' | 'done'): { changes: MarkChange[]; tell: Tell } | null {
    const back = to === 'undone';
    const [from, which] = back ? ['done', 'max'] : ['undone', 'min'];
    const last = this.#value(`SELECT ${which}(step) FROM mark_change WHERE state = ?`, from);
    if (last === null) return null;
    const step = id.parse(last);
    this.#db
      .prepare('UPDATE mark_change SET state = ?, state_at = ?, state_by = ? WHERE step = ?')
      .run(to, new Date().toISOString(), this.#who, step);
    const order = back ? 'DESC' : 'ASC';
    const found = this.#db
      .prepare(`${steps} WHERE step = ? ORDER BY mark_change.id ${order}`)
      .all(step);
    const moved = z.array(stepRow).parse(found);
    return {
      changes: z
        .array(markChangeSchema)
        .parse(this.#db.prepare(`${changes} WHERE step = ? ORDER BY mark_change.id`).all(step)),
      tell: (told) => moved.forEach((one) => apply(one, told, back)),
    };
  }

  /** Latest first. */
  history(limit: number): MarkChange[] {
    const found = this.#db.prepare(`${changes} ORDER BY mark_change.id DESC LIMIT ?`).all(limit);
    return z.array(markChangeSchema).parse(found);
  }

  /** What was done to this event's marks, latest first: a look through all changes. */
  historyOf(row: number): MarkChange[] {
    const all = this.#db
      .prepare(`SELECT mark_change.id, rows FROM mark_change ORDER BY id DESC`)
      .all();
    const touching = z
      .array(z.object({ id, rows: z.instanceof(Buffer) }))
      .parse(all)
      .filter((change) => unpackRows(change.rows).includes(row));
    return touching.map((change) =>
      markChangeSchema.parse(
        this.#db.prepare(`${changes} WHERE mark_change.id = ?`).get(change.id),
      ),
    );
  }

  /** For each of these rows the changes that hold, latest first: one look through all of them. */
  doneTo(rows: readonly number[]): MarkChange[][] {
    const found = new Map(rows.map((row): [number, MarkChange[]] => [row, []]));
    const all = this.#db
      .prepare(
        `${changes.replace('SELECT', 'SELECT rows,')} WHERE state = 'done'
         ORDER BY mark_change.id DESC`,
      )
      .iterate();
    for (const one of all) {
      const { rows: packed } = z.object({ rows: z.instanceof(Buffer) }).parse(one);
      const change = markChangeSchema.parse(one);
      for (const row of unpackRows(packed)) found.get(row)?.push(change);
    }
    return rows.map((row) => found.get(row) ?? []);
  }

  /** In the order of first use. */
  tags(): Tag[] {
    return z
      .array(tagRow)
      .parse(this.#db.prepare('SELECT name, colour, key FROM tag ORDER BY id').all());
  }

  /** Gives a tag its colour and key; a key has one tag, and the one that had it has none. */
  saveTag({ name, colour, key }: Tag): void {
    const tagId = this.#tagId(name);
    if (key !== null) this.#db.prepare('UPDATE tag SET key = NULL WHERE key = ?').run(key);
    this.#db.prepare('UPDATE tag SET colour = ?, key = ? WHERE id = ?').run(colour, key, tagId);
  }

  #tagId(name: string): number {
    const known = this.#value('SELECT id FROM tag WHERE name = ?', name);
    if (known !== null) return id.parse(known);
    const count = id.parse(this.#value('SELECT count(*) FROM tag'));
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO tag (name, colour, key) VALUES (?, ?, NULL)')
      .run(name, count % tagColours);
    return Number(lastInsertRowid);
  }

  /** What was undone and then overtaken by something new cannot be done again. */
  #dropUndone(): void {
    this.#db.exec("UPDATE mark_change SET state = 'dropped' WHERE state = 'undone'");
  }

  #value(sql: string, ...args: readonly (string | number)[]): unknown {
    const found: unknown = this.#db
      .prepare(sql)
      .pluck()
      .get(...args);
    return found ?? null;
  }
}

/** Tells the index all marks of the session. */
export function loadMarks(db: Database, index: EventIndex): void {
  // Also tags that no event carries: the order of first use is the order in which lists name them.
  const names = db.prepare('SELECT name FROM tag ORDER BY id').pluck().all();
  for (const name of z.array(z.string()).parse(names)) index.setTag(name, [], true);
  const done = db.prepare(`${steps} WHERE state = 'done' ORDER BY mark_change.id`);
  for (const found of done.iterate()) apply(stepRow.parse(found), index, false);
}

/** The marks of a few rows, as `loadMarks` would tell them: a look through all changes. */
export function marksOf(db: Database, rows: readonly number[]): Map<number, Marks> {
  const found = new Map(
    rows.map((row) => [row, { tags: new Set<string>(), note: null as string | null }]),
  );
  const done = db.prepare(`${steps} WHERE state = 'done' ORDER BY mark_change.id`);
  for (const one of done.iterate()) {
    const { kind, tag, after, rows: packed } = stepRow.parse(one);
    for (const row of unpackRows(packed)) {
      const marks = found.get(row);
      if (!marks) continue;
      if (kind === 'note') marks.note = after;
      else if (tag !== null) marks.tags[kind === 'tag' ? 'add' : 'delete'](tag);
    }
  }
  const names = z
    .array(z.string())
    .parse(db.prepare('SELECT name FROM tag ORDER BY id').pluck().all());
  return new Map(
    [...found].map(([row, { tags, note }]) => [
      row,
      { tags: names.filter((name) => tags.has(name)), note },
    ]),
  );
}

/** What makes rows carry exactly these marks. */
export function worksFor(rows: readonly number[], wanted: Marks, index: EventIndex): MarkWork[] {
  const carried = new Set(rows.flatMap((row) => index.marks(row).tags));
  const gone = [...carried].filter((tag) => !wanted.tags.includes(tag));
  return [
    ...gone.map((tag): MarkWork => ({ kind: 'untag', tag, rows })),
    ...wanted.tags.map((tag): MarkWork => ({ kind: 'tag', tag, rows })),
    ...rows.map((row): MarkWork => ({ kind: 'note', row, note: wanted.note })),
  ];
}

/** What adds marks that came from elsewhere to those that are there: all tags, and both notes. */
export function worksToAdd(
  brought: readonly { row: number; marks: Marks }[],
  index: EventIndex,
): MarkWork[] {
  const rowsOf = new Map<string, number[]>();
  const notes = new Map<number, string>();
  for (const { row, marks } of brought) {
    for (const tag of marks.tags) rowsOf.set(tag, [...(rowsOf.get(tag) ?? []), row]);
    const mine = notes.get(row) ?? index.marks(row).note;
    const both = new Set([mine, marks.note].filter((note) => note !== null));
    if (both.size > 0) notes.set(row, [...both].join('\n'));
  }
  return [
    ...[...rowsOf].map(([tag, rows]): MarkWork => ({ kind: 'tag', tag, rows })),
    ...[...notes].map(([row, note]): MarkWork => ({ kind: 'note', row, note })),
  ];
}

/** Those that are not as wanted, ascending. */
function changedRows(work: MarkWork, index: EventIndex): number[] {
  if (work.kind === 'note') return noteBefore(work, index) === work.note ? [] : [work.row];
  const carries = index.tagTest(work.tag);
  const on = work.kind === 'tag';
  const rows = new Set([...work.rows].filter((row) => carries(row) !== on));
  return [...rows].toSorted((a, b) => a - b);
}

function noteBefore(
  { row, before }: Extract<MarkWork, { kind: 'note' }>,
  index: EventIndex,
): string | null {
  return before === undefined ? index.marks(row).note : before;
}

function apply({ kind, tag, before, after, rows }: Step, index: EventIndex, back: boolean): void {
  const changed = unpackRows(rows);
  if (kind === 'note' || tag === null) {
    for (const row of changed) index.setNote(row, back ? before : after);
  } else {
    index.setTag(tag, changed, (kind === 'tag') !== back);
  }
}
