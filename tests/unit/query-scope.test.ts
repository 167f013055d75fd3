import { expect, test } from 'vitest';
import { parseQuery } from '../../src/shared/query/parse.ts';
import { sourcesOf, timesOf } from '../../src/shared/query/scope.ts';

test.each([
  ['', ['pachca', 'jayguard']],
  ['пароль', ['pachca', 'jayguard']],
  ['source:pachca', ['pachca']],
  ['source:pach* пароль', ['pachca']],
  ['source:JayGuard event:deny', ['jayguard']],
  ['-source:pachca', ['jayguard']],
  ['NOT (source:pachca AND event:x)', ['pachca', 'jayguard']],
  ['source:pachca OR source:jayguard', ['pachca', 'jayguard']],
  ['source:pachca OR event:deny', ['pachca', 'jayguard']],
  ['(source:pachca OR source:other) -event:x', ['pachca']],
  // It can match nothing: then nothing is left out.
  ['source:pachca source:jayguard', ['pachca', 'jayguard']],
  ['source:a.*', ['pachca', 'jayguard']],
])('sources of %s', (text, sources) => {
  expect(sourcesOf(parseQuery(text, { zone: 'UTC' }))).toEqual(sources);
});

const day = (date: number) => Date.UTC(2026, 0, date) * 1000;

test.each([
  ['пароль', null, null],
  ['time>=2026-01-02', day(2), null],
  ['time:[2026-01-02 TO 2026-01-03] event:x', day(2), day(4)],
  ['time>=2026-01-01 time>=2026-01-02 time<2026-01-09 time<2026-01-05', day(2), day(5)],
  ['time:[2026-01-02 TO 2026-01-03] OR time:[2026-01-05 TO 2026-01-06]', day(2), day(7)],
  ['time:[2026-01-02 TO 2026-01-03] OR event:x', null, null],
  ['NOT time>=2026-01-02', null, null],
])('times of %s', (text, from, to) => {
  expect(timesOf(parseQuery(text, { zone: 'UTC' }))).toEqual({ from, to });
});
