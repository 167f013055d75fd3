import type { Failure } from '../../shared/errors.ts';
import type { Collection, LedgerWindow } from '../../shared/session.ts';
import type { Connector, Page } from '../connectors/connector.ts';
import type { HttpClient } from '../connectors/kit/http.ts';
import type { PageCommit, SessionWriter } from '../store/session-store.ts';
import { concernsAll, throwIfAborted, troubleOf } from './outcome.ts';
import type { Begun } from './probe.ts';
import type { Tracker } from './progress.ts';

export interface PullContext {
  connector: Connector;
  http: HttpClient;
  store: Pick<SessionWriter, 'commitPage' | 'finishWindow'>;
  tracker: Tracker;
  /** Windows that had a gap in an earlier run, and why. */
  gaps: ReadonlyMap<number, Failure>;
  signal: AbortSignal;
}

/** Two windows in a row that fail for reasons of their own: the third would, too. */
const mostFailures = 2;

/**
 * Pulls all windows that are not complete, `concurrency` at a time, newest first, each page in one
 * commit with its position. Returns what ended it early, or null. Whatever was committed stays.
 */
export async function pullWindows(
  context: PullContext,
  collection: Collection,
  concurrency: number,
  begun: readonly Begun[],
): Promise<Failure | null> {
  // A probed window goes first: its pages wait.
  const begunOf = ({ from, to, counts }: LedgerWindow) =>
    counts.pages === 0 ? begun.find((one) => one.from === from && one.to === to) : undefined;
  const halt = new AbortController();
  const signal = AbortSignal.any([context.signal, halt.signal]);
  const waiting = collection.windows
    .filter(({ status }) => status !== 'complete')
    .toSorted((a, b) => Number(!begunOf(a)) - Number(!begunOf(b)) || b.from - a.from);
  let failure: Failure | null = null;
  let failures = 0;

  async function work(): Promise<void> {
    for (let window = waiting.shift(); window && !signal.aborted; window = waiting.shift()) {
      const trouble = await pullWindow(
        { ...context, signal },
        window,
        pagesOf(window),
        () => failure,
      );
      failures = trouble ? failures + 1 : 0;
      if (trouble && (concernsAll(trouble) || failures >= mostFailures)) {
        failure ??= trouble;
        halt.abort();
      }
    }
  }

  function pagesOf(window: LedgerWindow): AsyncIterable<Page> {
    const probed = begunOf(window);
    if (probed) return probed.pages;
    const { from, to, position, counts } = window;
    const hadGap = context.gaps.has(window.id);
    // Killed after its last page and before the ledger said so.
    if (position === null && counts.pages > 0 && !hadGap) return nothing();
    // A gap is met again, or is gone: the position alone would lead past it.
    const request = { from, to, filters: collection.filters, position: hadGap ? null : position };
    return context.connector.pull(context.http, request, signal);
  }

  const workers = Array.from({ length: concurrency }, () =>
    work().catch((error: unknown) => {
      halt.abort();
      throw error;
    }),
  );
  const ends = await Promise.allSettled(workers);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return context.signal.aborted ? { kind: 'cancelled', params: {} } : failure;
}

async function* nothing(): AsyncIterable<Page> {}

/** Returns why the window failed, null when it was pulled to its end. `ending`: why all stop. */
async function pullWindow(
  { store, tracker, gaps, signal }: PullContext,
  window: LedgerWindow,
  pages: AsyncIterable<Page>,
  ending: () => Failure | null,
): Promise<Failure | null> {
  let gap: Failure | null = null;
  let { pages: count } = window.counts;
  try {
    for await (const page of pages) {
      const commit = commitOf(window.id, page);
      const result = await store.commitPage(commit);
      count += 1;
      tracker.page(window, commit, result);
      const [first] = page.gaps;
      if (first && !gap) {
        gap = first.reason;
        // Written down at once: the program may be killed before the window ends.
        await store.finishWindow(window.id, 'partial', gap);
      }
      if (page.position !== null) throwIfAborted(signal);
    }
    await store.finishWindow(window.id, gap ? 'partial' : 'complete', gap);
    tracker.windowEnded(window.id, window);
    return null;
  } catch (error) {
    const trouble = troubleOf(error);
    const isStopped = trouble.kind === 'cancelled';
    const told = gap ?? gaps.get(window.id) ?? (isStopped ? ending() : null) ?? trouble;
    // Stopped before its first page it was not collected, which is not a failure.
    if (count > 0) await store.finishWindow(window.id, 'partial', told);
    else if (!isStopped) await store.finishWindow(window.id, 'failed', told);
    return trouble;
  }
}

function commitOf(windowId: number, page: Page): PageCommit {
  const { body, events, quarantined, outOfWindow, position, cost } = page;
  const receivedAt = new Date().toISOString();
  return { windowId, body, receivedAt, events, quarantined, outOfWindow, position, cost };
}
