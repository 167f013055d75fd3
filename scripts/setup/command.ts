import { spawn, type SpawnOptions } from 'node:child_process';

/** A command ended otherwise than well; `output` is what it printed, as far as it was kept. */
export class CommandFailed extends Error {
  readonly output: string;

  constructor(command: string, ending: string, output: string) {
    super(`${command} ${ending}${output ? `\n${output}` : ''}`);
    this.output = output;
  }
}

/** The person wants to stop: nothing further is begun, what was begun is tidied up. */
export class Interrupted extends Error {}

interface Options extends Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'> {
  /** Kills the command after so many milliseconds. */
  readonly timeout?: number;
}

/** Runs a command and gives back its stdout; both streams are kept, not shown. */
export async function capture(
  command: string,
  args: readonly string[],
  options: Options = {},
): Promise<string> {
  const { code, signal, stdout, stderr } = await finish(command, args, options, 'pipe');
  if (code === 0) return stdout;
  throw new CommandFailed(command, ending(code, signal), (stderr + stdout).trim());
}

/** Runs a command with this terminal as its output; gives back the exit status, 1 when killed. */
export async function show(
  command: string,
  args: readonly string[],
  options: Options = {},
): Promise<number> {
  const { code } = await finish(command, args, options, 'inherit');
  return code ?? 1;
}

interface Finished {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

function finish(
  command: string,
  args: readonly string[],
  options: Options,
  output: 'pipe' | 'inherit',
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', output, output] });
    // Being told to stop, this process waits for the child and then tidies up after it.
    let interrupted = false;
    const passOn = (signal: NodeJS.Signals) => {
      interrupted = true;
      child.kill(signal);
    };
    process.on('SIGTERM', passOn).on('SIGINT', passOn);
    const kept = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (kept.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (kept.stderr += text));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('SIGTERM', passOn).off('SIGINT', passOn);
      if (interrupted) reject(new Interrupted(`${command} was interrupted`));
      else resolve({ code, signal, ...kept });
    });
  });
}

function ending(code: number | null, signal: string | null): string {
  return signal ? `was stopped by ${signal}` : `ended with status ${code}`;
}
