import { assert, constantFrom, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { planWindows, plans, type Stretch } from '../../../src/main/collection/plan.ts';

const minute = 60_000_000;
const hour = 60 * minute;
const day = 24 * hour;
const at = (...date: [number, number, number, number?]) => Date.UTC(...date) * 1000;

function expectCover(windows: Stretch[], { from, to }: Stretch): void {
  expect(windows[0]?.from).toBe(from);
  expect(windows.at(-1)?.to).toBe(to);
  for (const [index, window] of windows.entries()) {
    expect(window.to).toBeGreaterThanOrEqual(window.from);
    if (index > 0) expect(window.from).toBe((windows[index - 1]?.to ?? NaN) + 1);
  }
}

test('a period of weeks is cut at midnights of UTC', () => {
  const from = at(2026, 9, 1, 15);
  const to = at(2026, 9, 20, 8);
  const windows = planWindows({ from, to }, plans.pachca);
  expect(windows.slice(0, 2)).toEqual([
    { from, to: at(2026, 9, 2) - 1 },
    { from: at(2026, 9, 2), to: at(2026, 9, 3) - 1 },
  ]);
  expect(windows.at(-1)).toEqual({ from: at(2026, 9, 20), to });
});

test.each([
  [90 * day, 90],
  [31 * day, 31],
  [7 * day, 7],
  [day, 24],
  [hour, 12],
  [12 * minute, 12],
  [7 * day - 1, 42],
  [3 * minute, 3],
  [1, 1],
])('%d µs of Pachca are %d windows', (length, count) => {
  const from = at(2026, 8, 1);
  expect(planWindows({ from, to: from + length - 1 }, plans.pachca)).toHaveLength(count);
});

test('windows touch, cover the period and nothing else, are aligned, enough and never too many', () => {
  const instant = integer({ min: -40 * 365 * 24, max: 80 * 365 * 24 }).map((hours) => hours * hour);
  const length = integer({ min: 0, max: 2 ** 48 });
  const exponent = integer({ min: 0, max: 48 });
  const plan = constantFrom(plans.pachca, plans.jayguard, { lengths: [7 * hour], least: 1 });
  assert(
    property(instant, length, exponent, plan, (from, span, shift, wanted) => {
      const period = { from, to: from + Math.floor(span / 2 ** shift) };
      const windows = planWindows(period, wanted);
      expectCover(windows, period);
      expect(windows.length).toBeLessThanOrEqual(402);
      const [finest = 0] = wanted.lengths;
      for (const { from: border } of windows.slice(1)) expect(Math.abs(border % finest)).toBe(0);
      const whole = period.to - from + 1;
      if (whole >= wanted.least * finest) {
        expect(windows.length).toBeGreaterThanOrEqual(wanted.least);
      }
    }),
  );
});
