import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { Load } from '../../../src/main/collection/load.ts';

const hour = 3_600_000_000;
const day = 24 * hour;
const window = { from: 0, to: day - 1 };

/** A day of which nothing is known but that it had fifty pages, evenly. */
function evenly(pages = 50, windows = 90): Load {
  const load = new Load(windows);
  const length = day / pages;
  for (let page = 0; page < pages; page += 1) {
    load.page({ from: page * length, to: (page + 1) * length - 1 });
  }
  return load;
}

test('nothing is cut while nothing is known', () => {
  expect(new Load(90).bordersOf(window, 90 * day, 200, 90)).toEqual([]);
});

test('with much left and few streams windows stay whole; towards the end they get shorter', () => {
  expect(evenly().bordersOf(window, 89 * day, 6, 89)).toEqual([]);
  expect(evenly().bordersOf(window, 6 * day, 6, 12)).toEqual([day / 2]);
  expect(evenly().bordersOf(window, 1 * day, 6, 6)).toHaveLength(11);
});

test('where it takes hundreds of streams windows are short from the beginning', () => {
  expect(evenly().bordersOf(window, 89 * day, 250, 300).length).toBeGreaterThanOrEqual(4);
});

test('where there are fewer windows than streams they are cut before much is known', () => {
  const load = new Load(20);
  // An hour of a quiet night.
  load.page({ from: 0, to: hour });
  expect(load.bordersOf(window, 20 * day, 50, 20)).toHaveLength(4);
  expect(load.bordersOf(window, 20 * day, 5, 20)).toEqual([]);
});

test('where there is little, streams without work are no reason to cut: each part is a request', () => {
  const load = new Load(20);
  load.page({ from: 0, to: day - 1 });
  expect(load.bordersOf(window, 20 * day, 250, 20)).toEqual([]);
});

test('parts have as many pages each, by the hours of the week: nights are long, working hours short', () => {
  const load = new Load(90);
  for (let page = 0; page < 80; page += 1) {
    const from = 8 * hour + page * (hour / 10);
    load.page({ from, to: from + hour / 10 - 1 });
  }
  load.page({ from: 0, to: 8 * hour - 1 });
  load.page({ from: 16 * hour, to: day - 1 });
  // A week later, to the hour.
  const next = { from: 7 * day, to: 8 * day - 1 };
  const edges = [next.from, ...load.bordersOf(next, day, 2, 2), next.to + 1];
  const hours = edges.slice(1).map((end, at) => (end - (edges[at] ?? end)) / hour);
  expect(hours).toHaveLength(4);
  expect(hours.map((one) => Math.round(one))).toEqual([10, 2, 2, 10]);
});

test('whatever was seen, parts touch, cover, lie on whole seconds and are never too many', () => {
  const chance = integer({ min: 1, max: 5000 });
  const instant = integer({ min: -(2 ** 50), max: 2 ** 50 });
  const length = integer({ min: 1, max: 2 ** 44 });
  assert(
    property(
      instant,
      length,
      instant,
      length,
      chance,
      chance,
      (from, whole, at, read, pages, streams) => {
        const load = new Load(990);
        for (let page = 0; page < pages % 50; page += 1) {
          load.page({ from: at + page * read, to: at + (page + 1) * read - 1 });
        }
        const one = { from, to: from + whole - 1 };
        const borders = load.bordersOf(one, whole * (pages % 7), streams, 1 + (pages % 9));
        expect(borders.length).toBeLessThanOrEqual(10);
        for (const [index, border] of borders.entries()) {
          expect(Math.abs(border % 1_000_000)).toBe(0);
          expect(border).toBeGreaterThan(borders[index - 1] ?? from);
          expect(border).toBeLessThanOrEqual(one.to);
        }
        load.cut(11);
        expect(load.bordersOf(one, whole, streams, 1)).toEqual([]);
      },
    ),
  );
});

test('no part is expected to have fewer than about four pages', () => {
  assert(
    property(integer({ min: 1, max: 2000 }), integer({ min: 1, max: 300 }), (pages, streams) => {
      const parts = evenly(pages, 1).bordersOf(window, 3 * day, streams, 1000).length + 1;
      if (parts > 1) expect(pages / parts).toBeGreaterThanOrEqual(4 * (2 / 3));
    }),
  );
});
