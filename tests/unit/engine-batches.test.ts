import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventIndex } from '../../src/main/store/engine/index.ts';
import type { EventIndex } from '../../src/main/store/event-index.ts';
import { Failed } from '../../src/shared/errors.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import * as arbitrary from '../support/arbitrary-events.ts';
import { buildSession, IndexedEvents, sessionPlan } from '../support/indexed-events.ts';

const fields = [
  'event',
  'actor',
  'target',
  'rules',
  'details',
  'details.a',
  'details.a.b',
  'findings',
];

/** Everything an index can be asked, in short. */
function answers(index: EventIndex, queries: readonly string[]): unknown {
  return queries.map((text) => {
    const set = index.select(parseQuery(text, { zone: 'UTC' }), null);
    return [
      [...index.page(set, [], 0, 1000)],
      [
        ...index.page(
          set,
          [
            { field: 'text', descending: false },
            { field: 'rules', descending: true },
          ],
          0,
          1000,
        ),
      ],
      fields.map((field) => index.facet(set, field, 100)),
      [...index.histogram(set, 'day', 'Europe/Moscow')],
    ];
  });
}

const page = fc.array(arbitrary.mappedEvent, { maxLength: 10 });
const queries = fc.array(arbitrary.queryText, { minLength: 1, maxLength: 4 });

test('rows that are taken back leave nothing, and what comes after is written as if they had not been', () => {
  fc.assert(
    fc.property(
      sessionPlan,
      page,
      page,
      queries,
      fc.boolean(),
      (plan, failed, next, texts, asked) => {
        const plain = { ...plan, late: [], marked: [], names: [] };
        const kept = buildSession(plain);
        const events = buildSession(plain);
        const { rows } = events.index;
        events.index.append(failed);
        events.mapped.push(...failed);
        if (asked) answers(events.index, texts);
        events.index.truncate(rows);
        events.mapped.length = rows;
        expect(events.index.rows).toBe(rows);
        expect(answers(events.index, texts)).toEqual(answers(kept.index, texts));
        events.append(next);
        kept.append(next);
        expect(events.batches).toEqual(kept.batches);
        expect(answers(events.index, texts)).toEqual(answers(kept.index, texts));
        expect(answers(events.reopened(), texts)).toEqual(answers(kept.index, texts));
      },
    ),
    { numRuns: 100 },
  );
});

test('pages are taken into the order as they come, whatever was asked between', () => {
  fc.assert(
    fc.property(fc.array(page, { maxLength: 6 }), fc.boolean(), (pages, descending) => {
      const events = new IndexedEvents();
      const sort = [{ field: 'event', descending }];
      for (const one of pages) {
        events.append(one);
        const { index } = events;
        const fresh = events.reopened();
        for (const by of [[], sort]) {
          const all = (of: EventIndex) => [
            ...of.page(of.select({ type: 'all' }, null), by, 0, 1000),
          ];
          expect(all(index)).toEqual(all(fresh));
        }
      }
    }),
    { numRuns: 100 },
  );
});

/** The answers, or the failure of reading; any other exception is let through. */
function tryLoad(load: () => void): boolean {
  try {
    load();
    return true;
  } catch (error) {
    if (error instanceof Failed && error.failure.kind === 'session.damaged') return false;
    throw error;
  }
}

test('damaged batches are refused or read, and never break the index', () => {
  const damage = fc.record({
    at: fc.nat(),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 4 }),
    cut: fc.option(fc.nat(), { nil: null }),
    details: fc.boolean(),
  });
  fc.assert(
    fc.property(sessionPlan, damage, queries, (plan, { at, bytes, cut, details }, texts) => {
      const events = buildSession(plan);
      const rowBatches = events.batches.filter((one) => !events.detailsBatches.includes(one));
      const target = details ? events.detailsBatches[0] : rowBatches.at(-1);
      if (!target) return;
      const changed = Buffer.from(target);
      for (const [i, byte] of bytes.entries()) changed[(at + i) % changed.length] = byte;
      const damaged = cut === null ? changed : changed.subarray(0, cut % changed.length);
      const index = createEventIndex(events.source);
      const sound = events.batches.slice(0, events.batches.indexOf(target));
      for (const batch of sound) index.load(batch);
      const before = details ? null : answers(index, texts);
      const read = tryLoad(() => index.load(damaged));
      if (!read && before) expect(answers(index, texts)).toEqual(before);
      if (read && index.rows === events.mapped.length) answers(index, texts);
    }),
    { numRuns: 600 },
  );
}, 60_000);

test('a batch of another kind, of a later version, or out of turn is refused', () => {
  const events = new IndexedEvents();
  const [first, second] = fc.sample(arbitrary.mappedEvent, { numRuns: 2, seed: 7 });
  if (!first || !second) throw new Error('no sample');
  events.append([first]);
  events.append([second]);
  events.appendDetails([{ row: 0, content: 'x', findings: [] }]);
  const [one, two, late] = events.batches;
  if (!one || !two || !late) throw new Error('no batch');
  const index = createEventIndex(events.source);
  const refused = (load: () => void) => expect(tryLoad(load)).toBe(false);
  refused(() => index.load(two));
  refused(() => index.load(late));
  const later = Buffer.from(one);
  later[4] = 3;
  refused(() => index.load(later));
  index.load(one);
  refused(() => index.load(one));
  index.load(two);
  index.load(late);
  expect(index.rows).toBe(2);
});
