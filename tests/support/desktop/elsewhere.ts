import { spawn } from 'node:child_process';
import { once } from 'node:events';

interface Elsewhere {
  readonly session: string;
  readonly passphrase: string;
  /** A Pachca that answers but does not end. */
  readonly address: string;
  readonly token: string;
}

/**
 * Begins a collection by the command line, which holds the session file open.
 * @returns how to end it
 */
export function collectElsewhere({ session, passphrase, address, token }: Elsewhere) {
  const period = ['--from', '2026-10-01', '--to', '2026-10-02'];
  const words = ['--source', 'pachca', '--base-url', address, ...period, '--session', session];
  const child = spawn(process.execPath, ['src/main/cli.ts', 'collect', ...words], {
    env: { ...process.env, VESTIGO_PASSPHRASE: passphrase, VESTIGO_TOKEN: token },
    stdio: 'ignore',
  });
  return async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
}
