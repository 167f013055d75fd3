import { once } from 'node:events';
import type { Clock } from './clock.ts';

/** Over a second: requests that start evenly arrive some tens of ms closer together or apart. */
const windowMs = 1075;
/** How much of a late timer's delay is made up for, so that the full rate is used. */
const madeUpMs = 100;
/** What is left of the rate after a refusal, and at the beginning. */
const reduction = 0.75;
/** Share of the full rate won back in each second without a refusal. */
const recovery = 0.05;

export interface RateLimiter {
  /** Resolves when a request may start, in the order asked for; rejects when `signal` aborts. */
  turn(signal: AbortSignal): Promise<void>;
  /** The service refused for rate: slower from now, recovering evenly. */
  slowDown(): void;
  /** Nobody starts for this long: the service named a time. */
  hold(milliseconds: number): void;
}

/**
 * Lets at most `perSecond` requests start in any second, sliding, for all who share it. Starts are
 * spread evenly rather than sent in bursts: what arrives then stays under the limit as well.
 */
export function createRateLimiter(perSecond: number, clock: Clock): RateLimiter {
  const starts: number[] = [];
  let planned = -Infinity;
  let heldUntil = -Infinity;
  // Begins reduced: the first requests open connections, and arrive closer together than they left.
  let reduced = { rate: perSecond * reduction, at: clock.elapsed() };
  let line: Promise<void> = Promise.resolve();

  function rate(now: number): number {
    const recovered = reduced.rate + ((now - reduced.at) / 1000) * perSecond * recovery;
    return Math.min(perSecond, recovered);
  }

  function earliest(now: number): number {
    const current = rate(now);
    const full = starts.at(-Math.max(1, Math.floor(current))) ?? -Infinity;
    return Math.max(heldUntil, planned + windowMs / current, full + windowMs);
  }

  async function start(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const now = clock.elapsed();
      const at = earliest(now);
      if (at <= now) {
        // Counted from the plan and not from when the timer came.
        planned = Math.max(at, now - madeUpMs);
        starts.push(now);
        if (starts.length > perSecond) starts.shift();
        return;
      }
      // A timer may fire a fraction early: a whole millisecond keeps this from spinning.
      await clock.sleep(Math.max(1, Math.ceil(at - now)), signal);
    }
  }

  return {
    async turn(signal) {
      if (perSecond === Infinity) return signal.throwIfAborted();
      const before = line;
      const mine = (async () => {
        await orAborted(before, signal);
        await start(signal);
      })();
      // Whoever comes next waits for those before me even if I leave the line.
      line = Promise.allSettled([before, mine]).then(() => undefined);
      return mine;
    },
    slowDown() {
      const now = clock.elapsed();
      // A burst of refusals belongs to one cause: it slows down once.
      if (now - reduced.at < 1000) return;
      reduced = { rate: Math.max(perSecond / 10, rate(now) * reduction), at: now };
    },
    hold(milliseconds) {
      heldUntil = Math.max(heldUntil, clock.elapsed() + milliseconds);
    },
  };
}

/** Waits, but no longer than until the abort; which it then throws. */
async function orAborted(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const settled = new AbortController();
  const aborted = once(signal, 'abort', { signal: settled.signal }).catch(() => undefined);
  await Promise.race([wait, aborted]);
  settled.abort();
  signal.throwIfAborted();
}
