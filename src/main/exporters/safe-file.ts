import { createHash, randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeFailure } from './file-failure.ts';

export interface Written {
  bytes: number;
  sha256: string;
}

/** A finished file under a temporary name: nobody sees it until it is put in its place. */
export interface Draft extends Written {
  /** Gives it its real name, replacing what is there, in one step. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/**
 * Writes chunks to a hidden file beside `path` and flushes it to the disk. Whatever goes wrong —
 * a full disk, a cancelled source, an exception — the hidden file is removed and `path` stays
 * untouched. Throws `Failed('file.*')` for refusals of the system.
 */
export async function draftFile(
  path: string,
  chunks: AsyncIterable<string> | Iterable<string>,
): Promise<Draft> {
  const hidden = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
  const discard = () => rm(hidden, { force: true });
  try {
    const written = await writeAll(hidden, chunks);
    return { ...written, discard, publish: () => publish(hidden, path) };
  } catch (error) {
    await discard();
    throw writeFailure(error);
  }
}

async function writeAll(
  path: string,
  chunks: AsyncIterable<string> | Iterable<string>,
): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  // The usual mode of the person's files: an export is made to be handed on.
  const file = await open(path, 'wx');
  try {
    for await (const chunk of chunks) {
      const data = Buffer.from(chunk);
      hash.update(data);
      bytes += data.length;
      await file.writeFile(data);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function publish(hidden: string, path: string): Promise<void> {
  try {
    await rename(hidden, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(hidden, { force: true });
    throw writeFailure(error);
  }
}

/** Makes the new name itself survive a power cut; Windows does not let a folder be opened for that. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
