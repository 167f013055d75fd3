import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Failed, type FailureKind } from '../../shared/errors.ts';
import { changed } from './fault.ts';

/** A bundle as it lies there, which is read from its beginning as often as need be. */
export interface BundleFile {
  /** Its name without the folder. */
  readonly name: string;
  readonly size: number;
  /** All of it, or its first bytes. */
  read(bytes?: number): AsyncIterable<Uint8Array>;
}

const kinds: Readonly<Record<string, FailureKind>> = {
  ENOENT: 'file.not-found',
  ENOTDIR: 'file.not-found',
  EACCES: 'file.not-permitted',
  EPERM: 'file.not-permitted',
};

/** Throws `file.*`, and so does reading; `bundle.changed` for what is no file. */
export async function bundleAt(path: string): Promise<BundleFile> {
  const found = await stat(path).catch((error: unknown) => {
    throw readFailure(error);
  });
  if (!found.isFile()) throw changed('not-a-bundle');
  return {
    name: basename(path),
    size: found.size,
    async *read(bytes = Infinity) {
      try {
        const stream: AsyncIterable<Buffer> = createReadStream(path, {
          end: bytes - 1,
          highWaterMark: 2 ** 20,
        });
        yield* stream;
      } catch (error) {
        throw readFailure(error);
      }
    },
  };
}

function readFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const kind = kinds[String(error.code)];
  return kind ? new Failed(kind, {}, { cause: error }) : error;
}
