import { z } from 'zod';
import type { Database } from '../file/sqlite.ts';
import { packRows } from '../row-numbers.ts';

const oldMark = z.object({
  row: z.number(),
  tags: z.string(),
  note: z.string().nullable(),
  who: z.string(),
  at: z.string(),
});
type OldMark = z.infer<typeof oldMark>;

/**
 * Marks as the history of what was done to them: tagging hundreds of thousands of events writes one
 * blob, every change keeps who made it and when, and can be undone.
 */
export function marks(db: Database): void {
  db.exec(`
    -- In the order of first use.
    CREATE TABLE tag (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      colour INTEGER NOT NULL,
      key INTEGER UNIQUE
    ) STRICT;

    -- rows: those that it really changed, as packRows writes them. before, after: of a note. state:
    -- done, undone, or dropped when something new was done after the undoing; state_at and state_by
    -- of the last undoing or doing again.
    CREATE TABLE mark_change (
      id INTEGER PRIMARY KEY,
      step INTEGER NOT NULL,
      at TEXT NOT NULL,
      who TEXT NOT NULL,
      kind TEXT NOT NULL,
      tag_id INTEGER REFERENCES tag,
      before TEXT,
      after TEXT,
      row_count INTEGER NOT NULL,
      rows BLOB NOT NULL,
      state TEXT NOT NULL,
      state_at TEXT,
      state_by TEXT
    ) STRICT;
    CREATE INDEX mark_change_step ON mark_change (state, step);
  `);
  const old = z.array(oldMark).parse(db.prepare('SELECT * FROM mark ORDER BY at, who, row').all());
  carryOver(db, old);
  db.exec('DROP TABLE mark');
}

/** Old marks become changes by those who made them; those of one moment are one step. */
function carryOver(db: Database, old: readonly OldMark[]): void {
  const tagIds = new Map<string, number>();
  const change = db.prepare(
    `INSERT INTO mark_change (step, at, who, kind, tag_id, after, row_count, rows, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'done')`,
  );
  const moments = new Map<string, OldMark[]>();
  for (const mark of old) {
    const moment = `${mark.at} ${mark.who}`;
    moments.set(moment, [...(moments.get(moment) ?? []), mark]);
  }
  for (const [index, [first, ...rest]] of [...moments.values()].entries()) {
    if (!first) continue;
    const { at, who } = first;
    const rowsOf = new Map<string, number[]>();
    for (const { row, tags, note } of [first, ...rest]) {
      for (const tag of new Set(z.array(z.string()).parse(JSON.parse(tags)))) {
        rowsOf.set(tag, [...(rowsOf.get(tag) ?? []), row]);
      }
      if (note !== null) change.run(index + 1, at, who, 'note', null, note, 1, packRows([row]));
    }
    for (const [tag, rows] of rowsOf) {
      let id = tagIds.get(tag);
      if (id === undefined) {
        id = tagIds.size + 1;
        tagIds.set(tag, id);
        db.prepare('INSERT INTO tag VALUES (?, ?, ?, NULL)').run(id, tag, (id - 1) % 9);
      }
      change.run(index + 1, at, who, 'tag', id, null, rows.length, packRows(rows));
    }
  }
}
