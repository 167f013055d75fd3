import type {
  ChannelInput,
  CollectJob,
  CollectProgress,
  PushName,
  PushPayload,
} from '../../../src/shared/contract.ts';
import { noCounts, type Collection } from '../../../src/shared/session.ts';
import { dataEnd, dataStart } from './events.ts';
import { finished, runningCollection } from './ledger.ts';
import { sessionInfo, wish } from './world.ts';

export type Push = <N extends PushName>(name: N, payload: PushPayload<N>) => void;

const here = { id: 's1', name: sessionInfo.name, current: true };
const elsewhere = { id: 's2', name: 'Проверка доступа подрядчиков', current: false };
const period = { from: dataStart * 1000, to: dataEnd * 1000 };
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/** How far a fake collection has come; windows as in the ledger's collection that runs. */
function progressOf(jobId: string, part: Partial<CollectProgress> = {}): CollectProgress {
  const open = runningCollection.windows.filter(({ status }) => status === 'running');
  const isDone = ({ status }: { status: string }) => status === 'complete' || status === 'partial';
  return {
    jobId,
    collectionId: runningCollection.id,
    phase: 'events',
    received: 118_204,
    newEvents: 117_980,
    requests: 2381,
    pages: 2364,
    rate: 2140,
    done: 0.587,
    secondsLeft: 94,
    waiting: null,
    windowsDone: runningCollection.windows.filter(isDone).length,
    windowsOf: runningCollection.windows.length,
    open: open.map(({ id, from, to, counts }, at) => ({
      id,
      from,
      to,
      received: counts.received,
      done: ((at * 37 + 22) % 100) / 100,
    })),
    ...part,
  };
}

const job = (id: string, part: Partial<CollectJob> = {}): CollectJob => ({
  id,
  purpose: 'events',
  sourceId: 'p1',
  session: here,
  period,
  state: 'running',
  progress: part.state === 'queued' ? null : progressOf(id),
  ...part,
});

/** `?jobs=running,queued` puts these there from the beginning; they stand still. */
const standing: Readonly<Record<string, () => CollectJob>> = {
  running: () => job('a'),
  waiting: () =>
    job('a', {
      progress: progressOf('a', {
        rate: 0,
        secondsLeft: null,
        waiting: { reason: 'rate-limit', until: inSeconds(41) },
      }),
    }),
  offline: () =>
    job('a', {
      progress: progressOf('a', {
        rate: 0,
        secondsLeft: null,
        waiting: { reason: 'offline', until: inSeconds(24) },
      }),
    }),
  paused: () => job('a', { state: 'paused', progress: progressOf('a', { rate: 0, open: [] }) }),
  queued: () => job('b', { sourceId: 'p1', state: 'queued' }),
  details: () =>
    job('c', {
      purpose: 'details',
      sourceId: 'j1',
      period: null,
      progress: progressOf('c', {
        collectionId: null,
        phase: 'details',
        received: 1240,
        newEvents: 1240,
        requests: 25,
        pages: 25,
        rate: 96,
        done: 0.31,
        secondsLeft: 29,
        windowsDone: 0,
        windowsOf: 1,
        open: [],
      }),
    }),
  other: () => job('d', { sourceId: 'j1', session: elsewhere, state: 'queued' }),
  otherDetails: () =>
    job('e', {
      sourceId: 'j1',
      purpose: 'details',
      period: null,
      session: elsewhere,
      state: 'queued',
    }),
};

/** The queue of the fake main: one at a time a source. */
export function keepJobs(push: Push) {
  let jobs: CollectJob[] = (wish.get('jobs') ?? '')
    .split(',')
    .flatMap((name) => standing[name]?.() ?? []);
  let made = 0;
  const tell = () => push('collect.jobs', structuredClone(jobs));
  const change = (id: string, part: Partial<CollectJob>) => {
    jobs = jobs.map((one) => (one.id === id ? { ...one, ...part } : one));
    tell();
  };
  const leave = (id: string) => {
    jobs = jobs.filter((one) => one.id !== id);
    tell();
  };

  function end(id: string, collection: Collection, cancelled: boolean): void {
    const one = jobs.find((known) => known.id === id);
    if (!one) return;
    leave(id);
    push('collect.ended', {
      jobId: id,
      sourceId: one.sourceId,
      purpose: one.purpose,
      session: one.session,
      collection,
      failure: cancelled ? { kind: 'cancelled', params: {} } : null,
      alreadyComplete: false,
      filterIgnored: false,
      detailsFetched: null,
      namesFailure: cancelled ? null : { kind: 'service.scope', params: { scope: 'users:read' } },
    });
    runNext();
  }

  /** A few seconds of work; half way it waits for the rate limit. */
  function run(id: string): void {
    let step = 0;
    change(id, { state: 'running', progress: progressOf(id, { ...noCounts, done: 0 }) });
    const timer = setInterval(() => {
      const one = jobs.find((known) => known.id === id);
      if (one?.state === 'running') step += 1;
      if (!one || step >= 40) {
        clearInterval(timer);
        end(id, finished, false);
      } else if (one.state === 'running') {
        const waits = step >= 20 && step < 26;
        const part: Partial<CollectProgress> = {
          received: step * 512,
          newEvents: step * 500,
          requests: step * 11,
          pages: step * 10,
          rate: waits ? 0 : 2140,
          done: step / 40,
          secondsLeft: 40 - step,
          waiting: waits ? { reason: 'rate-limit', until: inSeconds(7) } : null,
        };
        const progress = progressOf(id, part);
        jobs = jobs.map((known) => (known.id === id ? { ...known, progress } : known));
        push('collect.progress', progress);
      }
    }, 120);
  }

  function runNext(): void {
    for (const one of jobs.filter(({ state }) => state === 'queued')) {
      const busy = jobs.some((it) => it.sourceId === one.sourceId && it.state !== 'queued');
      if (!busy) run(one.id);
    }
  }

  function add(part: Partial<CollectJob>): void {
    jobs = [...jobs, job(`n${(made += 1)}`, { ...part, state: 'queued' })];
    tell();
    runNext();
  }

  return {
    list: () => jobs,
    start: ({ sourceId, from, to }: ChannelInput<'collect.start'>) =>
      add({ sourceId, period: { from, to } }),
    details: (sourceId: string) => add({ sourceId, purpose: 'details', period: null }),
    updateSession(): number {
      add({ sourceId: 'p1', session: elsewhere });
      add({ sourceId: 'j1', session: elsewhere });
      return 2;
    },
    pause: (id: string) => change(id, { state: 'paused' }),
    resume: (id: string) => change(id, { state: 'running' }),
    cancel: (id: string) => end(id, runningCollection, true),
  };
}
