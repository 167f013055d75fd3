import { open } from 'node:fs/promises';
import { Failed, type FailureKind } from '../../shared/errors.ts';
import { Splitter, type Piece } from './splitter.ts';

const chunkBytes = 256 * 1024;
const failures: Readonly<Record<string, FailureKind>> = {
  ENOENT: 'file.not-found',
  ENOTDIR: 'file.not-found',
  EACCES: 'file.not-permitted',
  EPERM: 'file.not-permitted',
  EISDIR: 'file.unreadable',
};

export interface FileProgress {
  bytes: number;
  of: number;
}

/**
 * The elements of a JSON file, a chunk's worth at a time, in constant memory. Throws
 * `Failed('file.*')`; `file.unreadable` for UTF-16 and for what is no text at all.
 */
export async function* readPieces(
  path: string,
  onRead: (progress: FileProgress) => void,
): AsyncIterable<Piece[]> {
  const file = await open(path).catch((error: unknown) => {
    throw readFailure(error);
  });
  try {
    const { size: of } = await file.stat();
    const splitter = new Splitter();
    let bytes = 0;
    for (;;) {
      const buffer = Buffer.allocUnsafe(chunkBytes);
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) break;
      const chunk = buffer.subarray(0, bytesRead);
      yield splitter.push(bytes === 0 ? textStart(chunk) : chunk);
      bytes += bytesRead;
      onRead({ bytes, of });
    }
    yield splitter.end();
  } catch (error) {
    throw readFailure(error);
  } finally {
    await file.close();
  }
}

/** The first bytes without the byte order mark of UTF-8. */
function textStart(chunk: Buffer): Buffer {
  const [first, second, third] = chunk;
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (utf16 || chunk.includes(0)) throw new Failed('file.unreadable', { line: 1 });
  return first === 0xef && second === 0xbb && third === 0xbf ? chunk.subarray(3) : chunk;
}

function readFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const kind = failures[String(error.code)];
  return kind ? new Failed(kind, { line: 1 }, { cause: error }) : error;
}
