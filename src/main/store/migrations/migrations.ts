import type { Database } from '../file/sqlite.ts';
import { tables } from './0001-tables.ts';
import { proof } from './0002-proof.ts';
import { marks } from './0003-marks.ts';
import { pieces } from './0004-pieces.ts';
import { searches } from './0005-searches.ts';
import { people } from './0006-people.ts';
import { privacy } from './0007-privacy.ts';
import { findings } from './0008-findings.ts';
import { origin } from './0009-origin.ts';
import { mergeConflicts } from './0010-merge-conflicts.ts';
import { statedOrigins } from './0011-stated-origins.ts';

/**
 * Every step the schema ever took, oldest first; step N leaves `user_version` N. A step that was
 * released is never edited: sessions of that version exist.
 */
const migrations: readonly ((db: Database) => void)[] = [
  tables,
  proof,
  marks,
  pieces,
  searches,
  people,
  privacy,
  findings,
  origin,
  mergeConflicts,
  statedOrigins,
];

export const schemaVersion = migrations.length;

/** Brings a database of any known version to the current one, each step in a transaction. */
export function migrate(db: Database): void {
  const found = Number(db.pragma('user_version', { simple: true }));
  for (const [index, step] of migrations.entries()) {
    if (index < found) continue;
    db.transaction(() => {
      step(db);
      db.pragma(`user_version = ${index + 1}`);
    })();
  }
}
