import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';
/** Many times of what tests were seen to need; containers often have 64 MB there. */
const plenty = 4 * 2 ** 30;

/**
 * A fresh folder for what does not outlive a run: in memory where there is plenty, since sessions
 * wait for the disk with each of their commits, and tests make a thousand sessions.
 */
export async function openScratch(
  name: string,
): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(await roomiest(), `vestigo-${name}-`));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

async function roomiest(): Promise<string> {
  const found = await statfs(memory).catch(() => null);
  const room = found ? Math.min(found.bavail * found.bsize, freemem()) : 0;
  return room > plenty ? memory : tmpdir();
}
