import { api, refresh } from '../api.ts';
import type { CollectJob, CollectProgress, PushPayload } from '../../shared/contract.ts';
import type { SourceKind } from '../../shared/event.ts';
import { createStore, useStore } from './store.ts';

export type Ended = PushPayload<'collect.ended'>;

/** What runs or waits for its turn, and what has ended in this window's life. */
interface Collections {
  /** In main's order: what runs, then the queue. Jobs of other sessions are among them. */
  jobs: readonly CollectJob[];
  /** Newest first; the last end of each source, session and purpose. */
  ended: readonly Ended[];
}

const collections = createStore<Collections>({ jobs: [], ended: [] });

export function useCollections(): Collections {
  return useStore(collections);
}

/** Follows main from now on; returns how to stop. */
export function followCollections(): () => void {
  let told = false;
  // A window that was reloaded learns what has been running meanwhile.
  void api
    .call('collect.jobs')
    .then((jobs) => told || collections.set({ jobs }))
    .catch(() => undefined);
  const stops = [
    api.on('collect.jobs', (jobs) => {
      told = true;
      const before = collections.get().jobs;
      collections.set({ jobs });
      // The ledger says so as well, and is not to contradict it until it is read for another reason.
      if (jobs.some((job) => job.state !== before.find(({ id }) => id === job.id)?.state)) {
        void refresh('session.info');
      }
    }),
    api.on('collect.progress', noteProgress),
    api.on('collect.ended', noteEnd),
  ];
  return () => stops.forEach((stop) => stop());
}

function noteProgress(progress: CollectProgress): void {
  const jobs = collections
    .get()
    .jobs.map((job) => (job.id === progress.jobId ? { ...job, progress } : job));
  collections.set({ jobs });
}

function noteEnd(end: Ended): void {
  const { jobs, ended } = collections.get();
  collections.set({
    jobs: jobs.filter(({ id }) => id !== end.jobId),
    ended: [end, ...ended.filter((one) => !isSameWork(one, end))],
  });
  // A source knows now whose token it has.
  void refresh('session.info', 'sessions.current', 'sources.list');
}

/** The end of one says all that the end of the other did. */
function isSameWork(one: Ended, other: Ended): boolean {
  return (
    one.sourceId === other.sourceId &&
    one.session.id === other.session.id &&
    one.purpose === other.purpose
  );
}

/** The person has read it. */
export function dismissEnd(jobId: string): void {
  collections.set({ ended: collections.get().ended.filter((one) => one.jobId !== jobId) });
}

/** Another session: what ended belongs to the one before. */
export function forgetCollections(): void {
  collections.set({ ended: [] });
  proposal.set({ period: null, kind: null });
}

/** What the collection screen begins with: a gap to fill, the period of the sample services. */
interface Proposal {
  /** µs, both inside. */
  period: { from: number; to: number } | null;
  kind: SourceKind | null;
}

const proposal = createStore<Proposal>({ period: null, kind: null });

/** Fills in the form of the collection screen; go there next. */
export function proposeCollection(wanted: Partial<Proposal>): void {
  proposal.set({ period: null, kind: null, ...wanted });
}

export function useProposal(): Proposal {
  return useStore(proposal);
}
