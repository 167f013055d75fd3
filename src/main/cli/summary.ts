import type { Collected } from '../collection/collect.ts';
import { isRefusal } from '../collection/outcome.ts';
import type { Meter } from '../collection/meter.ts';
import { totalOf } from '../collection/progress.ts';
import type { Failure } from '../../shared/errors.ts';
import { formatExactInstant } from '../../shared/instant.ts';
import type { Counts, LedgerWindow } from '../../shared/session.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { failureReason, fill, words } from './words.ts';

type Status = 'complete' | 'partial' | 'failed';

/** The last line of `collect --json` (contract.md, "The command line"). */
export type Summary = ReturnType<typeof summaryOf>;

/**
 * The whole collection as the ledger has it, with what this run asked. One that was complete before
 * says what asking again would have said: everything is known already. Only a refusal without a
 * single page is `failed`: everything else can go on.
 */
export function summaryOf(collected: Collected, before: Counts, meter: Meter) {
  const { collection, alreadyComplete, failure } = collected;
  const total = totalOf(collection);
  const events = eventsOf(total);
  const isDone = collection.status === 'complete' && !failure;
  const refused = failure !== null && isRefusal(failure) && total.pages === 0;
  const status: Status = isDone ? 'complete' : refused ? 'failed' : 'partial';
  return {
    status,
    events,
    newEvents: alreadyComplete ? 0 : total.newEvents,
    duplicates: alreadyComplete ? events : total.duplicates,
    outOfWindow: total.outOfWindow,
    quarantined: total.quarantined,
    conflicts: total.conflicts,
    requests: before.requests + meter.requests,
    retries: before.retries + meter.retries,
    windows: collection.windows.map((window) => windowLine(window)),
  };
}

/** 4 where the service refused, 3 for everything else that can go on. */
export function exitCodeOfCollect(status: Status, failure: Failure | null): ExitCode {
  if (status === 'complete') return exitCodes.done;
  return failure && isRefusal(failure) ? exitCodes.refused : exitCodes.resumable;
}

/** Readable events of the period, known ones included. */
function eventsOf({ newEvents, duplicates }: Counts): number {
  return newEvents + duplicates;
}

function windowLine({ from, to, status, reason, counts }: LedgerWindow) {
  const isSettled = status === 'complete' || status === 'failed';
  const unreadable = fill(words.quarantined, { count: counts.quarantined });
  return {
    from: formatExactInstant(from),
    to: formatExactInstant(to),
    status: isSettled ? status : 'partial',
    events: eventsOf(counts),
    pages: counts.pages,
    reason: reason ? failureReason(reason) : counts.quarantined > 0 ? unreadable : null,
  };
}
