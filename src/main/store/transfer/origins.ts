import { z } from 'zod';
import {
  mostStated,
  originSchema,
  statedOriginSchema,
  type MergeConflict,
  type Origin,
  type StatedOrigin,
  type StatedOrigins,
} from '../../../shared/bundle.ts';
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
  stated: text,
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
      stated: row.stated === null ? null : json(row.stated),
      events: row.events,
      marks: row.marks,
      merged: row.merged === null ? null : json(row.merged),
    }),
  );
}

/**
 * What a bundle of this session states of the bundles before it: those opened here, then, in turns,
 * what these stated themselves, so that no list crowds another out. What is said twice of one bundle
 * stands once, where it is nearest.
 */
export function statedOrigins(db: Database): StatedOrigins {
  const opened = readOrigins(db);
  const near = opened.map(({ sha256, sealedAt, signer }): StatedOrigin => {
    const name = signer.name.slice(0, mostStated.name).toWellFormed();
    return { sha256, sealedAt, signer: { ...signer, name }, through: null };
  });
  const far = opened.flatMap(({ sha256, stated }) =>
    (stated?.origins ?? []).map((origin, turn) => {
      return { turn, origin: { ...origin, through: origin.through ?? sha256 } };
    }),
  );
  const told = [
    ...near,
    ...far.toSorted((one, other) => one.turn - other.turn).map(({ origin }) => origin),
  ];
  const distinct = new Map<string, StatedOrigin>();
  for (const origin of told) {
    const { sha256, sealedAt, signer } = origin;
    const key = JSON.stringify([sha256, sealedAt, signer.name, signer.fingerprint]);
    if (!distinct.has(key)) distinct.set(key, origin);
  }
  // Once a bundle could say anything of when it was sealed.
  const origins = [...distinct.values()]
    .filter((origin) => statedOriginSchema.safeParse(origin).success)
    .slice(0, mostStated.origins);
  const isWhole = origins.length === distinct.size && opened.every(({ stated }) => stated?.isWhole);
  return { isWhole, origins };
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
