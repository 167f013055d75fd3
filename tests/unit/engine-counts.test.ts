import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failed } from '../../src/shared/errors.ts';
import { fold } from '../../src/shared/query/fold.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import { fieldRef } from '../../src/shared/query/fields.ts';
import {
  intervals,
  stackFields,
  type Facet,
  type FacetOptions,
  type Interval,
  type StackField,
} from '../../src/shared/session.ts';
import type { MappedEvent } from '../../src/shared/event.ts';
import type { RowSet } from '../../src/main/store/event-index.ts';
import * as arbitrary from '../support/arbitrary-events.ts';
import { blankEvent } from '../support/blank-event.ts';
import { buildSession, IndexedEvents, sessionPlan } from '../support/indexed-events.ts';
import {
  compareExactly,
  comparePoints,
  naiveMatches,
  texts,
  type PlainEvent,
} from '../support/naive-search.ts';

const zone = 'Europe/Berlin';
const everything = { type: 'all' } as const;

function facetValues(event: PlainEvent, field: string): string[] {
  if (field === 'findings') return (event.findings ?? []).map(({ method }) => method);
  if (field === 'details') return Object.keys(event.details);
  const path = field.startsWith('details.') ? field.slice('details.'.length) : null;
  return texts(event, { name: path === null ? (field as 'event') : 'details', path });
}

/** In the order of values: those of details that are numbers come first, as numbers, to the last digit. */
function compareValues(field: string, a: string, b: string): number {
  const isNumber = (value: string) =>
    field.startsWith('details.') && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(fold(value));
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1;
  return (
    (isNumber(a) ? compareExactly(fold(a), fold(b)) : 0) ||
    comparePoints(fold(a), fold(b)) ||
    (a === b ? 0 : a < b ? -1 : 1)
  );
}

