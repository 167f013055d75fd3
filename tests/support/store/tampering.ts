import { closeSync, copyFileSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { openFile } from '../../../src/main/store/file/database.ts';
import { toFailure, type FailureKind } from '../../../src/shared/errors.ts';
import { key } from './events.ts';

const told: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'session.damaged',
  'session.wrong-key',
  'session.not-a-session',
  'session.newer-version',
]);

/** Whether opening the file says that it is not what was written. */
export async function isNoticed(path: string): Promise<boolean> {
  try {
    const file = await openFile(path, key);
    file.close();
    return false;
  } catch (error) {
    return told.has(toFailure(error).kind);
  }
}

/**
 * Which of these bytes of a session can be changed, one at a time, without being noticed. The copy at
 * `path` is what it was in the end.
 */
export async function unnoticedFlips(
  original: string,
  path: string,
  places: Iterable<number>,
): Promise<number[]> {
  const bytes = readFileSync(original);
  copyFileSync(original, path);
  const put = (at: number, value: number) => {
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.from([value]), 0, 1, at);
    closeSync(file);
  };
  const unnoticed: number[] = [];
  for (const at of places) {
    put(at, (bytes[at] ?? 0) ^ (at % 2 === 0 ? 0xff : 1));
    if (!(await isNoticed(path))) unnoticed.push(at);
    put(at, bytes[at] ?? 0);
  }
  return unnoticed;
}

/** To which of these sizes, from the largest down, a session can be cut without being noticed. */
export async function unnoticedCuts(
  original: string,
  path: string,
  sizes: Iterable<number>,
): Promise<number[]> {
  copyFileSync(original, path);
  const unnoticed: number[] = [];
  for (const size of sizes) {
    truncateSync(path, size);
    if (!(await isNoticed(path))) unnoticed.push(size);
  }
  return unnoticed;
}
