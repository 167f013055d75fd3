import type { Clock } from '../../../../src/main/connectors/kit/clock.ts';
import { createPace } from '../../../../src/main/connectors/kit/pace.ts';
import { createRateLimiter, type Rate } from '../../../../src/main/connectors/kit/rate-limiter.ts';

/** A clock whose sleepers wake in their order, each when everything before it has come to rest. */
function simulatedClock() {
  let elapsed = 0;
  let order = 0;
  let timers: { at: number; order: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => elapsed,
    elapsed: () => elapsed,
    sleep(milliseconds, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error);
        const leave = (): void => {
          timers = timers.filter((one) => one !== timer);
          reject(signal.reason as Error);
        };
        const wake = (): void => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        const timer = { at: elapsed + milliseconds, order: (order += 1), wake };
        timers.push(timer);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
  };
  async function runUntil(time: number): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      let next = timers[0];
      for (const one of timers) {
        if (next && (one.at < next.at || (one.at === next.at && one.order < next.order)))
          next = one;
      }
      if (!next || next.at > time) break;
      timers.splice(timers.indexOf(next), 1);
      elapsed = Math.max(elapsed, next.at);
      next.wake();
    }
    elapsed = time;
  }
  return { clock, runUntil };
}

export interface Service {
  /** How long an answer takes when nothing else is to be done, ms. */
  latency: (now: number) => number;
  /** It answers so many at a time; the others wait in its line. */
  slots?: number;
  /** It refuses what is more than that in any second (429), and names no time. */
  limit?: number;
  /** It refuses for no reason we know. */
  refuses?: (now: number) => boolean;
  /** It fails (5xx). */
  fails?: (now: number, number: number) => boolean;
}

export interface Seen {
  /** When requests started, ms. */
  starts: number[];
  refusals: number[];
  /** How many were under way, and open, each 100 ms. */
  underWay: number[];
  open: number[];
  /** What the limiter lets through in the end, requests a second. */
  rate: number;
}

/** Streams of requests without end over the real limiter and pace, for so many seconds. */
export async function simulate(rate: Rate, service: Service, seconds: number): Promise<Seen> {
  const { clock, runUntil } = simulatedClock();
  const limiter = createRateLimiter(rate, clock);
  const pace = createPace(limiter, clock);
  const stop = new AbortController();
  const { signal } = stop;
  const seen: Seen = { starts: [], refusals: [], underWay: [], open: [], rate: 0 };
  let open = 0;
  let underWay = 0;
  /** When each of the service's slots is free again. */
  const slots = Array.from({ length: service.slots ?? 0 }, () => 0);

  async function request(): Promise<void> {
    await pace.enter(signal);
    await limiter.turn(signal);
    const now = clock.elapsed();
    seen.starts.push(now);
    underWay += 1;
    const recent = seen.starts.slice(-200).filter((at) => at > now - 1000).length;
    const refused = service.refuses?.(now) || recent > (service.limit ?? Infinity);
    if (refused) {
      seen.refusals.push(now);
      await clock.sleep(5, signal);
      limiter.slowDown();
    } else {
      const free = slots.indexOf(Math.min(...slots));
      const begins = Math.max(now, slots[free] ?? now);
      const ends = begins + service.latency(now);
      if (free >= 0) slots[free] = ends;
      await clock.sleep(ends - now, signal);
    }
    underWay -= 1;
    const failed = service.fails?.(now, seen.starts.length) ?? false;
    pace.ended(refused ? 'refused' : failed ? 'trouble' : 'answer', clock.elapsed() - now);
    pace.leave();
    if (refused || failed) await clock.sleep(300, signal);
  }

  async function stream(): Promise<void> {
    for (;;) {
      await request();
      // What came is written down.
      await clock.sleep(3, signal);
    }
  }

  async function opener(): Promise<void> {
    for (;;) {
      await pace.room(() => open, signal);
      open += 1;
      void stream().catch(() => undefined);
    }
  }

  const opening = opener().catch(() => undefined);
  for (let at = 100; at <= seconds * 1000; at += 100) {
    await runUntil(at);
    seen.underWay.push(underWay);
    seen.open.push(open);
  }
  stop.abort();
  await opening;
  seen.rate = limiter.rate();
  return seen;
}

/** The most of them in any second, sliding. */
export function densest(times: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [last, at] of times.entries()) {
    while ((times[first] ?? at) <= at - 1000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** Starts a second from one second to another. */
export function throughput({ starts }: Seen, from: number, to: number): number {
  return starts.filter((at) => at >= from * 1000 && at < to * 1000).length / (to - from);
}
