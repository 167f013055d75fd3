import { fork, spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { bareEnvironment } from './bare-environment.ts';
import type { Call, Ended } from './command-line-host.ts';

export type { Ended } from './command-line-host.ts';

export const passphrase = 'a phrase for tests';

export interface Running {
  child: ChildProcessByStdio<null, Readable, Readable>;
  ended: Promise<Ended>;
}

const place = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const program = place('../../src/main/cli.ts');

function environment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...bareEnvironment(), VESTIGO_PASSPHRASE: passphrase, ...more };
}

/** Starts the real command line, as `npm run cli` does, without a keychain in reach. */
export function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [program, ...args], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([code]: unknown[]) => ({
    code: typeof code === 'number' ? code : null,
    stdout,
    stderr,
  }));
  return { child, ended };
}

/**
 * The same words in a process that has run others before: starting one for each takes longer than
 * what it is asked for. For everything but signals, pipes and how a process ends.
 */
export function cli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return hosts.ask({ args, env: environment(env) });
}

const hosts = (() => {
  let host: ChildProcess | null = null;
  let last: Promise<unknown> = Promise.resolve();
  async function call(what: Call): Promise<Ended> {
    host ??= launch();
    const settled = new AbortController();
    const { signal } = settled;
    const answer = once(host, 'message', { signal });
    const gone = once(host, 'exit', { signal });
    // A test that is done does not wait for it.
    host.ref();
    host.channel?.ref();
    host.send(what);
    const [ended] = (await Promise.race([answer, gone])) as [Ended | number | null];
    gone.catch(() => undefined);
    settled.abort();
    host.unref();
    host.channel?.unref();
    if (ended === null || typeof ended === 'number') {
      host = null;
      throw new Error(`the command line ended on its own: ${what.args.join(' ')}`);
    }
    return ended;
  }
  return {
    ask(what: Call): Promise<Ended> {
      const asked = last.then(() => call(what));
      last = asked.catch(() => undefined);
      return asked;
    },
  };
})();

function launch(): ChildProcess {
  const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const;
  return fork(place('command-line-host.ts'), [], {
    env: environment({}),
    execArgv: [],
    stdio: [...stdio],
  });
}
