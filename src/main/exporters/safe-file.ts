import { createHash, randomBytes } from 'node:crypto';
import { copyFile, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeFailure } from './file-failure.ts';

export type Chunk = string | Uint8Array;

export interface Written {
  bytes: number;
  sha256: string;
}

/** Something finished under a temporary name: nobody sees it until it is put in its place. */
export interface Draft {
  /** Where it will be. */
  readonly path: string;
  /** Gives it its real name, replacing what is there. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/** A name beside `path` that is hidden and that nothing has, however long the name of `path` is. */
export function hiddenBeside(path: string): string {
  return join(
    dirname(path),
    `.${basename(path).slice(0, 32)}.${randomBytes(6).toString('hex')}.part`,
  );
}

/**
 * Writes chunks to a hidden file beside `path` and flushes it to the disk. Whatever goes wrong —
 * a full disk, a cancelled source, an exception — the hidden file is removed and `path` stays
 * untouched. Throws `Failed('file.*')` for refusals of the system.
 */
export async function draftFile(
  path: string,
  chunks: AsyncIterable<Chunk> | Iterable<Chunk>,
): Promise<Draft & Written> {
  const hidden = hiddenBeside(path);
  const discard = () => rm(hidden, { force: true });
  try {
    const file = await createFile(hidden);
    try {
      for await (const chunk of chunks) await file.write(chunk);
      const written = await file.finish();
      return { path, ...written, discard, publish: () => putInPlace(hidden, path, rename) };
    } finally {
      await file.close();
    }
  } catch (error) {
    await discard();
    throw writeFailure(error);
  }
}

/**
 * Lets `fill` write files into a hidden folder beside `path`; as with {@link draftFile}, the folder
 * is removed whatever goes wrong. What is at `path` is replaced as a whole, be it file or folder.
 */
export async function draftFolder<T>(
  path: string,
  fill: (folder: string) => Promise<T>,
): Promise<Draft & { filled: T }> {
  const hidden = hiddenBeside(path);
  const discard = () => rm(hidden, { recursive: true, force: true });
  try {
    await mkdir(hidden);
    const filled = await fill(hidden);
    return { path, filled, discard, publish: () => putInPlace(hidden, path, moveOver) };
  } catch (error) {
    await discard();
    throw writeFailure(error);
  }
}

/**
 * Gives a small file and what it tells of their names, the small one first: what stood in its place
 * comes back when the other cannot have its name, so that there are both or neither.
 */
export async function publishBoth(about: Draft & { path: string }, data: Draft): Promise<void> {
  const before = hiddenBeside(about.path);
  const isReplaced = await copyFile(about.path, before).then(
    () => true,
    () => false,
  );
  try {
    await about.publish();
    try {
      await data.publish();
    } catch (error) {
      if (isReplaced) await rename(before, about.path);
      else await rm(about.path, { force: true });
      throw error;
    }
  } finally {
    await rm(before, { force: true });
    await about.discard();
    await data.discard();
  }
}

export interface NewFile {
  write(chunk: Chunk): Promise<void>;
  /** Flushes it to the disk. */
  finish(): Promise<Written>;
  /** Lets go of it, finished or not. */
  close(): Promise<void>;
}

/** Bytes after which what was written goes to the disk, so that the end has not to wait for all. */
const flushedAtOnce = 2 ** 26;

/**
 * A file that is not there yet; the next chunk is made while the last one is being written, which is
 * done with when the next one is taken.
 */
export async function createFile(path: string): Promise<NewFile> {
  // The usual mode of the person's files: an export is made to be handed on.
  const file = await open(path, 'wx');
  const hash = createHash('sha256');
  let bytes = 0;
  let unflushed = 0;
  let writing: Promise<void> = Promise.resolve();
  let flushing: Promise<void> = Promise.resolve();
  // Whoever writes or finishes next is told of what goes wrong.
  const begun = (work: Promise<void>) => {
    work.catch(() => {});
    return work;
  };
  return {
    async write(chunk) {
      const data = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      hash.update(data);
      bytes += data.length;
      await writing;
      if (unflushed >= flushedAtOnce) {
        await flushing;
        flushing = begun(file.datasync());
        unflushed = 0;
      }
      writing = begun(writeAll(file, data));
      unflushed += data.length;
    },
    async finish() {
      await writing;
      // The system tells of a failure only once.
      await flushing;
      await file.sync();
      return { bytes, sha256: hash.digest('hex') };
    },
    async close() {
      await Promise.allSettled([writing, flushing]);
      await file.close();
    },
  };
}

/** At once: `writeFile` would ask the system for each half of a megabyte. */
async function writeAll(file: FileHandle, data: Uint8Array): Promise<void> {
  for (let at = 0; at < data.length;) at += (await file.write(data, at)).bytesWritten;
}

async function putInPlace(
  hidden: string,
  path: string,
  move: (from: string, to: string) => Promise<void>,
): Promise<void> {
  try {
    await move(hidden, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(hidden, { recursive: true, force: true });
    throw writeFailure(error);
  }
}

/** A folder takes no name in one step that something has: that has to leave it first. */
async function moveOver(hidden: string, path: string): Promise<void> {
  try {
    await rename(hidden, path);
  } catch (error) {
    if (!isOccupied(error)) throw error;
    const aside = hiddenBeside(path);
    await rename(path, aside);
    try {
      await rename(hidden, path);
    } catch (failure) {
      await rename(aside, path);
      throw failure;
    }
    await rm(aside, { recursive: true, force: true });
  }
}

/** What the systems say when a folder is to take the place of another, or of a file. */
function isOccupied(error: unknown): boolean {
  const codes = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM'];
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
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
