import type { Failed } from '../../../shared/errors.ts';
import type { Clock } from './clock.ts';

/** Somebody was there and hung up: that is a trouble of the service's, not of our network. */
const hungUp = /RESET|UND_ERR_SOCKET|EPIPE|CLOSED|EMPTY_RESPONSE|ABORTED/;

/** Whether a request that failed so may have had no network under it. */
export function seemsOffline({ failure }: Failed): boolean {
  if (failure.kind === 'network.timeout') return true;
  return failure.kind === 'network.unreachable' && !hungUp.test(String(failure.params['code']));
}

/** The wait for the network, shared by all requests of a client. */
export interface Offline {
  /** Resolves after the time given, or before, when the network is there again. */
  wait(milliseconds: number, signal: AbortSignal): Promise<'waited' | 'woken'>;
  /** Ends every wait: an answer came, or the system says the network is back. */
  wake(): void;
}

export function createOffline(clock: Clock): Offline {
  const waiters = new Set<AbortController>();
  return {
    async wait(milliseconds, signal) {
      const waiter = new AbortController();
      waiters.add(waiter);
      try {
        await clock.sleep(milliseconds, AbortSignal.any([signal, waiter.signal]));
        return 'waited';
      } catch (error) {
        if (signal.aborted || !waiter.signal.aborted) throw error;
        return 'woken';
      } finally {
        waiters.delete(waiter);
      }
    },
    wake() {
      for (const waiter of waiters) waiter.abort();
    },
  };
}
