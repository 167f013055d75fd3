import type { Failure } from '../../shared/errors.ts';
import type { Collection, Selection, Stop } from '../../shared/session.ts';
import type { AskDetails, Connector, DetailsAnswer } from '../connectors/connector.ts';
import type { ServiceClient } from '../connectors/kit/http.ts';
import type { SessionReader, SessionWriter } from '../store/session-store.ts';
import type { Meter } from './meter.ts';
import { isRefusal, throwIfAborted, troubleOf } from './outcome.ts';
import { rememberOwner, type AskOwner } from './owner.ts';
import { Tracker, type Progress } from './progress.ts';
import { WantedRows, type Share } from './wanted.ts';
import { Tally } from './tally.ts';

/** Rows that are asked for at once, and in how many places side by side; the rate is the client's. */
const rowsAtOnce = 100;
const sideBySide = 3;

export interface DetailsContext {
  connector: Connector;
  http: ServiceClient;
  /** What `http` was made with. */
  meter: Meter;
  store: SessionReader & SessionWriter;
  /** As `Connector.normalizeAddress` gives it. */
  address: string;
  /** The events whose details are wanted; those that have them are not asked for again. */
  selection: Selection;
  signal: AbortSignal;
  /** Who stopped it, asked when `signal` is raised; without it a pause. */
  stopReason?: () => Stop;
  onProgress?: (progress: Progress) => void;
}

export interface DetailsOutcome {
  /** Its entry in the ledger; null when all that is wanted was there, or the service has none. */
  collection: Collection | null;
  /** Events that got their details in this run. */
  fetched: number;
  /** Events that were asked for and are still "not fetched": the answers had nothing of them. */
  leftOut: number;
  /** Why it ended before the last event; the same order goes on there. */
  failure: Failure | null;
}

/**
 * Fetches the details of all matching events that have none, or goes on with an unfinished fetching
 * of the same selection; each answer in one commit with its position. Troubles with the service or
 * network, and stopping, are part of the answer; `Failed` is thrown for the session's own.
 */
export async function fetchDetails(context: DetailsContext): Promise<DetailsOutcome> {
  const { connector, http, meter, signal, onProgress } = context;
  const tracker = new Tracker(meter, onProgress);
  try {
    const owner = rememberOwner(connector, http, signal);
    const outcome = await pullDetails(context, tracker, owner);
    tracker.phase('done');
    return outcome;
  } finally {
    tracker.end();
  }
}

/** {@link fetchDetails} as a part of something larger. */
export async function pullDetails(
  context: DetailsContext,
  tracker: Tracker,
  askOwner: AskOwner,
): Promise<DetailsOutcome> {
  const { connector, http, store, address, selection } = context;
  const tally = new Tally();
  const ask = connector.details?.(http.tallied(tally.spent));
  const left = ask ? await store.count(unfetched(selection)) : 0;
  if (!ask || left === 0) return { collection: null, fetched: 0, leftOut: 0, failure: null };

  const source = connector.kind;
  const { owner } = await askOwner(false);
  const opened = await store.openDetails({ source, address, selection, owner });
  const [window] = opened.windows;
  if (!window) throw new Error('a fetching of details has one window');
  tracker.beginDetails(opened, left);

  const rows = new WantedRows(store, selection, Number(window.position ?? -1), rowsAtOnce);
  const sums = { asked: 0, fetched: 0 };
  const failure = await work(
    context,
    ask,
    async (share, answer) => {
      const { body, items, quarantined, clockOffsetMs } = answer;
      const asked = answer.asked - share.asked;
      const position = rows.advance(share, answer.asked);
      const receivedAt = new Date().toISOString();
      const read = { body, receivedAt, items, quarantined, position, clockOffsetMs };
      const found = await store.commitDetails({ windowId: window.id, ...read, cost: tally.take() });
      sums.asked += asked;
      sums.fetched += found;
      tracker.details(asked, items.length + quarantined.length, found);
    },
    rows,
  );

  const isStopped = failure?.kind === 'cancelled';
  const isUntouched = sums.asked === 0 && window.counts.pages === 0;
  const status = !failure ? 'complete' : isUntouched ? 'failed' : 'partial';
  // Stopped before its first answer nothing was fetched, which is not a failure.
  if (!(isStopped && isUntouched)) {
    await store.finishWindow(window.id, status, failure, tally.take());
  }
  const stop = isStopped ? (context.stopReason?.() ?? 'paused') : null;
  const refusal = failure && isRefusal(failure) ? failure : null;
  const collection = await store.finishCollection(opened.id, refusal, stop);
  const { asked, fetched } = sums;
  return { collection, fetched, leftOut: Math.max(0, asked - fetched), failure };
}

function unfetched({ query, ...rest }: Selection): Selection {
  return { ...rest, query: query.trim() === '' ? 'is:unfetched' : `(${query}) is:unfetched` };
}

/** Asks for all rows in several places; returns the first trouble, which ends the others as well. */
async function work(
  { signal: stop }: DetailsContext,
  ask: AskDetails,
  onAnswer: (share: Share, answer: DetailsAnswer) => Promise<void>,
  rows: WantedRows,
): Promise<Failure | null> {
  const halt = new AbortController();
  const signal = AbortSignal.any([stop, halt.signal]);
  let first: Failure | null = null;
  async function one(): Promise<void> {
    try {
      for (let share = await rows.take(); share; share = await rows.take()) {
        throwIfAborted(signal);
        for await (const answer of ask(share.rows, signal)) {
          await onAnswer(share, answer);
          throwIfAborted(signal);
        }
        rows.advance(share, share.rows.length);
      }
    } catch (error) {
      halt.abort();
      first ??= troubleOf(error);
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: sideBySide }, one));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return first;
}
