import { once } from 'node:events';
import type { Clock } from './clock.ts';

/**
 * Requests that may start in any second: a limit that is known; or, where nobody documents one,
 * where to begin and how far to feel upwards.
 */
export type Rate = number | { start: number; most: number };

/** Over a second: requests that start evenly arrive some tens of ms closer together or apart. */
const windowMs = 1075;
/** How much of a late timer's delay is made up for, so that the full rate is used. */
const madeUpMs = 100;
/** What is left of the rate after a refusal, and of a known limit at the beginning. */
const reduction = 0.75;
/** Share of a known limit won back in each second without a refusal; the beginning costs 0.3 s. */
const recovery = 0.1;
/** Requests a second more with each quick answer, where the limit is not known: 5 to 20 in 30 s. */
const climb = 0.05;
/** What may be of a rate that was refused, where the limit is not known. */
const belowRefused = 0.9;

export interface RateLimiter {
  /** Resolves when a request may start, in the order asked for; rejects when `signal` aborts. */
  turn(signal: AbortSignal): Promise<void>;
  /** Resolves when one could start and nobody waits, at most once for each turn that goes unused. */
  idle(signal: AbortSignal): Promise<void>;
  /** The service refused for rate: slower from now, recovering evenly. */
  slowDown(): void;
  /** An answer came in good time: a limit that is not known may be higher still. */
  quick(): void;
  /** Nobody starts for this long: the service named a time. */
  hold(milliseconds: number): void;
  /** Requests a second that may start now. */
  rate(): number;
}

/**
 * Lets at most so many requests start in any second, sliding, for all who share it. Starts are
 * spread evenly rather than sent in bursts: what arrives then stays under the limit as well. A limit
 * that is not known is felt for, slowly and only while it is used; a rate that was refused is not
 * tried again.
 */
export function createRateLimiter(limit: Rate, clock: Clock): RateLimiter {
  const isKnown = typeof limit === 'number';
  const growth = isKnown ? limit * recovery : 0;
  const slowest = (isKnown ? limit : limit.start) / 10;
  let top = isKnown ? limit : limit.most;
  // Begins reduced: the first requests open connections, and arrive closer together than they left.
  let base = { rate: isKnown ? limit * reduction : limit.start, at: clock.elapsed() };
  let refusedAt = -Infinity;
  const starts: number[] = [];
  let planned = -Infinity;
  let heldUntil = -Infinity;
  /** Somebody had to wait for a turn: the rate is used, and something is learned about it. */
  let isUsed = false;
  let inLine = 0;
  /** When a turn last was seen to go unused. */
  let noticed = -Infinity;
  let line: Promise<void> = Promise.resolve();

  function rate(now: number): number {
    return Math.min(top, base.rate + ((now - base.at) / 1000) * growth);
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
        if (starts.length > top) starts.shift();
        return;
      }
      isUsed = true;
      // A timer may fire a fraction early: a whole millisecond keeps this from spinning.
      await clock.sleep(Math.max(1, Math.ceil(at - now)), signal);
    }
  }

  return {
    async turn(signal) {
      if (limit === Infinity) return signal.throwIfAborted();
      inLine += 1;
      const before = line;
      const mine = (async () => {
        await orAborted(before, signal);
        await start(signal);
      })().finally(() => (inLine -= 1));
      // Whoever comes next waits for those before me even if I leave the line.
      line = Promise.allSettled([before, mine]).then(() => undefined);
      return mine;
    },
    async idle(signal) {
      if (limit === Infinity) return signal.throwIfAborted();
      for (;;) {
        signal.throwIfAborted();
        const now = clock.elapsed();
        const gap = windowMs / rate(now);
        const at = inLine > 0 ? now + gap : Math.max(earliest(now), noticed + gap);
        if (at <= now) {
          noticed = now;
          return;
        }
        await clock.sleep(Math.max(1, Math.ceil(at - now)), signal);
      }
    },
    slowDown() {
      const now = clock.elapsed();
      // A burst of refusals belongs to one cause: it slows down once.
      if (now - refusedAt < 1000) return;
      refusedAt = now;
      const refused = rate(now);
      if (!isKnown) top = Math.max(limit.start, refused * belowRefused);
      base = { rate: Math.max(slowest, refused * reduction), at: now };
    },
    quick() {
      if (isKnown || !isUsed) return;
      isUsed = false;
      base.rate = Math.min(top, base.rate + climb);
    },
    hold(milliseconds) {
      heldUntil = Math.max(heldUntil, clock.elapsed() + milliseconds);
    },
    rate: () => rate(clock.elapsed()),
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
