import type { HeldSession } from '../sessions.ts';
import type { Job } from './job.ts';

/**
 * Which of the waiting jobs may begin now, in the order of the list. An address is asked by one job at
 * a time. The session on the screen has all its sources work side by side; another one waits until
 * whatever stands before it in the list and belongs elsewhere is done. What is paused holds up
 * nobody.
 */
export function startable(
  jobs: readonly Job[],
  isCurrent: (session: HeldSession) => boolean,
): Job[] {
  const busy = new Set(jobs.filter(isAtWork).map(({ lane }) => lane));
  const ready: Job[] = [];
  for (const [at, job] of jobs.entries()) {
    if (job.state !== 'queued' || busy.has(job.lane)) continue;
    const before = jobs
      .slice(0, at)
      .some(({ session, state }) => session !== job.session && state !== 'paused');
    if (before && !isCurrent(job.session)) continue;
    busy.add(job.lane);
    ready.push(job);
  }
  return ready;
}

/** It speaks to its service, or is about to stop. */
export function isAtWork({ state }: Pick<Job, 'state'>): boolean {
  return state === 'running' || state === 'pausing';
}

/** It will go on without anybody's doing. */
export function isActive({ state }: Pick<Job, 'state'>): boolean {
  return state !== 'paused';
}
