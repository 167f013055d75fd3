import type { Database } from './file/sqlite.ts';
import { z } from 'zod';
import { marksSchema, type Marks } from '../../shared/session.ts';

const markRow = z.object({ row: z.number(), tags: z.string(), note: z.string().nullable() });

/** The analyst's marks of every row that has any. */
export function* readMarks(db: Database): Iterable<{ row: number; marks: Marks }> {
  for (const found of db.prepare('SELECT row, tags, note FROM mark').iterate()) {
    const { row, tags, note } = markRow.parse(found);
    const parsed: unknown = JSON.parse(tags);
    yield { row, marks: marksSchema.parse({ tags: parsed, note }) };
  }
}

/** Writes marks of rows inside the caller's transaction, with who set them and when. */
export function writeMarks(db: Database, rows: readonly number[], marks: Marks, who: string): void {
  const insert = db.prepare(
    'INSERT OR REPLACE INTO mark (row, tags, note, who, at) VALUES (?, ?, ?, ?, ?)',
  );
  const at = new Date().toISOString();
  const tags = JSON.stringify(marks.tags);
  for (const row of rows) insert.run(row, tags, marks.note, who, at);
}

/** Both sets of marks: all tags, and both notes where they differ. */
export function mergeMarks(mine: Marks, theirs: Marks): Marks {
  const tags = [...new Set([...mine.tags, ...theirs.tags])];
  const notes = new Set([mine.note, theirs.note].filter((note) => note !== null));
  return { tags, note: notes.size > 0 ? [...notes].join('\n') : null };
}
