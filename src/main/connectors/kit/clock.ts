import { setTimeout as pause } from 'node:timers/promises';

/** Time as an argument, so that a test need not wait and a wrong wall clock harms nothing. */
export interface Clock {
  /** Wall clock, ms since 1970: only to compare with the service's clock. */
  now(): number;
  /** Steady clock in ms that never jumps: for every pause and rate. */
  elapsed(): number;
  /** Rejects when `signal` aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
};
