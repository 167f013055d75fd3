import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ChildChannel } from './channel.ts';

/** Electron's `utilityProcess`, as much of it as is used here: this room does not know Electron. */
export interface UtilityFork {
  fork(
    entry: string,
    args: string[],
    options: {
      stdio: 'ignore';
      serviceName: string;
      env: Record<string, string>;
      execArgv: string[];
    },
  ): {
    postMessage(message: unknown): void;
    on(event: 'message', listener: (message: unknown) => void): unknown;
    on(event: 'exit', listener: () => void): unknown;
    kill(): boolean;
  };
}

/**
 * For glibc, which else keeps for itself what larger blocks left free: a fifth of what a session of a
 * million events has in memory when it has just been read. A run of events is no such block: its
 * memory given back and asked for anew took a sixth of the time in which it is read.
 */
export const allocation = {
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_ARENA_MAX: '2',
};
/**
 * Half of the usual, in MB: what is short-lived here is a page of rows. Threads that help to collect
 * that little cost more than they save.
 */
export const heap = ['--max-semi-space-size=8', '--no-parallel-scavenge'];

export interface LaunchOptions {
  /** The built or plain `session-process` file. */
  entry: string;
  /** Given where Electron's own Node is 24 or newer (Electron 40); null forks a Node. */
  utility: UtilityFork | null;
}

/** The first Node that has all that the store uses (zstd dictionaries, Node-API 10). */
const oldestNode = 24;

/**
 * Starts a session's process. It inherits no environment to speak of, so that no token or passphrase
 * gets there by accident, and nothing it could print goes anywhere.
 */
export function launchSessionProcess({ entry, utility }: LaunchOptions): ChildChannel {
  const env = environment();
  if (utility) {
    const serviceName = 'Vestigo session';
    const child = utility.fork(entry, [], { stdio: 'ignore', serviceName, env, execArgv: [] });
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
      post: (message) => child.postMessage(message),
      onMessage: (listener) => child.on('message', listener),
      onEnd: (listener) => child.on('exit', listener),
      kill: () => child.kill(),
    };
  }
  const child = fork(entry, [], {
    execPath: nodePath(),
    execArgv: heap,
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // JSON and not V8's own form: the two ends may be of different versions of V8.
    serialization: 'json',
  });
  return {
    post(message) {
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: (listener) => child.on('message', listener),
    onEnd(listener) {
      child.on('exit', listener);
      child.on('error', listener);
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/** What systems need for temporary files and a user's name; nothing of this program's own. */
function environment(): Record<string, string> {
  const names = ['SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'HOME', 'USERPROFILE', 'USERNAME', 'TZ'];
  const inherited = names.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(inherited), ...allocation };
}

/** This program's own Node where it is new enough, else the one among the project's dependencies. */
function nodePath(): string {
  const isPlainNode = process.versions['electron'] === undefined;
  if (isPlainNode && Number.parseInt(process.versions.node, 10) >= oldestNode) {
    return process.execPath;
  }
  const require = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = dirname(require.resolve(`${name}/package.json`));
  const path = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(path)) throw new Error(`${name} holds no Node`);
  return path;
}
