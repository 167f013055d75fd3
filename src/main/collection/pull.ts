import type { Failure } from '../../shared/errors.ts';
import type { Collection, LedgerWindow } from '../../shared/session.ts';
import type { Connector, Page } from '../connectors/connector.ts';
import type { Cost } from '../connectors/kit/cost.ts';
import type { ServiceClient } from '../connectors/kit/http.ts';
import type { PageCommit, SessionWriter } from '../store/session-store.ts';
import { Load } from './load.ts';
import { concernsAll, throwIfAborted, troubleOf } from './outcome.ts';
import type { Stretch } from './plan.ts';
import type { Begun, Probed } from './probe.ts';
import { shareDone, type Tracker } from './progress.ts';
import { Tally } from './tally.ts';

export interface PullContext {
  connector: Connector;
  http: ServiceClient;
  store: Pick<SessionWriter, 'commitPage' | 'finishWindow' | 'splitWindow'>;
  tracker: Tracker;
  /** Windows that had a gap in an earlier run, and why. */
  gaps: ReadonlyMap<number, Failure>;
  /** Windows whose position is of no use any more: they are asked for from their beginning. */
  restarts: ReadonlySet<number>;
  signal: AbortSignal;
}

/** Pages that wait for the session at which no other window is opened: it would only wait, too. */
const mostPending = 8;

/** Two windows in a row that fail for reasons of their own: the third would, too. */
const mostFailures = 2;

/**
 * Pulls all windows that are not complete, newest first, as many side by side as the service's rate
 * and answers have room for, each page in one commit with its position. Windows that turn out long
 * against what is left are cut finer before they are begun. Returns what ended it early, or null.
 * Whatever was committed stays.
 */
export async function pullWindows(
  context: PullContext,
  collection: Collection,
  probed: Probed,
): Promise<Failure | null> {
  const { connector, http, store, tracker, gaps, restarts } = context;
  const halt = new AbortController();
  const signal = AbortSignal.any([context.signal, halt.signal]);
  // A probed window goes first: its pages wait.
  const begunOf = ({ from, to, counts }: LedgerWindow): Begun | undefined =>
    counts.pages === 0 ? probed.begun.find((one) => one.from === from && one.to === to) : undefined;
  const waiting = collection.windows
    .filter(({ status }) => status !== 'complete')
    .toSorted((a, b) => Number(!begunOf(a)) - Number(!begunOf(b)) || b.from - a.from);
  const open = new Set<Promise<void>>();
  const load = new Load(collection.windows.length);
  /** µs that are not read yet. */
  let left = waiting.reduce((sum, window) => sum + lengthOf(window), 0);
  let pending = 0;
  let failure: Failure | null = null;
  let failures = 0;

  for (const { to, seen } of probed.begun) if (seen > 0) load.page({ from: to - seen + 1, to });

  /** The next window, cut before if it is long. */
  async function next(): Promise<LedgerWindow | undefined> {
    const window = waiting.shift();
    // Where the period is ignored each part would bring everything.
    if (!window || window.counts.pages > 0 || collection.filterIgnored) return window;
    const streams = Math.max(open.size + 1, http.pace.needed() ?? 0);
    const windows = waiting.length + 1 + open.size;
    const borders = load.bordersOf(window, left, streams, windows);
    if (borders.length === 0) return window;
    // The page that was looked at is not worth a window that outlasts all others.
    const begun = begunOf(window);
    if (begun) probed.wasted.takeOver(begun.tally);
    const parts = (await store.splitWindow(window.id, borders)).toReversed();
    load.cut(parts.length);
    tracker.windowCut(parts.length);
    waiting.unshift(...parts);
    return waiting.shift();
  }

  function pagesOf(window: LedgerWindow, spent: Cost): AsyncIterable<Page> {
    const { from, to, position, counts } = window;
    // A gap is met again, or is gone: the position alone would lead past it.
    const again = gaps.has(window.id) || restarts.has(window.id);
    // Killed after its last page and before the ledger said so.
    if (position === null && counts.pages > 0 && !again) return nothing();
    const { filters, filterIgnored } = collection;
    const request = { from, to, filters, filterIgnored, position: again ? null : position };
    return connector.pull(http.tallied(spent), request, signal);
  }

  async function pull(window: LedgerWindow): Promise<void> {
    const tally = new Tally();
    const probe = begunOf(window);
    const begun = probe ?? { pages: pagesOf(window, tally.spent), tally };
    // Where an earlier run stopped, the first page does not tell how far it alone leads; a probe's
    // is known already.
    const isFresh = window.counts.pages === 0 && !probe;
    let done = 0;
    const advance = (share: number, isKnown: boolean): void => {
      const gained = Math.max(0, share - done);
      // As if newest first: only the estimate suffers where it is not.
      if (isKnown) load.page({ from: window.to - done - gained + 1, to: window.to - done });
      done += gained;
      left -= gained;
    };
    tracker.windowBegan(window);
    const trouble = await pullWindow({ ...context, signal }, window, begun, {
      ending: () => failure,
      async commit(page) {
        pending += 1;
        return store.commitPage(page).finally(() => (pending -= 1));
      },
      onPage: (commit) => advance(shareDone(window, commit), isFresh || done > 0),
      wasted: probed.wasted,
    });
    advance(lengthOf(window), false);
    failures = trouble ? failures + 1 : 0;
    if (trouble && (concernsAll(trouble, tracker.pages) || failures >= mostFailures)) {
      failure ??= trouble;
      halt.abort();
    }
  }

  let broken: { error: unknown } | null = null;
  try {
    while (waiting.length > 0) {
      await http.pace.room(() => (pending < mostPending ? open.size : Infinity), signal);
      const window = await next();
      if (!window || signal.aborted) break;
      const pulling = pull(window)
        .catch((error: unknown) => {
          broken ??= { error };
          halt.abort();
        })
        .finally(() => open.delete(pulling));
      open.add(pulling);
    }
  } catch (error) {
    // What ended it is told below.
    if (!signal.aborted) broken ??= { error };
    halt.abort();
  }
  await Promise.all(open);
  if (isBroken(broken)) throw broken.error;
  const ended: Failure | null = context.signal.aborted
    ? { kind: 'cancelled', params: {} }
    : failure;
  for (const window of waiting) {
    const { id, reason, counts } = window;
    const spent = (begunOf(window)?.tally ?? new Tally()).take();
    // Begun in an earlier run, and not come to in this one.
    if (counts.pages > 0) await store.finishWindow(id, 'partial', reason ?? ended, spent);
    else if (begunOf(window)) await store.finishWindow(id, 'pending', null, spent);
  }
  return ended;
}

