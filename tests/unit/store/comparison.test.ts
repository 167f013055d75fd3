import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparedFields } from '../../../src/shared/comparison.ts';
import type { Row, Selection } from '../../../src/shared/session.ts';
import {
  everything,
  filled,
  range,
  readEvent,
  sessionPath,
  start,
} from '../../support/store/session.ts';

const events = range(0, 120).map((n) => {
  const made = readEvent(n);
  const rules = n % 5 === 0 ? ['паспорт', 'адрес'].slice(0, 1 + (n % 2)) : [];
  return { ...made, event: { ...made.event, rules, ip: `10.0.0.${n % 11}` } };
});

const half = (later: boolean): Selection => {
  const middle = start + 60e6;
  const from = later ? middle : start;
  return { ...everything, period: { from, to: from + 60e6 } };
};

const side = fc.oneof(
  fc.boolean().map(half),
  fc
    .constantFrom(
      '',
      'actor:1',
      'actor:2',
      'event:user_login',
      'rule:паспорт',
      'actor:нет',
      '-has:rules',
    )
    .map((query): Selection => ({ ...everything, query })),
);

/** Each value once an event, as the query language asks for it. */
function valuesOf(row: Row, field: (typeof comparedFields)[number]): string[] {
  if (field === 'person') return [];
  const value = row[field];
  return Array.isArray(value) ? value : value === null ? [] : [value];
}

test('two selections are told apart value by value, as counting by hand does', async () => {
  const session = await filled(sessionPath(), events);
  await fc.assert(
    fc.asyncProperty(side, side, fc.integer({ min: 1, max: 20 }), async (a, b, limit) => {
      const [left, right] = [await session.rows(a, [], 0, 500), await session.rows(b, [], 0, 500)];
      const found = await session.compare(a, b, limit);
      const inA = new Set(left.map(({ row }) => row));
      expect([found.a, found.b]).toEqual([left.length, right.length]);
      expect(found.shared).toBe(right.filter(({ row }) => inA.has(row)).length);
      expect(found.fields.map(({ field }) => field)).toEqual([...comparedFields]);
      for (const { field, onlyA, onlyB, both } of found.fields) {
        const count = (rows: Row[], value: string) =>
          rows.filter((row) => valuesOf(row, field).includes(value)).length;
        const values = [...new Set([...left, ...right].flatMap((row) => valuesOf(row, field)))];
        const all = values.map((value) => ({
          value,
          a: count(left, value),
          b: count(right, value),
        }));
        const groups = [
          [onlyA, all.filter((one) => one.b === 0)],
          [onlyB, all.filter((one) => one.a === 0)],
          [both, all.filter((one) => one.a > 0 && one.b > 0)],
        ] as const;
        for (const [group, wanted] of groups) {
          expect(group.distinct).toBe(wanted.length);
          expect(group.values).toHaveLength(Math.min(limit, wanted.length));
          expect(wanted).toEqual(expect.arrayContaining(group.values));
        }
        expect(onlyA.values.map((one) => one.a)).toEqual(
          descending(onlyA.values.map((one) => one.a)),
        );
        expect(onlyB.values.map((one) => one.b)).toEqual(
          descending(onlyB.values.map((one) => one.b)),
        );
        const apart = both.values.map((one) => Math.abs(one.a / found.a - one.b / found.b));
        expect(apart).toEqual(descending(apart));
      }
    }),
    { numRuns: 40 },
  );
});

const descending = (numbers: number[]) => numbers.toSorted((a, b) => b - a);

test('neighbours are the events next to one in time, of what is asked for', async () => {
  const session = await filled(sessionPath(), events);
  const times = (rows: Row[]) => rows.map(({ time }) => (Date.parse(time) * 1000 - start) / 1e6);
  const around = await session.neighbours(everything, 50, 3);
  expect([times(around.after), times(around.before)]).toEqual([
    [53, 52, 51],
    [49, 48, 47],
  ]);
  const same = await session.neighbours({ ...everything, query: 'actor:1' }, 50, 2);
  expect([times(same.after), times(same.before)]).toEqual([
    [64, 57],
    [43, 36],
  ]);
  const first = await session.neighbours(everything, 0, 2);
  expect([times(first.after), times(first.before)]).toEqual([[2, 1], []]);
  const outside = { ...everything, query: 'actor:2' };
  expect(await session.neighbours(outside, 50, 2)).toEqual({ after: [], before: [] });
});
