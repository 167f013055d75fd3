import type { CollectProgress, PushPayload } from '../../../../shared/contract.ts';
import type * as collection from '../../../collection/collect.ts';
import type * as details from '../../../collection/details.ts';
import type * as meters from '../../../collection/meter.ts';
import type { Fetch } from '../../../connectors/kit/exchange.ts';
import type * as http from '../../../connectors/kit/http.ts';
import type { RemoteSession } from '../../../store/process/remote-session.ts';
import type { Reachable, Sources } from '../sources.ts';
import { stopOf, type Task } from './job.ts';

/** What the rooms of connectors and collections offer; the composition root hands it in. */
export interface CollectionRooms {
  collect: typeof collection.collect;
  fetchDetails: typeof details.fetchDetails;
  createMeter: typeof meters.createMeter;
  createHttpClient: typeof http.createHttpClient;
}

/** What became of a job, as the window is told. */
export type Ended = Omit<
  PushPayload<'collect.ended'>,
  'jobId' | 'sourceId' | 'purpose' | 'session'
>;

export const nothingCame: Ended = {
  collection: null,
  failure: null,
  alreadyComplete: false,
  filterIgnored: false,
  detailsFetched: null,
  namesFailure: null,
};

export interface JobWatch {
  /** Raised with the reason that `stopped` makes. */
  signal: AbortSignal;
  onProgress: (progress: Omit<CollectProgress, 'jobId'>) => void;
}

/**
 * Does what a job asks for; with a signal that is raised already the ledger alone learns of it and
 * nothing is asked of the service. Throws what keychain and session throw.
 */
export type RunJob = (task: Task, store: RemoteSession, watch: JobWatch) => Promise<Ended>;

/** A laptop's network comes back, be it tomorrow: who sees that it is waited for can stop it. */
const limits = { offlinePatienceMs: Infinity };

interface RunnerOptions {
  rooms: CollectionRooms;
  fetch: Fetch;
  sources: Pick<Sources, 'reach'>;
}

/** Brings a job together with its source, a client of its own and the session it goes into. */
export function jobRunner({ rooms, fetch, sources }: RunnerOptions) {
  const clients = new Set<http.ServiceClient>();

  function openHttp({ address, token, connector }: Reachable) {
    const meter = rooms.createMeter(fetch);
    const rate = connector.requestsPerSecond;
    const { onWait } = meter;
    const options = { address, token, rate, limits, fetch: meter.fetch, onWait };
    return { meter, http: rooms.createHttpClient(options) };
  }

  const run: RunJob = async (task, store, { signal, onProgress }) => {
    const source = await sources.reach(task.order.sourceId);
    const { address, connector } = source;
    const open = openHttp(source);
    const stopReason = () => stopOf(signal);
    const context = { ...open, connector, store, signal, stopReason, onProgress };
    clients.add(open.http);
    try {
      if (task.purpose === 'events') {
        const { details: fetched, ...outcome } = await rooms.collect(
          { ...task.order, address },
          context,
        );
        return { ...outcome, detailsFetched: fetched?.fetched ?? null };
      }
      const { selection } = task.order;
      const {
        collection: entry,
        fetched,
        failure,
      } = await rooms.fetchDetails({
        ...context,
        address,
        selection,
      });
      return { ...nothingCame, collection: entry, detailsFetched: fetched, failure };
    } finally {
      clients.delete(open.http);
    }
  };

  return {
    run,

    /** There is reason to try the network again: what waits for it does so at once. */
    nudge(): void {
      for (const client of clients) client.nudge();
    },
  };
}
