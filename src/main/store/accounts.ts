import { z } from 'zod';
import type { Place } from '../../shared/accounts.ts';
import type { Database } from './file/sqlite.ts';

/** `ownersAt` of shared/accounts.ts, asked of the file. */
export function ownersAt(db: Database, { source, address }: Place): Set<string> {
  const ids = db
    .prepare(
      `SELECT DISTINCT owner ->> 'id' FROM collection
       WHERE origin = 'service' AND source = ? AND address = ? AND owner IS NOT NULL`,
    )
    .pluck()
    .all(source, address);
  return new Set(z.array(z.string()).parse(ids));
}
