import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { follow, longestHold, type Leap } from '../../src/renderer/features/review/leap.ts';
import {
  moved,
  physicalHeight,
  placeAt,
  placeOf,
  reveal,
} from '../../src/renderer/features/review/scroll-scale.ts';

const rowHeight = 24;
const geometry = fc
  .record({
    rows: fc.integer({ min: 0, max: 10_000_000 }),
    viewport: fc.integer({ min: 100, max: 2000 }),
  })
  .map(({ rows, viewport }) => ({ total: rows * rowHeight, viewport }));
const huge = { total: 10_000_000 * 30, viewport: 700 };
const end = huge.total - huge.viewport;

describe('scrolling over more rows than a browser can lay out', () => {
  test('the scrolled element stays far below what browsers clamp', () => {
    expect(physicalHeight(huge)).toBeLessThan(16_000_000);
    expect(physicalHeight({ total: 2400, viewport: 700 })).toBe(2400);
  });

  test('the browser’s end is the last row, its beginning the first', () => {
    fc.assert(
      fc.property(geometry, (any) => {
        const bottom = Math.max(0, physicalHeight(any) - any.viewport);
        expect(placeOf(0, any).virtual).toBe(0);
        expect(placeOf(bottom, any).virtual).toBe(Math.max(0, any.total - any.viewport));
        expect(placeAt(any.total, any).physical).toBe(bottom);
      }),
    );
  });

  test('going to a place and reading the scroll position back is the same place, near enough', () => {
    fc.assert(
      fc.property(geometry, fc.double({ min: 0, max: 1, noNaN: true }), (any, share) => {
        const place = placeAt(share * any.total, any);
        const error = Math.abs(placeOf(place.physical, any).virtual - place.virtual);
        // One pixel of the squeezed element is worth this much.
        expect(error).toBeLessThanOrEqual(1 + any.total / 3_000_000);
      }),
    );
  });

  test('further down in the browser is further down in the table', () => {
    fc.assert(
      fc.property(geometry, fc.nat(4_000_000), fc.nat(4_000_000), (any, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(placeOf(low, any).virtual).toBeLessThanOrEqual(placeOf(high, any).virtual);
      }),
    );
  });

  test('a wheel notch moves by its pixels wherever it happens', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: end - 1000 }),
        fc.integer({ min: -700, max: 700 }),
        (at, notch) => {
          const before = placeAt(at, huge);
          expect(moved(before, before.physical + notch, huge).virtual).toBe(before.virtual + notch);
        },
      ),
    );
  });

  test('a thousand notches in one movement do not leave the scale, and end where they should', () => {
    let place = placeAt(150_000_000, huge);
    for (let notch = 0; notch < 900; notch += 1) place = moved(place, place.physical + 100, huge);
    expect(place.virtual).toBe(150_000_000 + 90_000);
    expect(placeAt(place.virtual, huge).virtual).toBe(place.virtual);
  });

  test('dragging the thumb leaps to the share of the table it stands for', () => {
    const middle = (physicalHeight(huge) - huge.viewport) / 2;
    expect(moved(placeAt(0, huge), middle, huge).virtual).toBeCloseTo(end / 2, -2);
  });

  test('revealing a row scrolls no further than needed', () => {
    expect(reveal(100, 50, 74, 700)).toBe(50);
    expect(reveal(100, 790, 814, 700)).toBe(114);
    expect(reveal(100, 300, 324, 700)).toBe(100);
  });
});

describe('a leap to rows that have yet to come', () => {
  const viewport = 700;
  const start: Leap = { drawn: 0, awaited: null };
  const nothing = () => false;

  test('is drawn when they have come, and until then what was in sight', () => {
    const waiting = follow(start, 50_000, { viewport, hasCome: nothing, now: 0 });
    expect(waiting).toMatchObject({ drawn: 0, asked: 50_000 });
    expect(follow(waiting, 50_000, { viewport, hasCome: nothing, now: 30 })).toMatchObject({
      drawn: 0,
      asked: null,
    });
    const there = follow(waiting, 50_000, { viewport, hasCome: (at) => at === 50_000, now: 40 });
    expect(there).toEqual({ drawn: 50_000, awaited: null, asked: 50_000 });
  });

  test('of a thumb that goes on shows every place whose rows have come, and asks for one at a time', () => {
    const here = new Set<number>();
    const asked: number[] = [];
    const drawn: number[] = [];
    let leap = start;
    for (let at = 1; at <= 9; at += 1) {
      // Rows come three movements after they were asked for.
      if (at % 3 === 1 && asked.length > 0) here.add(asked.at(-1) ?? 0);
      const sight = { viewport, hasCome: (place: number) => here.has(place), now: at * 16 };
      const next = follow(leap, at * 10_000, sight);
      if (next.asked !== null) asked.push(next.asked);
      drawn.push(next.drawn);
      leap = next;
    }
    expect(asked).toEqual([10_000, 40_000, 70_000]);
    expect(drawn).toEqual([0, 0, 0, 10_000, 10_000, 10_000, 40_000, 40_000, 40_000]);
  });

  test('is not waited for too long; a short move and one to rows that are there not at all', () => {
    const sight = { viewport, hasCome: nothing, now: 0 };
    expect(follow(start, 600, sight)).toEqual({ drawn: 600, awaited: null, asked: 600 });
    const known = { ...sight, hasCome: (at: number) => at === 90_000 };
    expect(follow(start, 90_000, known)).toMatchObject({ drawn: 90_000, awaited: null });
    const waiting = follow(start, 50_000, sight);
    const late = follow(waiting, 50_000, { ...sight, now: longestHold });
    expect(late).toMatchObject({ drawn: 50_000, awaited: null });
  });
});
