import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRateLimiter } from '../../../../src/main/connectors/kit/rate-limiter.ts';
import { fakeClock } from './clock.ts';
import { densest } from './simulation.ts';

const never = new AbortController().signal;

test('never more than the rate in any second, and nearly all of it used', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.nat(400), { maxLength: 30 }),
      async (rate, delays) => {
        const { clock, advance } = fakeClock();
        const limiter = createRateLimiter(rate, clock);
        const starts: number[] = [];
        // Past the slower beginning.
        advance(60_000);
        const begun = clock.elapsed();
        for (let n = 0; n < rate * 4; n += 1) {
          await limiter.turn(never);
          starts.push(clock.elapsed());
          // The program is sometimes late.
          advance(delays[n] ?? 0);
        }
        expect(densest(starts)).toBeLessThanOrEqual(rate);
        const late = delays.reduce((sum, one) => sum + one, 0);
        const seconds = (clock.elapsed() - begun - late) / 1000;
        expect(starts.length / Math.max(seconds, 1)).toBeGreaterThanOrEqual(rate * 0.9);
      },
    ),
    { numRuns: 60 },
  );
});

test('callers at the same time start in their order', async () => {
  const { clock } = fakeClock();
  const limiter = createRateLimiter(5, clock);
  const order: number[] = [];
  await Promise.all(
    [0, 1, 2, 3, 4, 5, 6].map(async (n) => {
      await limiter.turn(never);
      order.push(n);
    }),
  );
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('it begins below the rate, slows down when refused, and wins the rest back', async () => {
  const { clock, advance } = fakeClock();
  const limiter = createRateLimiter(20, clock);
  const tenTurns = async (): Promise<number> => {
    const before = clock.elapsed();
    for (let n = 0; n < 10; n += 1) await limiter.turn(never);
    return clock.elapsed() - before;
  };
  const first = await tenTurns();
  advance(30_000);
  const full = await tenTurns();
  limiter.slowDown();
  limiter.slowDown();
  const refused = await tenTurns();
  advance(30_000);
  expect(first).toBeGreaterThan(full * 1.15);
  expect(refused).toBeGreaterThan(full * 1.15);
  expect(await tenTurns()).toBeLessThanOrEqual(full * 1.1);
});

test('a named pause holds everybody', async () => {
  const { clock } = fakeClock();
  const limiter = createRateLimiter(Number.MAX_SAFE_INTEGER, clock);
  limiter.hold(7000);
  await limiter.turn(never);
  expect(clock.elapsed()).toBeGreaterThanOrEqual(7000);
});

test('one who leaves the line does not hold up the others', async () => {
  const { clock } = fakeClock();
  const limiter = createRateLimiter(2, clock);
  const leaving = new AbortController();
  const first = limiter.turn(never);
  const second = limiter.turn(leaving.signal);
  const third = limiter.turn(never);
  leaving.abort();
  await expect(second).rejects.toThrow();
  await expect(Promise.all([first, third])).resolves.toBeDefined();
});

test('a turn that goes unused is told, once, and not while anybody waits', async () => {
  const { clock, advance } = fakeClock();
  const limiter = createRateLimiter(10, clock);
  advance(60_000);
  const told: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    await limiter.idle(never);
    told.push(clock.elapsed());
  }
  for (const [at, time] of told.slice(1).entries()) {
    expect(time - (told[at] ?? 0)).toBeGreaterThanOrEqual(100);
  }
  const before = clock.elapsed();
  const waiting = [1, 2, 3].map(() => limiter.turn(never));
  await limiter.idle(never);
  expect(clock.elapsed() - before).toBeGreaterThanOrEqual(300);
  await Promise.all(waiting);
});
