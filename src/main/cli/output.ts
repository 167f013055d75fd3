import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { toFailure } from '../../shared/errors.ts';
import { writeFailure } from '../exporters/file-failure.ts';
import { exitCodes } from './exit-codes.ts';
import { failureLine } from './words.ts';

/**
 * Results for standard output, held back while the reader is slow, so that memory stays flat. When
 * the reader has gone (`| head`), there is nothing left to do and nothing wrong.
 */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

export function printJson(value: unknown): Promise<void> {
  return print(`${JSON.stringify(value)}\n`);
}

/** NDJSON. */
export function printLines(values: readonly unknown[]): Promise<void> {
  return print(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}

/** Messages and progress; never results, never secrets. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/**
 * A reader of results that has gone ends the program quietly; results that cannot be written end it
 * with a word. Messages that nobody takes are no reason to stop.
 */
export function stopWhenNobodyReads(): void {
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.done);
    say(failureLine(toFailure(writeFailure(error))));
    process.exit(exitCodes.notWritable);
  });
}

/** Resolves when everything printed has left the program. */
export async function flush(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.writableLength > 0)
      await new Promise<void>((done) => stream.write('', () => done()));
  }
  // A refusal is told by an event of its own.
  await setImmediate();
}
