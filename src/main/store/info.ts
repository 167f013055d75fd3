import { z } from 'zod';
import type { Flag, SessionInfo } from '../../shared/session.ts';
import { coverageOf } from './coverage.ts';
import type { EventIndex } from './event-index.ts';
import type { SessionFile } from './file/database.ts';
import type { Ledger } from './ledger.ts';
import { schemaVersion } from './migrations/migrations.ts';
import { countQuarantine } from './quarantine.ts';

/** What only the events themselves tell of a session, however that was learned. */
export interface EventFacts {
  counts: ReturnType<EventIndex['counts']>;
  flags: Record<Flag, number>;
  /** µs; null without an event. */
  span: { first: number; last: number } | null;
}

/** The session as the file and its events tell of it. */
export function infoOf(
  { db, cipher }: SessionFile,
  ledger: Ledger,
  facts: EventFacts,
): SessionInfo {
  const { pachca, jayguard } = facts.counts;
  const collections = ledger.collections();
  const windows = collections.flatMap((collection) => collection.windows);
  const meta = (key: string) =>
    z
      .object({ value: z.string() })
      .parse(db.prepare('SELECT value FROM meta WHERE key = ?').get(key)).value;
  return {
    sessionId: meta('session_id'),
    name: meta('name'),
    createdAt: meta('created_at'),
    schemaVersion,
    cipher,
    events: { pachca: pachca.events, jayguard: jayguard.events },
    quarantined: countQuarantine(db),
    flags: facts.flags,
    conflicts: windows.reduce((sum, { counts }) => sum + counts.conflicts, 0),
    details: { fetched: jayguard.detailed, of: jayguard.events },
    first: facts.span?.first ?? null,
    last: facts.span?.last ?? null,
    coverage: coverageOf(collections),
    collections,
  };
}
