import { expect, test } from 'vitest';
import { placeBars } from '../../src/renderer/features/review/histogram-model.ts';
import { layers, partsOf } from '../../src/renderer/features/review/histogram-parts.ts';
import type { Histogram } from '../../src/shared/session.ts';

/** Two bars; parts as main counts them: none, then values, then others. */
const histogram = (parts: number[][]): Histogram => ({
  interval: 'hour',
  buckets: parts.map((counts, at) => ({
    time: at * 3600e6,
    count: counts.reduce((sum, count) => sum + count, 0),
    coverage: 'complete',
  })),
  stack: { field: 'tags', values: ['late', 'checked'], parts },
});

test('parts stand from the most frequent up, then others, then what has none; empty ones are left out', () => {
  const shown = histogram([
    [4, 3, 0, 1],
    [0, 2, 2, 0],
  ]);
  const parts = partsOf(shown.stack, (tag) => (tag === 'late' ? 2 : undefined));
  expect(parts.map(({ value, kind, colour }) => [value, kind, colour])).toEqual([
    ['late', 'value', '2'],
    ['checked', 'value', '8'],
    [null, 'other', 'other'],
    [null, 'none', 'none'],
  ]);
  expect(placeBars(shown, 'UTC', 100, new Map(), parts).map((bar) => bar.parts)).toEqual([
    [3, 0, 1, 4],
    [2, 2, 0, 0],
  ]);
  const noOthers = partsOf(histogram([[0, 3, 1, 0]]).stack, () => 1);
  expect(noOthers.map(({ value }) => value)).toEqual(['late', 'checked']);
});

test('layers lie on one another and fill the bar', () => {
  expect(layers([3, 0, 1])).toEqual([
    { from: 0, to: 0.75 },
    { from: 0.75, to: 0.75 },
    { from: 0.75, to: 1 },
  ]);
  expect(layers([0, 0])).toEqual([
    { from: 0, to: 0 },
    { from: 0, to: 0 },
  ]);
});

test('neighbours among events have different colours; bars that are not taken apart have no parts', () => {
  const values = ['a', 'b', 'c', 'd', 'e', 'f'];
  const stack = { field: 'event' as const, values, parts: [[0, 1, 1, 1, 1, 1, 1, 0]] };
  expect(new Set(partsOf(stack, () => 0).map(({ colour }) => colour)).size).toBe(6);
  expect(partsOf(null, () => 0)).toEqual([]);
});
