import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { MappedEvent } from '../../../src/shared/event.ts';
import { detectIn, event, evidenceOf, rulesOf } from '../../support/rules/evidence.ts';

const start = Date.parse('2026-10-01T00:00:00Z');
const minute = 60_000;

/** Events at whole minutes of an hour and a half, of few people, kinds and addresses. */
const anyEvents = fc.array(
  fc
    .record({
      at: fc.nat(90),
      key: fc.constantFrom('fail', 'success', 'other'),
      actor: fc.option(fc.constantFrom('1', '2'), { nil: null }),
      ip: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null }),
    })
    .map(({ at, key, ...more }) => event(new Date(start + at * minute).toISOString(), key, more)),
  { maxLength: 30 },
);
/** The same at different times each. */
const anyRow = anyEvents.map((events) =>
  events.map((one, i) => ({ ...one, time: one.time + i * 1_000_000 })),
);

const base = (name: string) => ({
  title: name,
  name,
  logsource: { product: 'pachca' },
  detection: { selection: { event_key: name }, condition: 'selection' },
});

function rulesText(correlation: object): string {
  const rule = { title: 'Together', correlation };
  return [base('fail'), base('success'), rule].map((one) => stringify(one)).join('---\n');
}

async function groupsOf(events: readonly MappedEvent[], correlation: object) {
  const rules = rulesOf(rulesText(correlation));
  expect(rules.problems).toEqual([]);
  const { findings, problems } = await detectIn(rules, evidenceOf(events));
  expect(problems).toEqual([]);
  // Rules that a correlation names have no findings of their own.
  expect(findings.filter(({ rule }) => named(correlation).includes(rule))).toEqual([]);
  return findings
    .filter(({ rule }) => rule === 'Together')
    .map(({ group, rows }) => ({ group, rows: [...rows].toSorted((a, b) => a - b) }));
}

const named = (correlation: object) => (correlation as { rules: string[] }).rules;

/** Sets of rows that windows select, those with a row in common made one. */
function merged(windows: number[][]): string[] {
  const sets: Set<number>[] = [];
  for (const window of windows) {
    const touching = sets.filter((set) => window.some((row) => set.has(row)));
    for (const set of touching) sets.splice(sets.indexOf(set), 1);
    sets.push(new Set([...window, ...touching.flatMap((set) => [...set])]));
  }
  return sets.map((set) => JSON.stringify([...set].toSorted((a, b) => a - b))).toSorted();
}

/** Rows of one person, of some kinds. */
function rowsOf(events: readonly MappedEvent[], actor: string, kinds: string[]): number[] {
  return events.flatMap((one, row) =>
    one.actor === actor && kinds.includes(one.event) ? [row] : [],
  );
}

const span = 10 * minute * 1000;
const timeOf = (events: readonly MappedEvent[], row: number) => events[row]?.time ?? 0;

function expectGroups(
  found: { group: Record<string, string>; rows: number[] }[],
  expected: (actor: string) => number[][],
): void {
  for (const actor of ['1', '2']) {
    const of = found.filter(({ group }) => group['actor_id'] === actor);
    expect(of.map(({ rows }) => JSON.stringify(rows)).toSorted()).toEqual(merged(expected(actor)));
  }
}

test('event_count and value_count find the windows that counting by hand finds', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyEvents,
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      async (events, least, values) => {
        const found = await groupsOf(events, {
          type: values ? 'value_count' : 'event_count',
          rules: ['fail'],
          'group-by': ['actor_id'],
          timespan: '10m',
          condition: values ? { gte: least, field: 'ip_address' } : { gt: least - 1 },
        });
        expectGroups(found, (actor) => {
          const rows = rowsOf(events, actor, ['fail']);
          return rows.flatMap((end) => {
            const last = timeOf(events, end);
            const window = rows.filter((row) => {
              const time = timeOf(events, row);
              return time <= last && last - time <= span;
            });
            const count = values
              ? new Set(window.flatMap((row) => events[row]?.ip ?? [])).size
              : window.length;
            return count >= least ? [window] : [];
          });
        });
      },
    ),
    { numRuns: 60 },
  );
});

