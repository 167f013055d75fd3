import { chmod, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { capture } from '../setup/command.ts';
import { ROOT } from '../setup/machine.ts';
import type { User } from './user.ts';

/** Where a run in the desktop session takes place. */
export interface Stage {
  readonly folder: string;
  /** Brings what was written into these folders of the stage back into the checkout. */
  bringBack(folders: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Not needed to run, or big, or the place results are written to. */
const LEFT_OUT = new Set([
  '.git',
  '.ci',
  'dist',
  'demo-output',
  'test-results',
  'playwright-report',
]);

/**
 * The checkout itself; for another user a copy of it that is theirs, since the checkout may lie
 * where they can read nothing, and must not become writable to them.
 */
export async function openStage(user: User | null): Promise<Stage> {
  if (!user) {
    return { folder: ROOT, bringBack: () => Promise.resolve(), close: () => Promise.resolve() };
  }
  const folder = await mkdtemp(join(tmpdir(), 'vestigo-stage-'));
  const modules = join(ROOT, 'node_modules');
  const linked = await canRead(user, join(modules, 'playwright/package.json'));
  if (linked) await symlink(modules, join(folder, 'node_modules'));
  const names = (await readdir(ROOT)).filter(
    (name) => !LEFT_OUT.has(name) && !(linked && name === 'node_modules'),
  );
  await capture('cp', ['-a', '--reflink=auto', '-t', folder, ...names], { cwd: ROOT });
  // -h: a link is theirs, what it points at stays the caller's.
  await capture('chown', ['-hR', `${user.uid}:${user.gid}`, folder]);
  await chmod(folder, 0o700);
  return {
    folder,
    async bringBack(folders) {
      for (const name of folders) {
        const from = join(folder, name);
        if (!existsSync(from)) continue;
        await mkdir(join(ROOT, name), { recursive: true });
        // Made anew by this process, so that the files belong to whoever called it.
        await capture('cp', ['-rT', from, join(ROOT, name)]);
      }
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Half a gigabyte of modules need not be copied where they can be read as they are. */
async function canRead(user: User, path: string): Promise<boolean> {
  return capture('test', ['-r', path], { ...user }).then(
    () => true,
    () => false,
  );
}
