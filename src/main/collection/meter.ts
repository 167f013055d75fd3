import type { Fetch } from '../connectors/kit/exchange.ts';
import type { WaitNotice } from '../connectors/kit/http.ts';

/**
 * Counts what really goes over the wire, answers that never became a page included. Its `fetch` and
 * `onWait` are given to the HTTP client of one collection.
 */
export interface Meter {
  readonly requests: number;
  readonly retries: number;
  /** A wait that is going on now. */
  readonly waiting: { reason: WaitNotice['reason']; until: string } | null;
  readonly fetch: Fetch;
  readonly onWait: (notice: WaitNotice) => void;
  /** Has it told when a wait begins or is cut short: nothing else happens then that could be told. */
  watch(listener: () => void): void;
}

export function createMeter(fetch: Fetch): Meter {
  let requests = 0;
  let retries = 0;
  let listener = (): void => undefined;
  /** `endsAt` by the steady clock: the wall clock may jump meanwhile, a laptop may sleep. */
  let wait: { reason: WaitNotice['reason']; until: string; endsAt: number } | null = null;
  return {
    get requests() {
      return requests;
    },
    get retries() {
      return retries;
    },
    get waiting() {
      if (!wait || wait.endsAt <= performance.now()) return null;
      return { reason: wait.reason, until: wait.until };
    },
    async fetch(url, init) {
      requests += 1;
      const response = await fetch(url, init);
      if (wait?.reason === 'offline') {
        // The network is back before its time.
        wait = null;
        listener();
      }
      return response;
    },
    onWait({ reason, milliseconds }) {
      retries += 1;
      const until = new Date(Date.now() + milliseconds).toISOString();
      wait = { reason, until, endsAt: performance.now() + milliseconds };
      listener();
    },
    watch(next) {
      listener = next;
    },
  };
}
