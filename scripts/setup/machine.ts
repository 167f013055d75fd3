import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Interrupted } from './command.ts';

/** The top level of the checkout. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** Something the person has to see to; its message says what, and is shown without a stack. */
export class SetupError extends Error {}

const OLDEST_NODE = 24;

/** npm scripts find Node 24 in node_modules/.bin on Linux and Windows; elsewhere the system's own must do. */
function assertNode(): void {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) return;
  throw new SetupError(
    `Vestigo's tools need Node ${OLDEST_NODE} or newer, this is ${process.versions.node}. Start them through npm (npm start, npm test); where npm ci brings no Node of its own for this system, install one.`,
  );
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Where downloads are kept between runs: for root a place that the unprivileged desktop user can read. */
export function cacheFolder(): string {
  if (isRoot()) return '/var/cache/vestigo';
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'vestigo');
}

/**
 * Runs a command of this folder: its answer becomes the exit status, and what the person has to see
 * to is said without a stack.
 */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    assertNode();
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupError || error instanceof Interrupted)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
