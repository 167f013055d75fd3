import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { capture, show } from '../setup/command.ts';
import { runtimeEnvironment, type ElectronRuntime } from '../setup/electron.ts';
import { ROOT } from '../setup/machine.ts';
import { openScratch } from '../setup/scratch.ts';
import { openDisplay } from './display.ts';
import { openStage, type Stage } from './stage.ts';
import { desktopUser } from './user.ts';

interface Run {
  readonly runtime: ElectronRuntime;
  /** A script and its words, for Node; paths from the top level of the checkout. */
  readonly script: readonly string[];
  /** Folders the script writes which have to end in the checkout. */
  readonly outputs: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a Node script where windows can open and nothing of the caller's is touched: a virtual
 * display, a fresh home, and never as root. Keychains are opened per window (tests/support/desktop).
 * @returns the script's exit status
 */
export async function runInDesktop({ runtime, script, outputs, env }: Run): Promise<number> {
  const user = await desktopUser();
  const [display, stage, home] = await Promise.all([
    openDisplay(user),
    openStage(user),
    openScratch('home'),
  ]);
  try {
    const temporary = join(home.path, 'tmp');
    await mkdir(temporary);
    if (user) await capture('chown', ['-R', `${user.uid}:${user.gid}`, home.path]);
    return await show(inStage(process.execPath, stage), script, {
      cwd: stage.folder,
      env: {
        ...inherited(),
        PATH: `${join(stage.folder, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
        ...runtimeEnvironment(runtime),
        ...env,
        DISPLAY: display.name,
        HOME: home.path,
        TMPDIR: temporary,
      },
      ...user,
    });
  } finally {
    await stage.bringBack(outputs);
    display.close();
    await Promise.all([stage.close(), home.remove()]);
  }
}

/** The Node that npm ci brought lies in the checkout, which the desktop's user may not be able to read. */
function inStage(program: string, stage: Stage): string {
  const path = relative(ROOT, program);
  return path.startsWith('..') ? program : join(stage.folder, path);
}

/** Little is handed on: no tokens, proxies or desktop of the caller's. */
function inherited(): Record<string, string> {
  const names = ['LANG', 'TERM', 'CI', 'NO_COLOR', 'FORCE_COLOR'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
