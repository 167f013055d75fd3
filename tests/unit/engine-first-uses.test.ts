import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatInstant } from '../../src/shared/instant.ts';
import type { MappedEvent } from '../../src/shared/event.ts';
import type { EventIndex } from '../../src/main/store/event-index.ts';
import { overviewOf } from '../../src/main/store/overview.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import type { Selection } from '../../src/shared/session.ts';
import { mappedEvent } from '../support/arbitrary-events.ts';
import { IndexedEvents } from '../support/indexed-events.ts';

const events = fc.array(mappedEvent, { maxLength: 60 });
const everything = { query: '', zone: 'Europe/Moscow', period: null };

function indexed(list: readonly MappedEvent[]): IndexedEvents {
  const made = new IndexedEvents();
  made.append(list);
  return made;
}

function selecting(index: EventIndex) {
  return ({ query, zone, period }: Selection) => index.select(parseQuery(query, { zone }), period);
}

/** The same by looking at every pair of events. */
function naiveFirstUses(list: readonly MappedEvent[], field: 'ip' | 'userAgent', since: number) {
  const same = (one: MappedEvent, other: MappedEvent) =>
    one.source === other.source && one.actor === other.actor;
  const found = new Map<string, { count: number; before: number }>();
  for (const event of list) {
    if (event.actor === null || event[field] === null || event.time < since) continue;
    const past = list.filter((other) => other.time < since && same(event, other));
    if (past.length === 0 || past.some((other) => other[field] === event[field])) continue;
    const key = JSON.stringify([event.source, event.actor, event[field]]);
    const met = found.get(key) ?? { count: 0, before: past.length };
    found.set(key, { ...met, count: met.count + 1 });
  }
  return found;
}

test('first uses are those a search through all pairs finds', () => {
  fc.assert(
    fc.property(events, fc.nat(), (list, at) => {
      const { index } = indexed(list);
      const since = list[at % Math.max(1, list.length)]?.time ?? 0;
      for (const field of ['ip', 'userAgent'] as const) {
        const found = index.firstUses(index.select({ type: 'all' }, null), field, since);
        const wanted = naiveFirstUses(list, field, since);
        const got = found.map(({ row, count, before }) => {
          const event = list[row] as MappedEvent;
          return [JSON.stringify([event.source, event.actor, event[field]]), { count, before }];
        });
        expect(new Map(got as [string, { count: number; before: number }][])).toEqual(wanted);
        const times = found.map(({ row }) => index.time(row));
        expect(times).toEqual(times.toSorted((a, b) => b - a));
      }
    }),
    { numRuns: 60 },
  );
});

test('the week counts every event once, by the clocks of the zone', () => {
  fc.assert(
    fc.property(events, (list) => {
      const { index } = indexed(list);
      const overview = overviewOf(index, everything, selecting(index));
      const wanted = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
      const clock = new Intl.DateTimeFormat('en-GB', {
        timeZone: everything.zone,
        weekday: 'short',
        hour: '2-digit',
        hourCycle: 'h23',
      });
      for (const { time } of list) {
        const parts = clock.formatToParts(new Date(Math.floor(time / 1000)));
        const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
        const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(of('weekday'));
        const row = wanted[day] as number[];
        row[Number(of('hour'))] = (row[Number(of('hour'))] ?? 0) + 1;
      }
      expect(overview.week).toEqual(wanted);
      expect(overview.total).toBe(list.length);
    }),
    { numRuns: 40 },
  );
});

test('an actor is named by its source: the same id of the other service is somebody else', () => {
  const [base] = fc.sample(mappedEvent, 1);
  const event = (changes: Partial<MappedEvent>): MappedEvent => ({
    ...(base as MappedEvent),
    ...changes,
  });
  const day = 86_400e6;
  const list = [
    event({ id: '1', source: 'pachca', actor: '7', ip: '10.0.0.1', time: 0 }),
    event({ id: '2', source: 'jayguard', actor: '7', ip: '10.0.0.2', time: 20 * day }),
    event({ id: '3', source: 'pachca', actor: '7', ip: '10.0.0.3', time: 20 * day }),
  ];
  const { index } = indexed(list);
  const overview = overviewOf(index, everything, selecting(index));
  expect(
    overview.addresses.latest.map(({ actor, value, before }) => [actor.source, value, before]),
  ).toEqual([['pachca', '10.0.0.3', 1]]);
  expect(overview.sources.map(({ source, events: count }) => [source, count])).toEqual([
    ['pachca', 2],
    ['jayguard', 1],
  ]);
  expect(formatInstant(overview.first ?? -1)).toBe('1970-01-01T00:00:00.000Z');
});
