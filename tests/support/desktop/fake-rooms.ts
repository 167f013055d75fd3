import type {
  CollectOrder,
  CollectContext,
  Collected,
} from '../../../src/main/collection/collect.ts';
import type { Progress } from '../../../src/main/collection/progress.ts';
import { connectors } from '../../../src/main/connectors/registry.ts';
import type { CollectionRooms } from '../../../src/main/desktop/services/jobs/run-job.ts';
import type { HeldSession } from '../../../src/main/desktop/services/sessions.ts';
import type { Sources } from '../../../src/main/desktop/services/sources.ts';
import type { RemoteSession } from '../../../src/main/store/process/remote-session.ts';
import type { ChannelInput } from '../../../src/shared/contract.ts';
import type { Collection, Stop } from '../../../src/shared/session.ts';

/** A collection as the ledger has it: complete, of the first second of 1970, of Pachca. */
export function collectionOf(given: Partial<Collection> = {}): Collection {
  return {
    id: 7,
    origin: 'service',
    purpose: 'events',
    source: 'pachca',
    address: 'https://a.example',
    from: 0,
    to: 999_999,
    filters: {},
    withDetails: false,
    selection: null,
    owner: null,
    clockOffsetMs: null,
    refresh: false,
    overlapMs: null,
    filterIgnored: false,
    stop: null,
    startedAt: '2026-10-01T00:00:00.000Z',
    finishedAt: null,
    version: '',
    status: 'complete',
    windows: [],
    ...given,
  };
}

export function orderOf(sourceId: string, to = 999_999): ChannelInput<'collect.start'> {
  const asked = { filters: {}, withDetails: false, withNames: false, refresh: false };
  return { sourceId, from: 0, to, ...asked, overlapMs: null };
}

export const progressOf = (given: Partial<Progress> = {}): Progress => ({
  collectionId: 7,
  phase: 'events',
  received: 0,
  newEvents: 0,
  requests: 0,
  pages: 0,
  rate: 1,
  done: 0,
  secondsLeft: null,
  waiting: null,
  windowsDone: 0,
  windowsOf: 1,
  open: [],
  ...given,
});

/** A collection that runs until the test says otherwise. */
export interface Running {
  order: CollectOrder;
  context: CollectContext;
  /** It comes to its own end. */
  finish: (given?: Partial<Collected>) => void;
  fail: (error: Error) => void;
}

/**
 * Rooms whose collections do nothing by themselves: one that is stopped ends at once and the ledger
 * says by whom, as the real one does.
 */
export function fakeRooms() {
  const running: Running[] = [];
  const nudged: string[] = [];
  /** What ledgers were told, by the service's address. */
  const told: [string, Stop][] = [];
  const rooms: CollectionRooms = {
    collect: (order, context) => {
      const { promise, resolve, reject } = Promise.withResolvers<Collected>();
      const end = (given: Partial<Collected>) => {
        running.splice(running.indexOf(run), 1);
        resolve({
          collection: collectionOf(),
          alreadyComplete: false,
          failure: null,
          details: null,
          filterIgnored: false,
          namesFailure: null,
          ...given,
        });
      };
      const run: Running = {
        order,
        context,
        finish: (given = {}) => end(given),
        fail: (error) => {
          running.splice(running.indexOf(run), 1);
          reject(error);
        },
      };
      running.push(run);
      const halt = () => {
        const stop = context.stopReason?.() ?? 'interrupted';
        told.push([order.address, stop]);
        const failure = { kind: 'cancelled', params: {} } as const;
        end({ collection: collectionOf({ status: 'partial', stop }), failure });
      };
      if (context.signal.aborted) halt();
      else context.signal.addEventListener('abort', halt);
      return promise;
    },
    fetchDetails: async ({ onProgress }) => {
      onProgress?.(progressOf({ phase: 'details' }));
      const collection = collectionOf({ purpose: 'details' });
      return { collection, fetched: 3, leftOut: 0, failure: null };
    },
    createMeter: () => ({ fetch: () => Promise.reject(new Error('no')), onWait() {} }) as never,
    createHttpClient: ({ address }) => ({ nudge: () => void nudged.push(address) }) as never,
  };
  return { rooms, running, nudged, told };
}

/** Accounts named by their letter: `a` is Pachca at https://a.example, and so on. */
export const fakeSources: Pick<Sources, 'reach'> = {
  reach: (id) =>
    Promise.resolve({
      id,
      address: `https://${id.charAt(0)}.example`,
      connector: connectors.pachca,
      token: 't',
    }),
};

/** An open session that notes what its ledger is told. */
export function fakeSession(name: string, collections: Collection[] = []) {
  const told: [number, Stop | null][] = [];
  const link = {
    info: () => Promise.resolve({ name, collections }),
    finishCollection: (id: number, _failure: unknown, stop: Stop | null) => {
      told.push([id, stop]);
      return Promise.resolve(collectionOf({ id, stop, status: 'partial' }));
    },
  } as unknown as RemoteSession;
  const session: HeldSession = {
    id: name,
    path: `/${name}.vestigo`,
    name,
    protection: 'keychain',
    link,
  };
  return { session, told };
}
