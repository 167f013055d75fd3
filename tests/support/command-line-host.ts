// Before anything that works a passphrase through.
import './remembered-keys.ts';
import { run } from '../../src/main/cli/run.ts';

export interface Call {
  args: readonly string[];
  env: NodeJS.ProcessEnv;
}

export interface Ended {
  /** null: killed by a signal. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A process of the command line that takes its words one after another from who forked it. */
const said = { stdout: '', stderr: '' };
for (const name of ['stdout', 'stderr'] as const) {
  process[name].write = (text: string | Uint8Array) => {
    said[name] += typeof text === 'string' ? text : Buffer.from(text).toString();
    return true;
  };
}

// Sockets to services that are gone would keep it.
process.on('disconnect', () => process.exit());
process.on('message', (call) => void answer(call as Call));

async function answer({ args, env }: Call): Promise<void> {
  Object.assign(said, { stdout: '', stderr: '' });
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  const code = await run(args, new AbortController().signal);
  process.send?.({ code, ...said } satisfies Ended);
}
