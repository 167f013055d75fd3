import { readdir, readFile } from 'node:fs/promises';
import type { ElectronApplication } from '@playwright/test';

/** The app's children that run the store, by their ids: Linux tells them under /proc. */
export async function sessionProcesses(app: ElectronApplication): Promise<number[]> {
  const parent = app.process().pid ?? 0;
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const words = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    const ours = new RegExp(`^PPid:\\s*${parent}$`, 'm').test(status);
    if (ours && words.includes('session-process')) found.push(Number(name));
  }
  return found;
}
