import { once } from 'node:events';
import type { Clock } from './clock.ts';

/** A little over a second: requests that start evenly may still arrive a few ms closer together. */
const windowMs = 1040;
/** Share of the full rate won back in each second without a refusal. */
const recovery = 0.05;

export interface RateLimiter {
  /** Resolves when a request may start, in the order asked for; rejects when `signal` aborts. */
  turn(signal: AbortSignal): Promise<void>;
  /** The service refused for rate: half speed from now, recovering evenly. */
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
  let reduced = { rate: perSecond, at: -Infinity };
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
        // Counted from the plan and not from the late timer, so that the full rate is used.
        planned = Math.max(at, now - windowMs / perSecond);
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
      // A burst of refusals belongs to one cause: it halves the rate once.
      if (now - reduced.at < 1000) return;
      reduced = { rate: Math.max(perSecond / 10, rate(now) / 2), at: now };
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
