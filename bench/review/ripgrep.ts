import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isRoot } from '../../scripts/setup/machine.ts';
import { frequent, oneLetter, rare } from './work.ts';

const run = promisify(execFile);

export interface Found {
  ms: number;
  /** Lines: those of the file, which also has the names of fields. */
  count: number;
}

/** Counting lines with ripgrep, case aside; null where there is none and none can be installed. */
export async function measureRipgrep(path: string): Promise<Record<string, Found> | null> {
  if (!(await isThere())) return null;
  const found: Record<string, Found> = {};
  for (const text of [oneLetter, frequent, rare]) {
    const args = ['--count', '--ignore-case', '--fixed-strings', '--', text, path];
    // Once to have the file in memory.
    await run('rg', args).catch(() => null);
    const start = performance.now();
    const { stdout } = await run('rg', args).catch(() => ({ stdout: '0' }));
    found[text] = { ms: performance.now() - start, count: Number(stdout) };
  }
  return found;
}

async function isThere(): Promise<boolean> {
  const version = () =>
    run('rg', ['--version']).then(
      () => true,
      () => false,
    );
  if (await version()) return true;
  if (!isRoot()) {
    console.error('ripgrep is missing and only root can install it: apt-get install ripgrep');
    return false;
  }
  await run('apt-get', ['install', '--yes', '--quiet', 'ripgrep']).catch(() => null);
  return version();
}
