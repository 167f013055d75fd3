import type { ChannelInput, ChannelOutput, CollectProgress } from '../../../shared/contract.ts';
import { Failed, toFailure } from '../../../shared/errors.ts';
import type { Selection } from '../../../shared/session.ts';
import type * as collection from '../../collection/collect.ts';
import type * as details from '../../collection/details.ts';
import type * as meters from '../../collection/meter.ts';
import type { Fetch } from '../../connectors/kit/exchange.ts';
import type * as http from '../../connectors/kit/http.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
import type { Push } from '../ipc.ts';
import type { Reachable, Sources } from './sources.ts';

/** What the rooms of connectors and collections offer; the composition root hands it in. */
export interface CollectionRooms {
  collect: typeof collection.collect;
  fetchDetails: typeof details.fetchDetails;
  createMeter: typeof meters.createMeter;
  createHttpClient: typeof http.createHttpClient;
}

export interface CollectingOptions {
  rooms: CollectionRooms;
  fetch: Fetch;
  sources: Pick<Sources, 'reach'>;
  link: () => RemoteSession;
  push: Push;
  /** Events, details or names came. */
  onChange: () => void;
}

/** Somebody waits for the answer of a test: it does not try for long. */
const testLimits = { tries: 2, garbledTries: 1, firstByteMs: 15_000, patienceMs: 20_000 };

interface Job {
  kind: 'collection' | 'details' | 'test';
  sourceId: string;
  stop: AbortController;
  /** Of a collection. */
  progress: CollectProgress | null;
  ended: Promise<unknown>;
}

export type Collecting = ReturnType<typeof keepCollecting>;

/** What is being fetched from the services now: one collection a source, several sources at once. */
export function keepCollecting(options: CollectingOptions) {
  const { rooms, fetch, sources, link, push, onChange } = options;
  const jobs = new Set<Job>();

  const collectionOf = (sourceId: string) =>
    [...jobs].find((job) => job.sourceId === sourceId && job.kind === 'collection');

  function openHttp({ address, token, connector }: Reachable) {
    const meter = rooms.createMeter(fetch);
    const rate = connector.requestsPerSecond;
    const { onWait } = meter;
    return {
      meter,
      http: rooms.createHttpClient({ address, token, rate, fetch: meter.fetch, onWait }),
    };
  }

  /** Keeps a job among those that can be cancelled for as long as `work` takes. */
  async function during<T>(
    { kind, sourceId }: Pick<Job, 'kind' | 'sourceId'>,
    work: (job: Job) => Promise<T>,
  ): Promise<T> {
    const stop = new AbortController();
    const progress = kind === 'collection' ? beginning(sourceId) : null;
    const job: Job = { kind, sourceId, stop, progress, ended: Promise.resolve() };
    jobs.add(job);
    const ended = work(job).finally(() => jobs.delete(job));
    job.ended = ended.catch(() => undefined);
    return ended;
  }

  async function run(
    job: Job,
    order: ChannelInput<'collect.start'>,
    source: Reachable,
    session: RemoteSession,
  ): Promise<void> {
    const { sourceId } = job;
    try {
      const { details: fetched, ...outcome } = await rooms.collect(
        { ...order, address: source.address },
        {
          ...openHttp(source),
          connector: source.connector,
          store: session,
          signal: job.stop.signal,
          onProgress(progress) {
            job.progress = { ...progress, sourceId };
            push('collect.progress', job.progress);
            onChange();
          },
        },
      );
      jobs.delete(job);
      push('collect.ended', { sourceId, ...outcome, detailsFetched: fetched?.fetched ?? null });
    } catch (error) {
      jobs.delete(job);
      push('collect.ended', { sourceId, ...nothingCame, failure: toFailure(error) });
    } finally {
      onChange();
    }
  }

  return {
    /** Whether the source answers, and what it says of the token. */
    async test(sourceId: string): Promise<ChannelOutput<'sources.test'>> {
      const { address, token, connector } = await sources.reach(sourceId);
      const rate = connector.requestsPerSecond;
      const client = rooms.createHttpClient({ address, token, rate, fetch, limits: testLimits });
      return during({ kind: 'test', sourceId }, ({ stop }) => connector.test(client, stop.signal));
    },

    /** Resolves as soon as it runs. A source that is collecting already goes on with that. */
    async start(order: ChannelInput<'collect.start'>): Promise<void> {
      const { sourceId } = order;
      if (order.from > order.to) throw new Failed('input.invalid', { field: 'from' });
      if (collectionOf(sourceId)) return;
      const session = link();
      const source = await sources.reach(sourceId);
      void during({ kind: 'collection', sourceId }, (job) => run(job, order, source, session));
    },

    async fetchDetails(sourceId: string, selection: Selection): Promise<{ fetched: number }> {
      const store = link();
      const source = await sources.reach(sourceId);
      const { connector } = source;
      const { http: client } = openHttp(source);
      return during({ kind: 'details', sourceId }, async ({ stop: { signal } }) => {
        let sofar = 0;
        const { fetched, failure } = await rooms.fetchDetails({
          connector,
          http: client,
          store,
          selection,
          signal,
          onFound(events) {
            sofar += events;
            push('details.progress', { fetched: sofar });
            onChange();
          },
        });
        if (failure) throw new Failed(failure.kind, failure.params);
        return { fetched };
      });
    },

    running: (): CollectProgress[] => [...jobs].flatMap(({ progress }) => progress ?? []),

    /** Something comes into the session: worth a question before it is stopped. */
    isBusy: (): boolean => [...jobs].some(({ kind }) => kind !== 'test'),

    /** Everything of one source, or of all; resolves when it has stopped and is written down. */
    cancel: (sourceId: string | null): Promise<void> =>
      end([...jobs].filter((job) => sourceId === null || job.sourceId === sourceId)),

    cancelDetails: (): Promise<void> => end([...jobs].filter(({ kind }) => kind === 'details')),
  };
}

async function end(jobs: readonly Job[]): Promise<void> {
  for (const { stop } of jobs) stop.abort();
  await Promise.all(jobs.map(({ ended }) => ended));
}

const nothingCame = {
  collection: null,
  alreadyComplete: false,
  filterIgnored: false,
  detailsFetched: null,
  namesFailure: null,
};

/** Before the first word from the collection itself. */
function beginning(sourceId: string): CollectProgress {
  return {
    collectionId: null,
    sourceId,
    phase: 'events',
    received: 0,
    newEvents: 0,
    requests: 0,
    pages: 0,
    rate: 0,
    done: null,
    secondsLeft: null,
    waiting: null,
  };
}
