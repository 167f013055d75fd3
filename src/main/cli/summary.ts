import type { Collected } from '../collection/collect.ts';
import { isRefusal } from '../collection/outcome.ts';
import type { Meter } from '../collection/meter.ts';
import { totalOf } from '../collection/progress.ts';
import type { Failure } from '../../shared/errors.ts';
import { formatExactInstant } from '../../shared/instant.ts';
import type { Collection, Counts, LedgerWindow } from '../../shared/session.ts';
import type { SessionReader } from '../store/session-store.ts';
import { quoteValue } from '../../shared/query/quote.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { failureReason, fill, words } from './words.ts';

type Status = 'complete' | 'partial' | 'failed';

/** The last line of `collect --json` (contract.md, "The command line"). */
export type Summary = Awaited<ReturnType<typeof summaryOf>>;

/**
 * The whole collection as the ledger has it, with what this run asked. `events` are different events:
 * one that came on two pages is one event and a duplicate. A collection that was complete before says
 * what asking again would have said: everything is known already. Only a refusal without a single
 * page is `failed`: everything else can go on.
 */
export async function summaryOf(
  store: Pick<SessionReader, 'count'>,
  collected: Collected,
  before: Counts,
  meter: Meter,
) {
  const { collection, alreadyComplete, failure } = collected;
  const total = totalOf(collection);
  const windows = [];
  for (const window of collection.windows) {
    const events = await differentEvents(store, collection, window);
    windows.push(windowLine(window, events, collection));
  }
  const events = windows.reduce((sum, window) => sum + window.events, 0);
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
    windows,
  };
}

/**
 * 4 where the service refused the token, the scope or the plan, or took no request at all; 3 for
 * everything else that can go on, a single request that it did not take included.
 */
export function exitCodeOfCollect(status: Status, failure: Failure | null): ExitCode {
  if (status === 'complete') return exitCodes.done;
  const oneRequest = status === 'partial' && failure?.kind === 'service.rejected';
  return failure && isRefusal(failure) && !oneRequest ? exitCodes.refused : exitCodes.resumable;
}

/** What the session holds of what was asked for, as far as this window brought it. */
async function differentEvents(
  store: Pick<SessionReader, 'count'>,
  { source, filters }: Collection,
  { from, to, counts }: LedgerWindow,
): Promise<number> {
  const came = counts.newEvents + counts.duplicates;
  if (counts.duplicates === 0) return came;
  const asked = {
    source,
    event: filters.eventKey,
    actor: filters.actorId,
    target: filters.entityId,
    application: filters.application,
  };
  const terms = Object.entries(asked).flatMap(([field, value]) =>
    value === undefined ? [] : [`${field}:${quoteValue(value)}`],
  );
  const period = { from, to: to + 1 };
  return Math.min(came, await store.count({ query: terms.join(' '), zone: 'UTC', period }));
}

function windowLine(window: LedgerWindow, events: number, collection: Collection) {
  const { from, to, status, counts } = window;
  const isSettled = status === 'complete' || status === 'failed';
  return {
    from: formatExactInstant(from),
    to: formatExactInstant(to),
    status: isSettled ? status : 'partial',
    events,
    pages: counts.pages,
    reason: reasonOf(window, collection),
  };
}

/** Why it is not complete, and whatever else is to be known of it; null when all is as it should be. */
function reasonOf({ reason, counts }: LedgerWindow, collection: Collection): string | null {
  const { quarantined, late, vanished } = counts;
  const notes = [
    reason && failureReason(reason),
    collection.filterIgnored && words.filterIgnored,
    quarantined > 0 && fill(words.quarantined, { count: quarantined }),
    late > 0 && fill(words.late, { count: late }),
    vanished > 0 && fill(words.vanished, { count: vanished }),
  ];
  return notes.filter(Boolean).join(' ') || null;
}
