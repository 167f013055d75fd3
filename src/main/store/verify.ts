import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { Failed } from '../../shared/errors.ts';
import type { SessionState } from './state.ts';

const blob = z.instanceof(Buffer);
const answerRow = z.object({ id: z.number(), sha256: blob, chain: blob });

/** The chain before the first answer. */
export const chainStart = Buffer.alloc(32);

/** The next link: SHA-256 of the one before and the SHA-256 of the new body. */
export function chainAfter(previous: Buffer, digest: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([previous, digest]), 'buffer');
}

/**
 * Reads the whole file: every page is authenticated, every event is decoded, and every body is held
 * against its hash and the chain of all of them. Returns the last link of the chain as hex digits.
 * Throws `session.damaged`, and `cancelled` when the signal is raised.
 */
export async function verify(state: SessionState, signal: AbortSignal): Promise<string> {
  const { db, events, index } = state;
  if (db.pragma('integrity_check', { simple: true }) !== 'ok') throw new Failed('session.damaged');
  let chain: Buffer = chainStart;
  for (const row of db.prepare('SELECT id, sha256, chain FROM answer ORDER BY id').all()) {
    if (signal.aborted) throw new Failed('cancelled');
    const answer = answerRow.parse(row);
    const digest = events.digest(answer.id, answer.sha256);
    chain = chainAfter(chain, digest);
    if (!digest.equals(answer.sha256) || !chain.equals(answer.chain)) {
      throw new Failed('session.damaged');
    }
    await setImmediate();
  }
  for (let row = 0; row < index.rows; row++) {
    if (events.mapped(row).id !== index.id(row)) throw new Failed('session.damaged');
    events.raw(row);
    if (row % 1000 === 0) {
      if (signal.aborted) throw new Failed('cancelled');
      await setImmediate();
    }
  }
  return chain.toString('hex');
}