/** Assigned in a callback, which the compiler does not follow. */
function isBroken(broken: { error: unknown } | null): broken is { error: unknown } {
  return broken !== null;
}

async function* nothing(): AsyncIterable<Page> {}

interface Watch {
  /** Why all windows are stopped, if they are for a reason. */
  ending: () => Failure | null;
  commit: SessionWriter['commitPage'];
  onPage: (commit: PageCommit) => void;
  /** Spent on no window; the first one to end takes it. */
  wasted: Tally;
}

/** Returns why the window failed, null when it was pulled to its end. */
async function pullWindow(
  { store, tracker, gaps, signal }: PullContext,
  window: LedgerWindow,
  { pages, tally }: Pick<Begun, 'pages' | 'tally'>,
  watch: Watch,
): Promise<Failure | null> {
  function finish(status: 'pending' | 'complete' | 'partial' | 'failed', why: Failure | null) {
    tally.takeOver(watch.wasted);
    return store.finishWindow(window.id, status, why, tally.take());
  }
  let gap: Failure | null = null;
  let { pages: count } = window.counts;
  try {
    for await (const page of pages) {
      gap ??= page.gaps[0]?.reason ?? null;
      const commit = commitOf(window.id, page, gap, tally.take());
      const result = await watch.commit(commit);
      count += 1;
      tracker.page(window, commit, result);
      watch.onPage(commit);
      if (page.position !== null) throwIfAborted(signal);
    }
    await finish(gap ? 'partial' : 'complete', gap);
    tracker.windowEnded(window.id, window);
    return null;
  } catch (error) {
    const trouble = troubleOf(error);
    const isStopped = trouble.kind === 'cancelled';
    const told = gap ?? gaps.get(window.id) ?? (isStopped ? watch.ending() : null) ?? trouble;
    if (count > 0) await finish('partial', told);
    // Stopped before its first page it was not collected, which is not a failure.
    else if (isStopped) await finish('pending', null);
    else await finish('failed', told);
    tracker.windowLeft(window.id);
    return trouble;
  }
}

/** `gap`: the first one so far. `cost`: what was spent since the page before. */
function commitOf(windowId: number, page: Page, gap: Failure | null, cost: Cost): PageCommit {
  const { body, events, quarantined, outOfWindow, position, clockOffsetMs } = page;
  const receivedAt = new Date().toISOString();
  const what = { body, receivedAt, events, quarantined, outOfWindow };
  return { windowId, ...what, position, gap, cost, clockOffsetMs };
}

function lengthOf({ from, to }: Stretch): number {
  return to - from + 1;
}
