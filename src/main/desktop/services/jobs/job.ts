import type { ChannelInput, CollectJob, CollectProgress } from '../../../../shared/contract.ts';
import { Failed } from '../../../../shared/errors.ts';
import type { Stop } from '../../../../shared/session.ts';
import { filterKey } from '../../../../shared/since-last.ts';
import type { HeldSession } from '../sessions.ts';

/** What is to be fetched, as the window asked for it. */
export type Task =
  | { readonly purpose: 'events'; readonly order: ChannelInput<'collect.start'> }
  | { readonly purpose: 'details'; readonly order: ChannelInput<'collect.details'> };

/** Who ends a job before its end; `interrupted` is the ledger's word for what nobody could say. */
export type JobStop = Exclude<Stop, 'interrupted'>;

export interface Job {
  readonly id: string;
  readonly task: Task;
  /**
   * Kind and address, by which ledgers know a source: only one job of it runs at a time, so that no
   * two ever go on with the same collection.
   */
  readonly lane: string;
  readonly session: HeldSession;
  state: CollectJob['state'];
  progress: CollectProgress | null;
  /** There while it runs. */
  run: { readonly stop: AbortController; readonly ended: Promise<void> } | null;
  /** What was asked of it since it has been told to pause. */
  after: 'stay' | 'go-on' | 'cancelled' | 'closed';
}

/** The reason a job's signal is raised with: wherever it is thrown it reads as `cancelled`. */
export function stopped(stop: JobStop): Failed {
  return new Failed('cancelled', { stop });
}

/** What a job's signal was raised with; anything else is nobody's decision, which is a pause. */
export function stopOf({ reason }: AbortSignal): JobStop {
  const stop: unknown = reason instanceof Failed ? reason.failure.params['stop'] : null;
  return stop === 'cancelled' || stop === 'closed' ? stop : 'paused';
}

/** The same was asked for: what is in the list already is not listed twice. */
export function isSame(one: Task, other: Task): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf({ purpose, order }: Task): string {
  const { sourceId } = order;
  if (!('filters' in order)) return JSON.stringify([purpose, sourceId, order.selection]);
  const { from, to, filters, refresh } = order;
  return JSON.stringify([purpose, sourceId, from, to, filterKey(filters), refresh]);
}

export function describe(job: Job, isCurrent: boolean): CollectJob {
  const { id, task, state, progress } = job;
  const { purpose, order } = task;
  return {
    id,
    purpose,
    sourceId: order.sourceId,
    session: sessionOf(job, isCurrent),
    period: 'from' in order ? { from: order.from, to: order.to } : null,
    state,
    progress,
  };
}

export function sessionOf(
  { session: { id, name } }: Job,
  isCurrent: boolean,
): CollectJob['session'] {
  return { id, name, current: isCurrent };
}
