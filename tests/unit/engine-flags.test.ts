import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventIndex } from '../../src/main/store/event-index.ts';
import type { MappedEvent } from '../../src/shared/event.ts';
import { eventStates, type Query } from '../../src/shared/query/query.ts';
import { flags } from '../../src/shared/session.ts';
import * as arbitrary from '../support/arbitrary-events.ts';
import { buildSession, IndexedEvents, sessionPlan } from '../support/indexed-events.ts';

/** Everything that flags and owners answer. */
function known(index: EventIndex): unknown {
  const rows = [...Array(index.rows).keys()];
  const word: Query = { type: 'anywhere', pattern: { pieces: ['а'], whole: false } };
  const found = (query: Query) => {
    const set = index.select(query, null);
    return rows.filter((row) => set.has(row));
  };
  return {
    flags: rows.map((row) => index.flagsOf(row)),
    counts: index.flagCounts(),
    word: found(word),
    // Of all rows, and of those of a query that is known, as they are counted for the screen.
    states: eventStates.map((state) => {
      const is: Query = { type: 'is', state };
      return [found(is), found({ type: 'and', parts: [word, is] })];
    }),
  };
}

test('flags of a row and their counts are those that were set, before and after opening again', () => {
  fc.assert(
    fc.property(sessionPlan, (plan) => {
      const events = buildSession(plan);
      const expected = events.mapped.map((_, row) => events.flagsOf(row));
      for (const index of [events.index, events.reopened()]) {
        expect(expected.map((_, row) => index.flagsOf(row))).toEqual(expected);
        for (const flag of flags) {
          const count = expected.filter((one) => one.includes(flag)).length;
          expect(index.flagCounts()[flag]).toBe(count);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('a transaction that failed leaves flags, owners and rows as they were', () => {
  const page = fc.array(arbitrary.mappedEvent, { maxLength: 6 });
  const change = fc.record({
    page,
    flagged: fc.array(fc.tuple(arbitrary.storedFlag, fc.nat(60), fc.boolean()), { maxLength: 12 }),
    owners: arbitrary.owners,
    committed: fc.boolean(),
    asked: fc.boolean(),
  });
  fc.assert(
    fc.property(sessionPlan, fc.array(change, { maxLength: 5 }), (plan, changes) => {
      const events = buildSession({ ...plan, late: [] });
      const kept = buildSession({ ...plan, late: [] });
      for (const { page: added, flagged, owners, committed, asked } of changes) {
        const apply = (to: IndexedEvents) => {
          to.append(added);
          to.setOwners('pachca', owners);
          for (const [flag, row, on] of flagged) {
            if (row < to.index.rows) to.setFlag(flag, [row], on);
          }
        };
        const undo = events.index.savepoint();
        const { length } = events.mapped;
        apply(events);
        if (asked) known(events.index);
        if (committed) apply(kept);
        else {
          undo();
          events.mapped.length = length;
        }
        expect(known(events.index)).toEqual(known(kept.index));
      }
      expect(events.index.rows).toBe(kept.index.rows);
    }),
    { numRuns: 300 },
  );
});

test('own is the reading of the log by an owner of that source, whenever the owner became known', () => {
  const [sample] = fc.sample(arbitrary.mappedEvent, { numRuns: 1, seed: 1 });
  if (!sample) throw new Error('no sample');
  const reading = (change: Partial<MappedEvent>): MappedEvent => ({
    ...sample,
    source: 'pachca',
    event: 'audit_events_accessed',
    actor: '10',
    ...change,
  });
  const { index } = new IndexedEvents();
  const own = () => {
    const set = index.select({ type: 'is', state: 'own' }, null);
    return [...Array(index.rows).keys()].filter((row) => set.has(row));
  };
  index.append([
    reading({}),
    reading({ event: 'user_login' }),
    reading({ actor: '100' }),
    reading({ actor: null }),
    reading({ source: 'jayguard' }),
  ]);
  expect(own()).toEqual([]);
  index.setOwners('pachca', ['10', 'nobody']);
  expect(own()).toEqual([0]);
  index.append([reading({ actor: 'nobody' }), reading({})]);
  expect(own()).toEqual([0, 5, 6]);
  expect(index.flagsOf(6)).toEqual(['own']);
  index.setOwners('pachca', ['100']);
  expect(own()).toEqual([2]);
  index.setOwners('jayguard', ['10']);
  expect(own()).toEqual([2, 4]);
});