test('temporal finds people who did both within the timespan, temporal_ordered only in order', async () => {
  await fc.assert(
    fc.asyncProperty(anyRow, fc.boolean(), async (events, ordered) => {
      const found = await groupsOf(events, {
        type: ordered ? 'temporal_ordered' : 'temporal',
        rules: ['fail', 'success'],
        'group-by': ['actor_id'],
        timespan: '10m',
      });
      expectGroups(found, (actor) => {
        const rows = rowsOf(events, actor, ['fail', 'success']);
        return rows.flatMap((end) => {
          const last = timeOf(events, end);
          const within = rows.filter(
            (row) => timeOf(events, row) <= last && last - timeOf(events, row) <= span,
          );
          const fails = within.filter((row) => events[row]?.event === 'fail');
          const successes = within.filter((row) => events[row]?.event === 'success');
          if (fails.length === 0 || successes.length === 0) return [];
          if (!ordered) return [within];
          if (events[end]?.event !== 'success') return [];
          const first = Math.max(...fails.map((row) => timeOf(events, row)));
          return [within.filter((row) => timeOf(events, row) >= first)];
        });
      });
    }),
    { numRuns: 60 },
  );
});

const bursts = (minutes: number[], key = 'fail') =>
  minutes.map((at) => event(new Date(start + at * minute).toISOString(), key, { actor: '1' }));

test('an upper bound is counted in stretches that begin at an event', async () => {
  const events = bursts([0, 1, 2, 3, 30, 31, 60]);
  const found = await groupsOf(events, {
    type: 'event_count',
    rules: ['fail'],
    'group-by': ['actor_id'],
    timespan: '10m',
    condition: { lt: 3 },
  });
  expect(found.map(({ rows }) => rows)).toEqual([[4, 5], [6]]);
});

test('a correlation rests on another: failures in a row, then success', async () => {
  const many = {
    title: 'Many',
    name: 'many',
    correlation: {
      type: 'event_count',
      rules: ['fail'],
      'group-by': ['actor_id'],
      timespan: '5m',
      condition: { gte: 3 },
    },
  };
  const both = {
    title: 'Then',
    correlation: {
      type: 'temporal_ordered',
      rules: ['many', 'success'],
      'group-by': ['actor_id'],
      timespan: '10m',
    },
  };
  const text = [base('fail'), base('success'), many, both]
    .map((one) => stringify(one))
    .join('---\n');
  const run = async (events: MappedEvent[]) => {
    const { findings } = await detectIn(rulesOf(text), evidenceOf(events));
    return findings.map(({ rule, rows }) => [rule, rows.length]);
  };
  expect(await run([...bursts([0, 1, 2]), ...bursts([4], 'success')])).toEqual([['Then', 4]]);
  // Failures that come after, too few of them, or success long after are none.
  expect(await run([...bursts([0], 'success'), ...bursts([1, 2, 3])])).toEqual([]);
  expect(await run([...bursts([0, 1]), ...bursts([2], 'success')])).toEqual([]);
  expect(await run([...bursts([0, 1, 2]), ...bursts([20], 'success')])).toEqual([]);
});

test('aliases join fields of different names', async () => {
  const other = {
    ...base('other'),
    detection: { selection: { event_key: 'raised' }, condition: 'selection' },
  };
  const rule = {
    title: 'Joined',
    correlation: {
      type: 'temporal',
      rules: ['fail', 'other'],
      'group-by': ['who'],
      aliases: { who: { fail: 'actor_id', other: 'entity_id' } },
      timespan: '10m',
    },
  };
  const text = [base('fail'), other, rule].map((one) => stringify(one)).join('---\n');
  const raised = (target: string) =>
    event('2026-10-01T00:05:00Z', 'raised', { actor: '9', target });
  const run = (target: string) =>
    detectIn(rulesOf(text), evidenceOf([...bursts([0]), raised(target)]));
  expect((await run('1')).findings.map(({ group }) => group)).toEqual([{ who: '1' }]);
  expect((await run('2')).findings).toEqual([]);
});
