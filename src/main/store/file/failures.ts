import { ZodError } from 'zod';
import { Failed, type FailureKind } from '../../../shared/errors.ts';

/** SQLite's result codes by their beginning; extended codes follow their family. First match wins. */
const sqliteKinds: readonly (readonly [string, FailureKind])[] = [
  ['SQLITE_BUSY', 'session.in-use'],
  ['SQLITE_LOCKED', 'session.in-use'],
  ['SQLITE_FULL', 'file.disk-full'],
  ['SQLITE_READONLY', 'file.read-only'],
  ['SQLITE_CANTOPEN', 'file.not-permitted'],
  ['SQLITE_PERM', 'file.not-permitted'],
  ['SQLITE_AUTH', 'file.not-permitted'],
  ['SQLITE_CORRUPT', 'session.damaged'],
  ['SQLITE_NOTADB', 'session.damaged'],
  ['SQLITE_IOERR_SHORT_READ', 'session.damaged'],
  ['SQLITE_IOERR_READ', 'session.damaged'],
  ['SQLITE_IOERR_CORRUPTFS', 'session.damaged'],
];

const systemKinds: Readonly<Record<string, FailureKind>> = {
  ENOENT: 'session.not-found',
  ENOTDIR: 'session.not-found',
  EISDIR: 'session.not-a-session',
  EACCES: 'file.not-permitted',
  EPERM: 'file.not-permitted',
  EROFS: 'file.read-only',
  ENOSPC: 'file.disk-full',
  EDQUOT: 'file.disk-full',
  EEXIST: 'file.exists',
};

/** Any error met on a session file as the failure a person is told of; others are left as they are. */
export function fileFailure(error: unknown): unknown {
  // What is parsed in this room is what the file holds.
  if (error instanceof ZodError) return new Failed('session.damaged', {}, { cause: error });
  if (!(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  // By its name and not by its class: the package cannot be loaded in every process that asks this.
  if (error.name === 'SqliteError') {
    const kind = sqliteKinds.find(([prefix]) => code.startsWith(prefix))?.[1];
    return kind
      ? new Failed(kind, {}, { cause: error })
      : new Failed('internal', { type: code }, { cause: error });
  }
  const kind = systemKinds[code];
  return kind ? new Failed(kind, {}, { cause: error }) : error;
}

/** Whether a write failed for want of room alone: what can wait does. */
export function isDiskFull(error: unknown): boolean {
  const failure = fileFailure(error);
  return failure instanceof Failed && failure.failure.kind === 'file.disk-full';
}
