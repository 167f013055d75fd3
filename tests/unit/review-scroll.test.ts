import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
