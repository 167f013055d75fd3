import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventIndex } from '../../src/main/store/event-index.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import * as arbitrary from '../support/arbitrary-events.ts';
import { buildSession, sessionPlan } from '../support/indexed-events.ts';
import { naiveMatches, naiveOrder, type PlainEvent } from '../support/naive-search.ts';

const zone = 'Europe/Berlin';

function select(index: EventIndex, text: string): number[] {
  const set = index.select(parseQuery(text, { zone }), null);
  return Array.from({ length: index.rows }, (_, row) => row).filter((row) => set.has(row));
}

function naiveSelect(events: readonly PlainEvent[], text: string): number[] {
  const query = parseQuery(text, { zone });
  return [...events.keys()].filter((row) => naiveMatches(query, events[row] as PlainEvent));
}

test('every query finds what reading event by event finds, before and after opening again', () => {
  fc.assert(
    fc.property(
      sessionPlan,
      fc.array(arbitrary.queryText, { minLength: 1, maxLength: 12 }),
      (plan, queries) => {
        const events = buildSession(plan);
        const plain = events.plain();
        const reopened = events.reopened();
        for (const text of queries) {
          const expected = naiveSelect(plain, text);
          expect(select(events.index, text), text).toEqual(expected);
          expect(select(reopened, text), text).toEqual(expected);
          expect(events.index.select(parseQuery(text, { zone }), null).size).toBe(expected.length);
        }
      },
    ),
    { numRuns: 300 },
  );
}, 120_000);

test('a query narrowed letter by letter, or by further parts and a period, finds the same', () => {
  fc.assert(
    fc.property(
      sessionPlan,
      arbitrary.queryText,
      arbitrary.queryText,
      fc.string({
        unit: fc.constantFrom('е', 'ё', 'Е', 'a', 'A', '1', 'к', '😀'),
        minLength: 1,
        maxLength: 4,
      }),
      fc.option(fc.tuple(fc.nat(40), fc.nat(40)), { nil: null }),
      (plan, first, second, word, range) => {
        const events = buildSession(plan);
        const plain = events.plain();
        const micros = plain.map((event) => event.micros).toSorted((a, b) => a - b);
        const at = (place: number) => micros[place % micros.length] ?? 0;
        const period = range && { from: at(range[0]), to: at(range[1]) + 1 };
        const signs = Array.from(word);
        const letters = signs.map((_, end) => signs.slice(0, end + 1).join(''));
        const typed = [first, `(${first}) (${second})`, `(${second}) -(${first})`, ...letters];
        for (const text of [...typed, `${word} (${first})`, `${word} OR (${second})`]) {
          const query = parseQuery(text, { zone });
          const inside = (row: number) => {
            const time = plain[row]?.micros ?? 0;
            return !period || (time >= period.from && time < period.to);
          };
          const expected = naiveSelect(plain, text);
          const first = events.index.pageOf(query, period, [], 0, 1);
          expect(first[0] ?? null, text).toBe(
            naiveOrder(plain, expected.filter(inside), [])[0] ?? null,
          );
          expect(select(events.index, text), text).toEqual(expected);
          const set = events.index.select(query, period);
          expect(
            [...plain.keys()].filter((row) => set.has(row)),
            text,
          ).toEqual(expected.filter(inside));
        }
      },
    ),
    { numRuns: 300 },
  );
}, 120_000);

test('a query without some of its parts finds the same after it as alone, as facets ask for it', () => {
  fc.assert(
    fc.property(
      sessionPlan,
      arbitrary.queryText,
      arbitrary.queryText,
      fc.constantFrom('source:jayguard', '-source:pachca', 'event:m*', 'has:ip', 'е'),
      (plan, first, second, cheap) => {
        const events = buildSession(plan);
        const plain = events.plain();
        const asked = [`(${first}) (${second}) ${cheap}`, `(${first}) (${second})`];
        for (const text of [...asked, `(${second}) ${cheap}`, second, first, cheap]) {
          expect(select(events.index, text), text).toEqual(naiveSelect(plain, text));
        }
      },
    ),
    { numRuns: 200 },
  );
}, 120_000);

test('every order is total, the same as sorting event by event, and pages are parts of it', () => {
  const key = fc.record({ field: arbitrary.sortField, descending: fc.boolean() });
  fc.assert(
    fc.property(
      sessionPlan,
      arbitrary.queryText,
      fc.array(key, { maxLength: 3 }),
      fc.nat(30),
      (plan, text, sort, offset) => {
        const events = buildSession(plan);
        const { index } = events;
        const query = parseQuery(text, { zone });
        const plain = events.plain();
        const expected = naiveOrder(plain, naiveSelect(plain, text), sort);
        for (const limit of [1, 2, 1000]) {
          expect([...index.pageOf(query, null, sort, offset % 2, limit)]).toEqual(
            expected.slice(offset % 2, (offset % 2) + limit),
          );
        }
        const set = index.select(query, null);
        expect([...index.page(set, sort, 0, 1000)]).toEqual(expected);
        expect([...index.page(set, sort, offset, 5)]).toEqual(expected.slice(offset, offset + 5));
        for (const row of plain.keys()) {
          const place = expected.indexOf(row);
          expect(index.position(set, sort, row)).toBe(place < 0 ? null : place);
        }
      },
    ),
    { numRuns: 300 },
  );
}, 120_000);
