import { Failed, type FailureKind } from '../../shared/errors.ts';

const kinds: Readonly<Record<string, FailureKind>> = {
  ENOSPC: 'file.disk-full',
  EDQUOT: 'file.disk-full',
  EFBIG: 'file.disk-full',
  EROFS: 'file.read-only',
  EACCES: 'file.not-permitted',
  EPERM: 'file.not-permitted',
  // Windows: another program has it open.
  EBUSY: 'file.not-permitted',
  EISDIR: 'file.exists',
  ENOTDIR: 'file.not-found',
  ENOENT: 'file.not-found',
};

/** What a failed write means to a person; everything that is not the system's refusal stays as it is. */
export function writeFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const kind = kinds[String(error.code)];
  return kind ? new Failed(kind, { writing: true }, { cause: error }) : error;
}
