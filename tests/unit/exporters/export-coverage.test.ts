import { expect, test } from 'vitest';
import { exportCoverage } from '../../../src/main/exporters/export-coverage.ts';
import type { Coverage, SessionInfo } from '../../../src/shared/session.ts';
import { info } from './sample-events.ts';

const day = 86_400_000_000;
const first = Date.UTC(2026, 0, 1) * 1000;
const on = (date: number) => first + (date - 1) * day;

/** Whole days of January, both inclusive. */
function covered(source: Coverage['source'], from: number, to: number, rest = {}): Coverage {
  return { source, from: on(from), to: on(to + 1) - 1, state: 'complete', ...rest };
}

function said(query: string, coverage: Coverage[], changes: Partial<SessionInfo> = {}) {
  const session = { ...info, coverage, events: { pachca: 5, jayguard: 0 }, ...changes };
  const found = exportCoverage({ query, zone: 'UTC', period: null }, session);
  const lines = found.coverage.map(({ source, from, to, status }) => {
    return `${source} ${from.slice(8, 10)}-${to.slice(8, 10)} ${status}`;
  });
  return { whole: found.completelyCovered, lines };
}

test('the times of the query are what must be covered', () => {
  const coverage = [covered('pachca', 3, 10)];
  expect(said('', coverage)).toEqual({ whole: true, lines: ['pachca 03-10 complete'] });
  const week = 'time:[2026-01-04 TO 2026-01-06] event:x';
  expect(said(week, coverage)).toEqual({ whole: true, lines: ['pachca 04-06 complete'] });
  expect(said('time>=2026-01-09 time<2026-01-13', coverage)).toEqual({
    whole: false,
    lines: ['pachca 09-10 complete', 'pachca 11-12 none'],
  });
  expect(said('time<2026-01-05', coverage).whole).toBe(true);
  expect(said('time:[2026-02-01 TO 2026-02-02]', coverage)).toEqual({
    whole: false,
    lines: ['pachca 01-02 none'],
  });
});

test('every source that the query is about must be covered', () => {
  const coverage = [covered('pachca', 1, 5), covered('jayguard', 2, 5)];
  expect(said('', coverage)).toEqual({
    whole: false,
    lines: ['pachca 01-05 complete', 'jayguard 01-01 none', 'jayguard 02-05 complete'],
  });
  expect(said('source:pachca', coverage)).toEqual({
    whole: true,
    lines: ['pachca 01-05 complete'],
  });
  // What came from a file was collected from nobody.
  const imported = { events: { pachca: 5, jayguard: 9 } };
  expect(said('', [covered('pachca', 1, 5)], imported).whole).toBe(false);
});

test('nothing collected covers nothing, and an unfinished stretch is not covered', () => {
  expect(said('', [])).toEqual({ whole: false, lines: [] });
  const partial = [covered('pachca', 1, 2), covered('pachca', 3, 4, { state: 'partial' })];
  expect(said('', partial).whole).toBe(false);
  expect(said('time<2026-01-03', partial).whole).toBe(true);
});