function naiveFacet(
  events: readonly PlainEvent[],
  field: string,
  limit: number,
  { order, find }: FacetOptions,
): Facet {
  const ref = fieldRef(field);
  if (!ref) throw new Error('no such field');
  const lists = events.map((event) =>
    // Texts of details that are not well formed are kept as they are searched.
    facetValues(event, field).map((one) =>
      field.startsWith('details.') ? one.toWellFormed() : one,
    ),
  );
  const counts = new Map<string, number>();
  for (const value of lists.flatMap((list) => [...new Set(list)])) {
    if (fold(value).includes(fold(find))) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted(
      (a, b) =>
        (order === 'count' ? b.count - a.count : 0) || compareValues(field, a.value, b.value),
    )
    .slice(0, limit);
  const listed = new Set(values.map(({ value }) => value));
  return {
    field,
    values,
    distinct: counts.size,
    others: lists.filter((list) => list.length > 0 && !list.some((one) => listed.has(one))).length,
    empty: events.filter((event) => !naiveMatches({ type: 'has', field: ref }, event)).length,
  };
}

test('facets count each value once for each event that has it, and what is not listed', () => {
  const field = fc.oneof(arbitrary.sortField, fc.constant('details'));
  const options = fc.record({
    order: fc.constantFrom('count' as const, 'name' as const),
    find: fc.oneof(fc.constant(''), arbitrary.word),
  });
  fc.assert(
    fc.property(
      sessionPlan,
      arbitrary.queryText,
      field,
      fc.integer({ min: 1, max: 5 }),
      options,
      (plan, text, name, limit, wish) => {
        const events = buildSession(plan);
        const query = parseQuery(text, { zone });
        const found = events.plain().filter((one) => naiveMatches(query, one));
        const set = events.index.select(query, null);
        const plain: FacetOptions = { order: 'count', find: '' };
        expect(events.index.facet(set, name, 1000)).toEqual(naiveFacet(found, name, 1000, plain));
        expect(events.index.facet(set, name, limit)).toEqual(naiveFacet(found, name, limit, plain));
        expect(events.index.facet(set, name, limit, wish)).toEqual(
          naiveFacet(found, name, limit, wish),
        );
      },
    ),
    { numRuns: 400 },
  );
}, 60_000);

test('the keys of details are known, with how many events have something there', () => {
  fc.assert(
    fc.property(sessionPlan, (plan) => {
      const events = buildSession(plan);
      const keys = events.index.detailKeys();
      const plain = events.plain();
      const all = events.index.select(everything, null);
      for (const { key, events: count } of keys) {
        const field = { name: 'details', path: key } as const;
        // What a list of lists or an empty object holds is known by its form alone.
        const there = plain.filter((event) => texts(event, field).length > 0).length;
        const nested = plain.filter((event) => isDeep(event, key)).length;
        expect(count).toBeGreaterThanOrEqual(there - nested);
        expect(count).toBeLessThanOrEqual(there + nested);
        expect(() => events.index.facet(all, `details.${key}`, 5)).not.toThrow();
      }
      const named = new Set(keys.map(({ key }) => key));
      for (const { details } of plain) {
        for (const [key, value] of Object.entries(details)) {
          if (typeof value === 'string' || typeof value === 'number') {
            expect(named).toContain(key);
          }
        }
      }
    }),
    { numRuns: 200 },
  );
}, 60_000);

/** Whether a list or an object stands somewhere on the way to a key. */
function isDeep({ details }: PlainEvent, key: string): boolean {
  const [head = ''] = key.split('.');
  return Object.entries(details).some(
    ([name, value]) => name.split('.')[0] === head && typeof value === 'object' && value !== null,
  );
}

test('a facet of something that is no field, or of raw, is refused', () => {
  const { index } = new IndexedEvents();
  const set = index.select(everything, null);
  expect(() => index.facet(set, 'nothing', 5)).toThrow(Failed);
  expect(() => index.facet(set, 'raw', 5)).toThrow(Failed);
  expect(() => index.page(set, [{ field: 'nothing', descending: true }], 0, 5)).toThrow(Failed);
});

/** The start of the bucket, by the clock that Intl shows and nothing else. */
function naiveBucket(micros: number, interval: Interval): string {
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(Math.floor(micros / 1000));
  if (interval === 'week') {
    const day = new Date(`${shown.slice(0, 10)}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
    return `${day.toISOString().slice(0, 10)} 00:00:00`;
  }
  const kept = { second: 19, minute: 16, hour: 13, day: 10, month: 7 }[interval];
  return shown.slice(0, kept) + '0000-01-01 00:00:00'.slice(kept);
}

test('a histogram has every event in the bucket of its local time', () => {
  fc.assert(
    fc.property(sessionPlan, fc.constantFrom(...intervals), (plan, interval) => {
      const { index, mapped } = buildSession(plan);
      const found = index.histogram(index.select(everything, null), interval, zone);
      const starts = [...found.keys()];
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      const byStart = new Map<string, number>();
      for (const [start, count] of found) {
        const label = naiveBucket(start, 'second');
        byStart.set(label, (byStart.get(label) ?? 0) + count);
      }
      const expected = new Map<string, number>();
      for (const { time } of mapped) {
        const label = naiveBucket(time, interval);
        expected.set(label, (expected.get(label) ?? 0) + 1);
      }
      expect(byStart).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('a histogram in parts has each event in one part of its bucket', () => {
  fc.assert(
    fc.property(
      sessionPlan,
      arbitrary.queryText,
      fc.constantFrom(...intervals),
      fc.constantFrom(...stackFields),
      fc.integer({ min: 0, max: 4 }),
      (plan, text, interval, field, most) => {
        const events = buildSession(plan);
        const query = parseQuery(text, { zone });
        const { index } = events;
        const set = index.select(query, null);
        const found = events.plain().filter((one) => naiveMatches(query, one));
        const values = most === 0 ? [] : index.facet(set, field, most).values.map((v) => v.value);
        const stacks = index.stacks(set, interval, zone, field, values);
        const counts = index.histogram(set, interval, zone);
        expect([...stacks.keys()]).toEqual([...counts.keys()]);
        const expected = new Map<string, number>();
        const add = (key: string, count: number) =>
          expected.set(key, (expected.get(key) ?? 0) + count);
        for (const event of found) {
          add(`${naiveBucket(event.micros, interval)} ${partOf(event, field, values)}`, 1);
        }
        for (const [start, parts] of stacks) {
          expect(parts.length).toBe(values.length + 2);
          // The hour that comes twice has one label for two buckets.
          parts.forEach((count, part) => {
            if (count > 0) add(`${naiveBucket(start, 'second')} ${part}`, -count);
          });
        }
        expect([...expected.values()].filter((left) => left !== 0)).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
}, 60_000);

function partOf(event: PlainEvent, field: StackField, values: readonly string[]): number {
  const own = texts(event, { name: field, path: null });
  if (own.length === 0) return 0;
  const first = values.findIndex((value) => own.includes(value));
  return first + 1 || values.length + 1;
}

describe('buckets where clocks change', () => {
  const at = (text: string) => Date.parse(text) * 1000;
  function histogram(zoneName: string, interval: Interval, times: string[]) {
    const events = new IndexedEvents();
    const [sample] = fc.sample(arbitrary.mappedEvent, { numRuns: 1, seed: 1 });
    if (!sample) throw new Error('no sample');
    events.append(times.map((text) => ({ ...sample, time: at(text) })));
    const { index } = events;
    return [...index.histogram(index.select(everything, null), interval, zoneName)];
  }

  test('the hour that comes twice is two buckets', () => {
    const twice = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T01:59:59Z'];
    expect(histogram('Europe/Berlin', 'hour', twice)).toEqual([
      [at('2026-10-25T00:00:00Z'), 1],
      [at('2026-10-25T01:00:00Z'), 2],
    ]);
  });

  test('a day of 25 hours is one bucket', () => {
    const long = ['2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z'];
    expect(histogram('Europe/Berlin', 'day', long)).toEqual([
      [at('2026-10-24T22:00:00Z'), 2],
      [at('2026-10-25T23:00:00Z'), 1],
    ]);
  });

  test('where clocks move by half an hour, buckets do not overlap', () => {
    // Lord Howe: 02:00 +11 becomes 01:30 +10:30 at 15:00 UTC.
    const times = [
      '2026-04-04T14:10:00Z',
      '2026-04-04T14:50:00Z',
      '2026-04-04T15:10:00Z',
      '2026-04-04T15:40:00Z',
    ];
    expect(histogram('Australia/Lord_Howe', 'hour', times)).toEqual([
      [at('2026-04-04T14:00:00Z'), 2],
      [at('2026-04-04T15:00:00Z'), 1],
      [at('2026-04-04T15:30:00Z'), 1],
    ]);
  });

  test('weeks begin on Monday, months on the first', () => {
    const times = [
      '2026-03-01T20:59:59Z',
      '2026-03-01T21:00:00Z',
      '2026-02-28T21:00:00Z',
      '2026-02-28T20:59:59Z',
    ];
    expect(histogram('Europe/Moscow', 'week', times)).toEqual([
      [at('2026-02-22T21:00:00Z'), 3],
      [at('2026-03-01T21:00:00Z'), 1],
    ]);
    expect(histogram('Europe/Moscow', 'month', times)).toEqual([
      [at('2026-01-31T21:00:00Z'), 1],
      [at('2026-02-28T21:00:00Z'), 3],
    ]);
  });
});

test('span, names and actors without one', () => {
  fc.assert(
    fc.property(sessionPlan, (plan) => {
      const events = buildSession(plan);
      const { index } = events;
      const plain = events.plain();
      const set = index.select(everything, null);
      const times = plain.map(({ micros }) => micros);
      expect(index.span(set)).toEqual(
        times.length === 0 ? null : { first: Math.min(...times), last: Math.max(...times) },
      );
      plain.forEach((event, row) => {
        expect(index.actorName(row)).toBe(event.actorName);
        expect(index.id(row)).toBe(event.id);
        expect(index.time(row)).toBe(event.micros);
        expect(index.source(row)).toBe(event.source);
        expect(index.marks(row)).toEqual({ tags: event.tags, note: event.note });
        expect(index.hasDetails(row)).toBe(event.findings !== null);
      });
      const unnamed = plain.filter(
        (one) => one.source === 'pachca' && one.actor !== null && one.actorName === null,
      );
      const actors = index.unnamedActors('pachca', 1000);
      expect(new Set(actors)).toEqual(new Set(unnamed.map(({ actor }) => actor)));
      expect(actors.length).toBe(new Set(actors).size);
    }),
    { numRuns: 300 },
  );
});

test('a period has its start inside and its end outside', () => {
  fc.assert(
    fc.property(sessionPlan, arbitrary.instant, arbitrary.instant, (plan, from, to) => {
      const { index, mapped } = buildSession(plan);
      const set = index.select(everything, { from, to });
      mapped.forEach(({ time }, row) => expect(set.has(row)).toBe(time >= from && time < to));
    }),
    { numRuns: 100 },
  );
});

test('a facet that is asked for again tells what has changed meanwhile, of a set that is held, too', () => {
  const events = new IndexedEvents();
  const made = (id: string): MappedEvent => ({ ...blankEvent, id, event: 'x', actor: id });
  events.append([made('1'), made('2')]);
  const all = () => events.index.select(parseQuery('', { zone: 'UTC' }), null);
  const held = all();
  const valuesOf = (set: RowSet, field: string) =>
    events.index.facet(set, field, 10).values.map(({ value, count }) => `${value} ${count}`);
  const told = (set: RowSet) =>
    ['tags', 'actorName', 'person'].map((field) => valuesOf(set, field));
  expect(told(held)).toEqual([[], [], []]);

  events.setMarks([0, 1], { tags: ['a'], note: null });
  events.setNames(new Map([['1', 'Анна']]));
  events.setPersons('pachca', new Map([['2', 'Борис']]));
  const now = [['a 2'], ['Анна 1'], ['Борис 1']];
  expect(told(held)).toEqual(now);
  expect(told(all())).toEqual(now);

  events.append([made('3')]);
  expect(valuesOf(all(), 'event')).toEqual(['x 3']);
  expect(valuesOf(all(), 'event')).toEqual(['x 3']);
});
