import { Failed } from '../../../shared/errors.ts';
import type { Clock } from './clock.ts';
import type { RateLimiter } from './rate-limiter.ts';

/**
 * Requests under way at most, whatever is seen: 50 a second with answers that take five seconds.
 */
export const mostUnderWay = 256;

/** An answer is slow when it takes this many times as long as the fastest one, and this much more. */
const slowFactor = 4;
const slowSlackMs = 250;
/** Weight of the last answer in what is taken for the latency and for the share of troubles. */
const weight = 0.2;
/** Share of troubles (5xx, cuts, silence) among the last answers at which fewer are sent at once. */
const strained = 0.4;
/** What is left of the requests under way when there is reason to send fewer. */
const reduction = 0.75;
/** Growth with each good answer, up to near where it went wrong last and from there on. */
const growth = 0.25;
const cautiousGrowth = 0.02;
const nearTrouble = 0.9;
/** With so few under way, slowness is not of our making: the network has become another one. */
const few = 2;
/** How often it is looked whether another stream of requests would be of use. */
const lookMs = 20;

/** How an exchange ended: well, refused for rate (429), or with trouble that may pass. */
export type Ending = 'answer' | 'refused' | 'trouble';

/** What those who send requests need to know about how many of them are of use. */
export interface Pace {
  /**
   * Resolves when another stream of requests beside those `open` would be of use: nobody waits for a
   * turn, and the service has not shown that it wants fewer. Rejects when `signal` aborts.
   */
  room(open: () => number, signal: AbortSignal): Promise<void>;
  /** Requests that must be under way for the rate to be used fully; null before the first answer. */
  needed(): number | null;
}

export interface PaceControl extends Pace {
  /** Resolves when one more request may be under way, in the order asked for. */
  enter(signal: AbortSignal): Promise<void>;
  /** It is no longer under way. */
  leave(): void;
  /** How it ended, and how long it took from its start to the end of its answer. */
  ended(how: Ending, milliseconds: number): void;
}

/**
 * Decides how many requests are under way at once. No number is set: streams are opened as long as
 * the rate limiter would otherwise have idle turns, so that at any latency as many are open as it
 * takes (rate × latency). When answers grow slow against the fastest one, are refused, or fail one
 * after another, fewer are let through, a quarter at a time and once for each answer's time; good
 * answers win them back, fast up to where it went wrong and carefully from there.
 */
export function createPace(limiter: RateLimiter, clock: Clock, most = mostUnderWay): PaceControl {
  let allowed = most;
  let wentWrongAt = most;
  let reducedAt = -Infinity;
  let fastest = Infinity;
  let latency: number | null = null;
  let strain = 0;
  let underWay = 0;
  const queue: (() => void)[] = [];

  const limit = (): number => Math.max(1, Math.floor(allowed));

  function admit(): void {
    while (underWay < limit()) {
      const next = queue.shift();
      if (!next) return;
      underWay += 1;
      next();
    }
  }

  function reduce(): void {
    const now = clock.elapsed();
    // What is under way was sent before: it says nothing about fewer.
    if (now - reducedAt < Math.max(latency ?? 0, slowSlackMs)) return;
    reducedAt = now;
    const had = Math.min(allowed, underWay);
    wentWrongAt = had * nearTrouble;
    allowed = Math.max(1, had * reduction);
    strain = 0;
  }

  function grow(): void {
    const step = allowed < wentWrongAt ? growth : Math.max(cautiousGrowth, 1 / allowed);
    allowed = Math.min(most, allowed + step);
    admit();
  }

  function isSlow(): boolean {
    return latency !== null && latency > fastest * slowFactor + slowSlackMs;
  }

  return {
    async room(open, signal) {
      for (;;) {
        await limiter.idle(signal);
        if (open() < limit()) return;
        await clock.sleep(lookMs, signal);
      }
    },
    needed: () => (latency === null ? null : (limiter.rate() * latency) / 1000),
    async enter(signal) {
      signal.throwIfAborted();
      if (underWay < limit() && queue.length === 0) {
        underWay += 1;
        return;
      }
      await new Promise<void>((resolve, reject) => {
        const go = (): void => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        const leave = (): void => {
          queue.splice(queue.indexOf(go), 1);
          reject(new Failed('cancelled'));
        };
        queue.push(go);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
    leave() {
      underWay -= 1;
      admit();
    },
    ended(how, milliseconds) {
      if (how === 'refused') return reduce();
      strain += ((how === 'trouble' ? 1 : 0) - strain) * weight;
      if (how === 'trouble') {
        if (strain > strained) reduce();
        return;
      }
      fastest = Math.min(fastest, milliseconds);
      latency = latency === null ? milliseconds : latency + (milliseconds - latency) * weight;
      if (!isSlow()) {
        limiter.quick();
        return grow();
      }
      if (underWay > few) return reduce();
      fastest = latency;
      wentWrongAt = most;
    },
  };
}
