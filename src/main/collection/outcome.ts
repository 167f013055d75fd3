import { Failed, toFailure, type Failure, type FailureKind } from '../../shared/errors.ts';

/** The service knows who asks and says no: asking on, or for other windows, cannot help. */
const refusals: ReadonlySet<FailureKind> = new Set([
  'service.unauthorized',
  'service.scope',
  'service.plan',
  'service.rejected',
]);

/** Whether the service refused this token or request. */
export function isRefusal({ kind }: Failure): boolean {
  return refusals.has(kind);
}

/** Troubles that concern every window, so that the others need not be tried. */
const endsAll: ReadonlySet<FailureKind> = new Set([
  'service.unauthorized',
  'service.scope',
  'service.plan',
  'cancelled',
  'service.redirected',
  'service.rate-limited',
  'network.unreachable',
  'network.certificate',
]);

/**
 * `pages`: how many pages the collection has. Where others were taken, a request that is not may be
 * the fault of its own window, such as one that lies further back than the service looks.
 */
export function concernsAll({ kind }: Failure, pages: number): boolean {
  return endsAll.has(kind) || (kind === 'service.rejected' && pages === 0);
}

/**
 * What a thrown error means for a window. Troubles with the service or the network are the ledger's
 * to tell; everything else (a full disk, a damaged session, a fault of this program) is thrown on.
 */
export function troubleOf(error: unknown): Failure {
  const failure = toFailure(error);
  if (failure.kind === 'cancelled' || /^(service|network)\./.test(failure.kind)) return failure;
  throw error;
}

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new Failed('cancelled');
}
