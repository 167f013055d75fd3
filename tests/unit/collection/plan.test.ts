import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { planWindows, plans } from '../../../src/main/collection/plan.ts';

const hour = 3_600_000_000;
const day = 24 * hour;

test('a period is cut at midnights of UTC', () => {
  const from = Date.UTC(2026, 9, 1, 15) * 1000;
  const to = Date.UTC(2026, 9, 3, 8) * 1000;
  expect(planWindows({ from, to }, plans.pachca)).toEqual([
    { from, to: Date.UTC(2026, 9, 2) * 1000 - 1 },
    { from: Date.UTC(2026, 9, 2) * 1000, to: Date.UTC(2026, 9, 3) * 1000 - 1 },
    { from: Date.UTC(2026, 9, 3) * 1000, to },
  ]);
});

test('windows touch, cover the period and nothing else, and are never too many', () => {
  const instant = integer({ min: -40 * 365, max: 80 * 365 * 24 }).map((hours) => hours * hour);
  const length = integer({ min: 0, max: 2 ** 48 });
  assert(
    property(instant, length, integer({ min: 1, max: 60 }), (from, span, hours) => {
      const to = from + span;
      const windows = planWindows({ from, to }, { stretch: hours * hour, concurrency: 1 });
      expect(windows[0]?.from).toBe(from);
      expect(windows.at(-1)?.to).toBe(to);
      for (const [at, window] of windows.entries()) {
        expect(window.to).toBeGreaterThanOrEqual(window.from);
        if (at > 0) expect(window.from).toBe((windows[at - 1]?.to ?? NaN) + 1);
      }
      expect(windows.length).toBeLessThanOrEqual(402);
    }),
  );
});

test('a moment is a period', () => {
  expect(planWindows({ from: day, to: day }, plans.pachca)).toEqual([{ from: day, to: day }]);
});
