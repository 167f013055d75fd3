import type { Database } from '../file/sqlite.ts';

/** What the signer of each bundle stated of the bundles before it. */
export function statedOrigins(db: Database): void {
  db.exec(`
    -- NULL where the bundle did not say, or was opened before this was kept.
    ALTER TABLE origin ADD COLUMN stated TEXT;
  `);
}
