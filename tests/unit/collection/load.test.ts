import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { Load } from '../../../src/main/collection/load.ts';

const hour = 3_600_000_000;
const day = 24 * hour;
const window = { from: 0, to: day - 1 };

/** 90 days of which the newest has been read: fifty pages. */
function afterOneDay(): Load {
  const load = new Load(90);
  for (let page = 0; page < 50; page += 1) load.page(day / 50);
  return load;
}

test('nothing is cut while nothing is known', () => {
  expect(new Load(90).partsOf(window, 90 * day, 200)).toBe(1);
});

test('with much left and few streams windows stay whole; towards the end they get shorter', () => {
  const load = afterOneDay();
  expect(load.partsOf(window, 89 * day, 6)).toBe(1);
  expect(load.partsOf(window, 6 * day, 6)).toBe(2);
  expect(load.partsOf(window, 1 * day, 6)).toBe(12);
});

test('where it takes hundreds of streams windows are short from the beginning', () => {
  expect(afterOneDay().partsOf(window, 89 * day, 250)).toBeGreaterThanOrEqual(5);
});

test('no part is expected to have fewer than four pages, and there are never too many', () => {
  const chance = integer({ min: 1, max: 5000 });
  assert(
    property(chance, chance, integer({ min: 1, max: 300 }), (pages, days, streams) => {
      const load = new Load(990);
      for (let page = 0; page < pages; page += 1) load.page((days * day) / pages);
      const parts = load.partsOf(window, 30 * day, streams);
      expect(parts).toBeLessThanOrEqual(11);
      if (parts > 1) expect(pages / days / parts).toBeGreaterThanOrEqual(4 * (2 / 3));
      load.cut(parts);
      expect(load.partsOf(window, day, streams)).toBeLessThanOrEqual(12 - parts);
    }),
  );
});
