import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Failed, type FailureKind } from '../../shared/errors.ts';
import { Splitter, type Piece, type ReadLine } from './splitter.ts';

const chunkBytes = 256 * 1024;
const failures: Readonly<Record<string, FailureKind>> = {
  ENOENT: 'file.not-found',
  ENOTDIR: 'file.not-found',
  ELOOP: 'file.not-found',
  ENAMETOOLONG: 'file.not-found',
  EACCES: 'file.not-permitted',
  EPERM: 'file.not-permitted',
  EISDIR: 'file.unreadable',
  ENXIO: 'file.unreadable',
};

export interface FileProgress {
  bytes: number;
  of: number;
}

/**
 * The elements of a JSON file, a chunk's worth at a time, in constant memory. Reads what was in it
 * when it was opened; throws `file.changed` at the end when somebody has written to it meanwhile.
 * Throws `Failed('file.*')`; `file.unreadable` for what is no file, for UTF-16 and for what is no
 * text, or nothing at all.
 */
export async function* readPieces<T = never>(
  path: string,
  onRead: (progress: FileProgress) => void,
  readLine: ReadLine<T> | null = null,
): AsyncIterable<(Piece | T)[]> {
  const file = await openFile(path);
  try {
    const { size: of, mtimeMs } = await file.stat();
    const splitter = new Splitter(readLine);
    let bytes = 0;
    while (bytes < of) {
      const buffer = Buffer.allocUnsafe(chunkBytes);
      const { bytesRead } = await file.read(buffer, 0, Math.min(chunkBytes, of - bytes), null);
      if (bytesRead === 0) break;
      const chunk = buffer.subarray(0, bytesRead);
      yield splitter.push(bytes === 0 ? textStart(chunk) : chunk);
      bytes += bytesRead;
      onRead({ bytes, of });
    }
    yield splitter.end();
    if (splitter.isBlank) throw new Failed('file.unreadable', { line: 1 });
    const now = await file.stat();
    if (bytes < of || now.size !== of || now.mtimeMs !== mtimeMs) throw new Failed('file.changed');
  } catch (error) {
    throw readFailure(error);
  } finally {
    await file.close();
  }
}

/** Without waiting for whoever might write into a pipe: nothing but a file is read, and twice. */
async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      throw readFailure(error);
    },
  );
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new Failed('file.unreadable', { line: 1 });
}

/** The first bytes without the byte order mark of UTF-8. */
function textStart(chunk: Buffer): Buffer {
  const [first, second, third] = chunk;
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (utf16) throw new Failed('file.unreadable', { line: 1 });
  return first === 0xef && second === 0xbb && third === 0xbf ? chunk.subarray(3) : chunk;
}

function readFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const kind = failures[String(error.code)];
  return kind ? new Failed(kind, { line: 1 }, { cause: error }) : error;
}
