import { z } from 'zod';
import { originSchema, type Origin } from '../../../shared/bundle.ts';
import type { Database } from '../file/sqlite.ts';

const originRow = z.object({
  bundle: z.string(),
  sha256: z.string(),
  sealed_at: z.string(),
  signer: z.string(),
  fingerprint: z.string(),
  opened_at: z.string(),
  contents: z.string(),
  merged: z.string().nullable(),
});

/** The bundles a session came from, in the order in which they were opened. */
export function readOrigins(db: Database): Origin[] {
  const rows = z.array(originRow).parse(db.prepare('SELECT * FROM origin ORDER BY id').all());
  return rows.map((row) =>
    originSchema.parse({
      bundle: row.bundle,
      sha256: row.sha256,
      sealedAt: row.sealed_at,
      signer: { name: row.signer, fingerprint: row.fingerprint },
      openedAt: row.opened_at,
      contents: json(row.contents),
      merged: row.merged === null ? null : json(row.merged),
    }),
  );
}

function json(text: string): unknown {
  return JSON.parse(text);
}
