import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { Failed } from '../../shared/errors.ts';
import type { Proof } from './session-store.ts';
import type { SessionState } from './state.ts';
import { chainAfter, chainStart } from './verify.ts';

const blob = z.instanceof(Buffer);
const answerRow = z.object({
  id: z.number(),
  collection_id: z.number().nullable(),
  sha256: blob,
  chain: blob,
  absent: z.number(),
});

/**
 * Holds every body against its hash and the chain of all of them, and says where the chain stood
 * after the last body of each collection. Throws `session.damaged` for what cannot even be read,
 * `cancelled` when the signal is raised.
 */
export async function proofOf(state: SessionState, signal: AbortSignal): Promise<Proof> {
  const { db, events } = state;
  const answers = db
    .prepare(
      `SELECT answer.id, collection_id, sha256, chain, length(body) = 0 AS absent
       FROM answer LEFT JOIN window ON window.id = window_id ORDER BY answer.id`,
    )
    .all();
  const collections = new Map<number, Proof['collections'][number]>();
  let chain: Buffer = chainStart;
  let changed: number | null = null;
  let absent = 0;
  for (const [index, row] of answers.entries()) {
    if (index % 20 === 0) await setImmediate();
    if (signal.aborted) throw new Failed('cancelled');
    const answer = answerRow.parse(row);
    const digest = events.digest(answer.id, answer.sha256);
    chain = chainAfter(chain, digest);
    if (!digest.equals(answer.sha256) || !chain.equals(answer.chain)) changed ??= index + 1;
    absent += answer.absent;
    const id = answer.collection_id;
    if (id === null) continue;
    const bodies = (collections.get(id)?.bodies ?? 0) + 1;
    collections.set(id, { id, bodies, head: chain.toString('hex') });
  }
  return {
    bodies: answers.length,
    absent,
    changed,
    head: answers.length > 0 ? chain.toString('hex') : null,
    collections: [...collections.values()],
  };
}
