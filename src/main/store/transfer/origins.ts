import { z } from 'zod';
import { originSchema, type MergeConflict, type Origin } from '../../../shared/bundle.ts';
import { formatInstant } from '../../../shared/instant.ts';
import type { Database } from '../file/sqlite.ts';
import type { SessionState } from '../state.ts';

const number = z.number().int();
const text = z.string().nullable();

const originRow = z.object({
  id: number,
  bundle: z.string(),
  sha256: z.string(),
  sealed_at: z.string(),
  signer: z.string(),
  fingerprint: z.string(),
  opened_at: z.string(),
  contents: z.string(),
  events: number.nullable(),
  marks: number.nullable(),
  merged: text,
});

const conflictRow = z.object({
  row: number,
  other: number.nullable(),
  mine: text,
  mineBy: text,
  theirs: text,
  theirsBy: text,
  kept: text,
});

/** The bundles a session came from, in the order in which they were opened. */
export function readOrigins(db: Database): Origin[] {
  const rows = z.array(originRow).parse(db.prepare('SELECT * FROM origin ORDER BY id').all());
  return rows.map((row) =>
    originSchema.parse({
      id: row.id,
      bundle: row.bundle,
      sha256: row.sha256,
      sealedAt: row.sealed_at,
      signer: { name: row.signer, fingerprint: row.fingerprint },
      openedAt: row.opened_at,
      contents: json(row.contents),
      events: row.events,
      marks: row.marks,
      merged: row.merged === null ? null : json(row.merged),
    }),
  );
}

/** What a bundle said otherwise when it was merged: `limit` conflicts after the first `offset`. */
export function readConflicts(
  state: SessionState,
  origin: number,
  offset: number,
  limit: number,
): MergeConflict[] {
  const found = state.db
    .prepare(
      `SELECT row, other, mine, mine_by AS mineBy, theirs, theirs_by AS theirsBy, kept
       FROM merge_conflict WHERE origin_id = ? ORDER BY id LIMIT ? OFFSET ?`,
    )
    .all(origin, limit, offset);
  return z
    .array(conflictRow)
    .parse(found)
    .map(({ row, other, ...notes }) => {
      const { id, source, time, event } = state.events.mapped(row);
      const of = { row, event: { id, source, time: formatInstant(time), event } };
      return other === null ? { kind: 'note', ...of, ...notes } : { kind: 'content', ...of, other };
    });
}

function json(text: string): unknown {
  return JSON.parse(text);
}
