import { bareEnvironment } from '../bare-environment.ts';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SourceKind } from '../../../src/shared/event.ts';
import type { Summary } from '../../../src/main/cli/summary.ts';

const program = fileURLToPath(new URL('../../../src/main/cli.ts', import.meta.url));
export const passphrase = 'a phrase for tests';

export interface Ended {
  /** null: killed by a signal. */
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Service {
  address: string;
  token: string;
}

/** What a collection through the command line asks for. */
export interface Words {
  kind: SourceKind;
  service: Service;
  session: string;
  /** ISO 8601, both inside. */
  period: { from: string; to: string };
  more?: readonly string[];
  token?: string;
}

/** The real command line in a process of its own, without a keychain in reach. */
function start(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...bareEnvironment(), VESTIGO_PASSPHRASE: passphrase, ...env },
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

export function startCollecting({ kind, service, session, period, more = [], token }: Words) {
  const from = ['--from', period.from, '--to', period.to];
  const where = ['--source', kind, '--base-url', service.address, '--session', session];
  return start(['collect', ...where, ...from, '--json', ...more], {
    VESTIGO_TOKEN: token ?? service.token,
  });
}

/** One `collect --json`: how it ended, and the summary it printed last. */
export async function collectOutside(words: Words): Promise<Ended & { summary: Summary }> {
  const ended = await startCollecting(words).ended;
  const last = ended.stdout.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`no summary: ${ended.code} ${ended.stderr}`);
  return { ...ended, summary: JSON.parse(last) as Summary };
}
