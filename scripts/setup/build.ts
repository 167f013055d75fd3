import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { capture } from './command.ts';
import { ROOT } from './machine.ts';

/** Bundles the app into out/, from nothing, so that no file of an older build is left to be loaded. */
export async function buildApp(): Promise<void> {
  await rm(join(ROOT, 'out'), { recursive: true, force: true });
  const tool = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  await capture(process.execPath, [tool, 'build', '--logLevel', 'warn'], { cwd: ROOT });
}
