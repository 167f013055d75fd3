import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mostUnderWay } from '../../../../src/main/connectors/kit/pace.ts';
import { densest, simulate, throughput } from './simulation.ts';

const known = 50;
const unknown = { start: 5, most: 20 };
/** Of the samples, each 100 ms, those of the second half. */
const settled = (samples: number[]) => samples.slice(samples.length / 2);

describe('a limit that is known', () => {
  test.each([5, 50, 100, 400, 1000, 2500, 5000])(
    'is used to nine tenths from the first second on, at %i ms',
    async (latency) => {
      const seen = await simulate(known, { latency: () => latency }, 30);
      expect(throughput(seen, 0, 30)).toBeGreaterThanOrEqual(known * 0.9);
      expect(densest(seen.starts)).toBeLessThanOrEqual(known);
      // As many streams as it takes, and not many more.
      const takes = (known * latency) / 1000;
      expect(seen.open.at(-1)).toBeLessThanOrEqual(Math.min(mostUnderWay, takes * 1.2 + 4));
    },
  );

  test('whatever the answers do, there are never more starts in a second, nor requests under way', async () => {
    const chance = fc.integer({ min: 0, max: 30 });
    const service = fc.record({
      pieces: fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 }),
      every: fc.integer({ min: 20, max: 5000 }),
      slots: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
      refusing: chance,
      failing: chance,
    });
    await fc.assert(
      fc.asyncProperty(service, async ({ pieces, every, slots, refusing, failing }) => {
        const seen = await simulate(
          known,
          {
            latency: (now) => pieces[Math.floor(now / every) % pieces.length] ?? 1,
            ...(slots !== undefined && { slots }),
            refuses: (now) => Math.floor(now / 37) % 100 < refusing,
            fails: (_, number) => (number * 7) % 100 < failing,
          },
          8,
        );
        expect(densest(seen.starts)).toBeLessThanOrEqual(known);
        expect(Math.max(...seen.underWay)).toBeLessThanOrEqual(mostUnderWay);
        // It never stops for good.
        expect(seen.starts.length).toBeGreaterThan(0);
      }),
      { numRuns: 25 },
    );
  });

  test.each([2, 5, 8])(
    'a service that answers %i at a time is kept busy, not buried, and evenly so',
    async (slots) => {
      const seen = await simulate(known, { latency: () => 200, slots }, 60);
      expect(throughput(seen, 10, 60)).toBeGreaterThanOrEqual((slots / 0.2) * 0.9);
      const underWay = settled(seen.underWay);
      expect(Math.max(...underWay)).toBeLessThanOrEqual(slots * 7);
      expect(Math.min(...underWay)).toBeGreaterThanOrEqual(Math.max(...underWay) / 2);
    },
  );

  test('bursts of refusals slow it down, and it comes back', async () => {
    const refuses = (now: number) => now % 10_000 > 9700;
    const seen = await simulate(known, { latency: () => 100, refuses }, 40);
    expect(seen.refusals.length).toBeLessThan(20);
    expect(throughput(seen, 10.5, 12)).toBeLessThan(known * 0.9);
    expect(throughput(seen, 15, 19)).toBeGreaterThanOrEqual(known * 0.9);
  });

  test('a failure now and then takes nothing away; failing on and on does', async () => {
    const nowAndThen = (_: number, number: number) => number % 20 === 0;
    const few = await simulate(known, { latency: () => 300, fails: nowAndThen }, 20);
    expect(throughput(few, 0, 20)).toBeGreaterThanOrEqual(known * 0.9);
    const all = await simulate(known, { latency: () => 300, fails: () => true }, 20);
    expect(Math.max(...settled(all.underWay))).toBeLessThanOrEqual(3);
  });

  test('another network, forty times slower, is learned as the way things are', async () => {
    const latency = (now: number) => (now < 10_000 ? 20 : 800);
    const seen = await simulate(known, { latency }, 60);
    expect(throughput(seen, 40, 60)).toBeGreaterThanOrEqual(known * 0.9);
  });
});

describe('a limit that nobody documents', () => {
  test('is felt for, up to the most', async () => {
    const seen = await simulate(unknown, { latency: () => 300 }, 60);
    expect(throughput(seen, 0, 5)).toBeLessThan(7);
    expect(throughput(seen, 40, 60)).toBeGreaterThanOrEqual(unknown.most * 0.9);
    expect(densest(seen.starts)).toBeLessThanOrEqual(unknown.most);
  });

  test('is kept to once it was met: a rate that was refused is not tried again', async () => {
    const seen = await simulate(unknown, { latency: () => 300, limit: 10 }, 120);
    expect(seen.refusals.length).toBeLessThanOrEqual(5);
    expect(Math.max(...seen.refusals)).toBeLessThan(40_000);
    expect(throughput(seen, 60, 120)).toBeGreaterThanOrEqual(10 * 0.8);
  });

  test('is not felt for while answers grow slow, nor by those who do not use it', async () => {
    const slow = await simulate(unknown, { latency: () => 300, slots: 2 }, 60);
    expect(slow.refusals).toEqual([]);
    expect(Math.max(...settled(slow.underWay))).toBeLessThanOrEqual(2 * 7);
    expect(slow.rate).toBeLessThan(unknown.most * 0.75);
  });
});
