import type { Failure, FailureKind } from '../../shared/errors.ts';

/** Exit statuses of contract.md, "The command line". */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  wrongWords: 2,
  resumable: 3,
  refused: 4,
  changed: 5,
  notWritable: 6,
  found: 7,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const { unexpected, wrongWords, resumable, refused, changed, notWritable } = exitCodes;

/** Every kind of failure has its status: a new kind without one does not compile. */
const codes: Record<FailureKind, ExitCode> = {
  'service.unauthorized': refused,
  'service.scope': refused,
  'service.plan': refused,
  'service.rejected': refused,
  'service.rate-limited': resumable,
  'service.unavailable': resumable,
  'service.not-json': resumable,
  'service.wrong-shape': resumable,
  'service.redirected': resumable,
  'service.too-large': resumable,
  'service.list-stuck': resumable,
  'service.window-full': resumable,
  'network.unreachable': resumable,
  'network.timeout': resumable,
  'network.certificate': resumable,
  'session.not-found': wrongWords,
  'session.not-a-session': changed,
  'session.damaged': changed,
  'session.newer-version': changed,
  'session.in-use': notWritable,
  'session.wrong-key': changed,
  'session.no-key': changed,
  'session.none-open': unexpected,
  'file.disk-full': notWritable,
  'file.read-only': notWritable,
  'file.not-permitted': notWritable,
  'file.not-found': wrongWords,
  'file.exists': notWritable,
  'file.too-large': wrongWords,
  'file.unreadable': wrongWords,
  'file.changed': resumable,
  'bundle.changed': changed,
  'bundle.refused': changed,
  'bundle.no-key': changed,
  'bundle.wrong-key': changed,
  'keychain.absent': changed,
  'keychain.locked': changed,
  'keychain.no-entry': changed,
  'lock.wrong-secret': unexpected,
  'window.locked': unexpected,
  'query.syntax': wrongWords,
  'query.unknown-field': wrongWords,
  'input.invalid': wrongWords,
  'source.unknown': wrongWords,
  'source.no-token': wrongWords,
  'source.address-changed': wrongWords,
  cancelled: unexpected,
  internal: unexpected,
};

/** A file or folder that is not there is a wrong word when it is to be read, else no place to write. */
export function exitCodeOf({ kind, params }: Failure): ExitCode {
  return kind === 'file.not-found' && params['writing'] === true ? notWritable : codes[kind];
}
