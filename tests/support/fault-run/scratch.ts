import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';

/**
 * A new folder, in memory where the system has such a place: a session waits for the disk at every
 * page, and thousands of them would wear it out. A killed process leaves the same files either way.
 */
export function scratch(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'vestigo-faults-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
