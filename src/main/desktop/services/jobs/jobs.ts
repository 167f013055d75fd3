import { randomUUID } from 'node:crypto';
import type { CollectJob, CollectProgress } from '../../../../shared/contract.ts';
import { Failed, toFailure } from '../../../../shared/errors.ts';
import type { Collection } from '../../../../shared/session.ts';
import type { Push } from '../../ipc.ts';
import type { HeldSession } from '../sessions.ts';
import type { Sources } from '../sources.ts';
import { describe, isSame, sessionOf, stopped, type Job, type JobStop, type Task } from './job.ts';
import { nothingCame, type Ended, type RunJob } from './run-job.ts';
import { isActive, isAtWork, startable } from './turns.ts';

export interface JobsOptions {
  run: RunJob;
  sources: Pick<Sources, 'reach'>;
  isCurrent: (session: HeldSession) => boolean;
  push: Push;
  /** Events, details or names came into a session. */
  onChange: (session: HeldSession) => void;
  /** The last job of a session has left the list. */
  onIdle: (session: HeldSession) => void;
  /** Whether anything is being fetched now. */
  onWork: (isAtWork: boolean) => void;
}

export type Jobs = ReturnType<typeof keepJobs>;

/** The list of what is being fetched and what waits for its turn, over all open sessions. */
export function keepJobs(options: JobsOptions) {
  const { run, sources, isCurrent, push, onChange, onIdle, onWork } = options;
  let jobs: Job[] = [];

  const list = (): CollectJob[] => jobs.map((job) => describe(job, isCurrent(job.session)));

  /** Begins what may begin now and tells the window how the list stands. */
  function advance(): void {
    for (const job of startable(jobs, isCurrent)) begin(job);
    onWork(jobs.some(isAtWork));
    push('collect.jobs', list());
  }

  function begin(job: Job): void {
    const stop = new AbortController();
    job.state = 'running';
    job.after = 'stay';
    job.run = { stop, ended: work(job, stop.signal) };
  }

  async function work(job: Job, signal: AbortSignal): Promise<void> {
    const { task, session } = job;
    const onProgress = (progress: Omit<CollectProgress, 'jobId'>) => {
      job.progress = { jobId: job.id, ...progress };
      push('collect.progress', job.progress);
      onChange(session);
    };
    const end = await run(task, session.link, { signal, onProgress }).catch((error: unknown) => ({
      ...nothingCame,
      failure: toFailure(error),
    }));
    job.run = null;
    onChange(session);
    // It may have come to its end before it heard that it should pause.
    const hasPaused = job.state === 'pausing' && end.failure?.kind === 'cancelled';
    if (!hasPaused) leave(job, end);
    else if (job.after === 'cancelled' || job.after === 'closed') await drop(job, job.after);
    else {
      job.state = job.after === 'go-on' ? 'queued' : 'paused';
      job.progress &&= { ...job.progress, rate: 0, secondsLeft: null, waiting: null, open: [] };
    }
    advance();
  }

  /** Takes off the list what does not run, and has its ledger say why it ended. */
  async function drop(job: Job, stop: JobStop): Promise<void> {
    // At once: nothing may begin it or go on with it meanwhile.
    jobs = jobs.filter((other) => other !== job);
    const collection = await (stop === 'closed' ? putDown(job) : giveUp(job)).catch(() => null);
    leave(job, { ...nothingCame, collection, failure: stopped(stop).failure });
  }

  async function giveUp({ progress, session: { link } }: Job): Promise<Collection | null> {
    const id = progress?.collectionId ?? null;
    return id === null ? null : link.finishCollection(id, null, 'cancelled');
  }

  /** What is paused stays so; of what has not begun the ledger learns now, so that it can go on. */
  async function putDown({ task, session, state, progress }: Job): Promise<Collection | null> {
    if (state === 'paused' && progress !== null) return null;
    const signal = AbortSignal.abort(stopped(state === 'paused' ? 'paused' : 'closed'));
    return (await run(task, session.link, { signal, onProgress: () => undefined })).collection;
  }

  function leave(job: Job, end: Ended): void {
    const { id, task, session } = job;
    const { purpose, order } = task;
    jobs = jobs.filter((other) => other !== job);
    push('collect.ended', {
      jobId: id,
      sourceId: order.sourceId,
      purpose,
      session: sessionOf(job, isCurrent(session)),
      ...end,
    });
    if (!jobs.some((other) => other.session === session)) onIdle(session);
  }

  /** Resolves when all have stopped and the ledgers say so. */
  async function end(meant: readonly Job[], stop: JobStop): Promise<void> {
    const ends = meant.map((job) => {
      if (!job.run) return drop(job, stop);
      if (job.state === 'pausing') job.after = stop === 'paused' ? 'stay' : stop;
      else job.run.stop.abort(stopped(stop));
      return job.run.ended;
    });
    await Promise.all(ends);
    advance();
  }

  function find(id: string): Job {
    const job = jobs.find((one) => one.id === id);
    if (!job) throw new Failed('input.invalid', { field: 'jobId' });
    return job;
  }

  function resume(job: Job): void {
    if (job.state === 'paused') job.state = 'queued';
    if (job.state === 'pausing') job.after = 'go-on';
    advance();
  }

  return {
    list,

    /**
     * Puts it at the end of the list, unless the same stands there already: that goes on. Throws
     * `source.unknown`, `source.no-token` and what the keychain throws.
     */
    async add(session: HeldSession, task: Task): Promise<void> {
      const { connector, address } = await sources.reach(task.order.sourceId);
      const known = jobs.find((job) => job.session === session && isSame(job.task, task));
      if (known) {
        resume(known);
        return;
      }
      const lane = `${connector.kind} ${address}`;
      const job = { id: randomUUID(), task, lane, session };
      jobs.push({ ...job, state: 'queued', progress: null, run: null, after: 'stay' });
      advance();
    },

    /** After the page at hand. */
    pause(id: string): void {
      const job = find(id);
      if (job.state === 'queued') job.state = 'paused';
      if (job.state === 'pausing') job.after = 'stay';
      // What is being cancelled already is not paused any more.
      if (job.state === 'running' && !job.run?.stop.signal.aborted) {
        job.state = 'pausing';
        job.run?.stop.abort(stopped('paused'));
      }
      advance();
    },

    resume: (id: string): void => resume(find(id)),

    cancel: (id: string): Promise<void> => end([find(id)], 'cancelled'),

    cancelSource: (id: string): Promise<void> =>
      end(
        jobs.filter(({ task }) => task.order.sourceId === id),
        'cancelled',
      ),

    /** Everything of a session, or of all: it goes on when the session is opened again. */
    close: (session: HeldSession | null): Promise<void> =>
      end(
        jobs.filter((job) => session === null || job.session === session),
        'closed',
      ),

    /** The session's process is gone: what runs fails by itself, what waits has nowhere to go. */
    forget(session: HeldSession): void {
      jobs = jobs.filter((job) => job.session !== session || job.run !== null);
      advance();
    },

    /** Something of this session, or of any, goes on by itself: worth a question. */
    isActive: (session: HeldSession | null): boolean =>
      jobs.some((job) => (session === null || job.session === session) && isActive(job)),

    isIdle: (session: HeldSession): boolean => !jobs.some((job) => job.session === session),

    /** Another session is the current one now. */
    advance,
  };
}
