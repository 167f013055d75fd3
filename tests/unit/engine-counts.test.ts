import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failed } from '../../src/shared/errors.ts';
import { fold } from '../../src/shared/query/fold.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import { intervals, type Interval } from '../../src/shared/session.ts';
import * as arbitrary from '../support/arbitrary-events.ts';
import { buildSession, IndexedEvents, sessionPlan } from '../support/indexed-events.ts';
import { comparePoints, naiveMatches, texts, type PlainEvent } from '../support/naive-search.ts';

const zone = 'Europe/Berlin';
const everything = { type: 'all' } as const;

function facetValues(event: PlainEvent, field: string): string[] {
  if (field === 'findings') return (event.findings ?? []).map(({ method }) => method);
  if (field === 'details') return Object.keys(event.details);
  const path = field.startsWith('details.') ? field.slice('details.'.length) : null;
  return texts(event, { name: path === null ? (field as 'event') : 'details', path });
}

test('facets count each value once for each event that has it', () => {
  const field = fc.oneof(arbitrary.sortField, fc.constant('details'));
  fc.assert(
    fc.property(
      sessionPlan,
      arbitrary.queryText,
      field,
      fc.integer({ min: 1, max: 5 }),
      (plan, text, name, limit) => {
        const events = buildSession(plan);
        const query = parseQuery(text, { zone });
        const counts = new Map<string, number>();
        for (const event of events.plain().filter((one) => naiveMatches(query, one))) {
          // Texts of details that are not well formed are kept as they are searched.
          const values = facetValues(event, name).map((one) =>
            name.startsWith('details.') ? one.toWellFormed() : one,
          );
          for (const value of new Set(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
        }
        const number = (value: string) =>
          name.startsWith('details.') && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(fold(value))
            ? Number(fold(value))
            : Infinity;
        const values = [...counts]
          .map(([value, count]) => ({ value, count }))
          .toSorted(
            (a, b) =>
              b.count - a.count ||
              (number(a.value) === number(b.value) ? 0 : number(a.value) - number(b.value)) ||
              comparePoints(fold(a.value), fold(b.value)) ||
              (a.value < b.value ? -1 : 1),
          );
        const set = events.index.select(query, null);
        expect(events.index.facet(set, name, 1000)).toEqual({
          field: name,
          values,
          distinct: counts.size,
        });
        expect(events.index.facet(set, name, limit)).toEqual({
          field: name,
          values: values.slice(0, limit),
          distinct: counts.size,
        });
      },
    ),
    { numRuns: 400 },
  );
}, 60_000);

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
