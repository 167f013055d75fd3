import { expect, test } from 'vitest';
import { parseQuery } from '../../src/shared/query/parse.ts';
import { sourcesOf } from '../../src/shared/query/sources.ts';

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
])('%s', (text, sources) => {
  expect(sourcesOf(parseQuery(text, { zone: 'UTC' }))).toEqual(sources);
});
