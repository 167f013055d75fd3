import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { SetupError } from '../setup/machine.ts';
import type { User } from './user.ts';

export interface Display {
  /** What DISPLAY has to be. */
  readonly name: string;
  close(): void;
}

/** Room for a window of 1280 by 800 with every menu open. */
const SCREEN = '1440x900x24';

/** Starts a virtual X server on a free display; it says which on a pipe of its own. */
export function openDisplay(user: User | null): Promise<Display> {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset'],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], ...user },
  );
  const complaints: string[] = [];
  server.stderr?.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  const answer = server.stdio[3];
  return new Promise((resolve, reject) => {
    if (!(answer instanceof Readable))
      throw new Error('the pipe for the display number is missing');
    server.once('error', reject);
    server.once('exit', () => {
      reject(new SetupError(`The virtual display did not start\n${complaints.join('').trim()}`));
    });
    answer.setEncoding('utf8').once('data', (number: string) => {
      resolve({ name: `:${number.trim()}`, close: () => void server.kill() });
    });
  });
}

/** Whether a person's own screen is there to show a window on. */
export function hasScreen(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}
