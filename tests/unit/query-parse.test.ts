import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failed } from '../../src/shared/errors.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import { quoteField, quoteValue } from '../../src/shared/query/quote.ts';
import { tokenize } from '../../src/shared/query/tokens.ts';

const utc = { zone: 'UTC' };
const anywhere = (...pieces: string[]) => ({
  type: 'anywhere',
  pattern: { pieces, whole: false },
});
const field = (name: string, pieces: string[], whole = true, path: string | null = null) => ({
  type: 'field',
  field: { name, path },
  pattern: { pieces, whole },
});
const micros = (text: string) => Date.parse(text) * 1000;

function failureOf(text: string, zone = 'UTC') {
  try {
    parseQuery(text, { zone });
  } catch (error) {
    if (error instanceof Failed) return error.failure;
    throw error;
  }
  return null;
}

describe('what a text means', () => {
  test.each([
    ['', { type: 'all' }],
    ['  \t', { type: 'all' }],
    ['Посылка', anywhere('посылка')],
    ['"Точная  фраза"', anywhere('точная  фраза')],
    ['"a*b"', anywhere('a*b')],
    ['a*b', anywhere('a', 'b')],
    ['*a**b*', anywhere('a', 'b')],
    ['*', anywhere('')],
    ['a\\*b', anywhere('a*b')],
    [
      'a\\:b \\(c\\) \\-d \\"e\\" f\\\\',
      {
        type: 'and',
        parts: [anywhere('a:b'), anywhere('(c)'), anywhere('-d'), anywhere('"e"'), anywhere('f\\')],
      },
    ],
    ['C\\temp', anywhere('c\\temp')],
    ['"say \\"hi\\" \\\\ \\n"', anywhere('say "hi" \\ \\n')],
    ['12:30', anywhere('12:30')],
    ['<b>', anywhere('<b>')],
    ['-', anywhere('-')],
    ['event:user_2fa_fail', field('event', ['user_2fa_fail'])],
    ['event:user_*', field('event', ['user_', ''])],
    ['ip:fe80::1', field('ip', ['fe80::1'])],
    ['ip:*', field('ip', ['', ''])],
    ['event:"user_*"', field('event', ['user_*'])],
    ['event:""', field('event', [''])],
    ['text:по*ка', field('text', ['по', 'ка'], false)],
    ['userAgent:Mozilla', field('userAgent', ['mozilla'], false)],
    ['tag:X', field('tags', ['x'])],
    ['rule:X', field('rules', ['x'])],
    ['app:X', field('application', ['x'])],
    ['finding:X', field('findings', ['x'], false)],
    ['details:X', field('details', ['x'], false)],
    ['details.Chat_id:5', field('details', ['5'], true, 'Chat_id')],
    ['details.filter.id:5', field('details', ['5'], true, 'filter.id')],
    ['details."a \\"b\\": c":5', field('details', ['5'], true, 'a "b": c')],
    ['has:details.chat', { type: 'has', field: { name: 'details', path: 'chat' } }],
    [
      'has:details."a \\"b\\": c" x',
      {
        type: 'and',
        parts: [{ type: 'has', field: { name: 'details', path: 'a "b": c' } }, anywhere('x')],
      },
    ],
    ['has:app', { type: 'has', field: { name: 'application', path: null } }],
    ['is:late', { type: 'is', state: 'late' }],
    ['is:"Gone"', { type: 'is', state: 'gone' }],
    ['-is:own', { type: 'not', part: { type: 'is', state: 'own' } }],
    [
      'NOT (is:changed OR is:unfetched)',
      {
        type: 'not',
        part: {
          type: 'or',
          parts: [
            { type: 'is', state: 'changed' },
            { type: 'is', state: 'unfetched' },
          ],
        },
      },
    ],
    ['is', anywhere('is')],
    ['a b', { type: 'and', parts: [anywhere('a'), anywhere('b')] }],
    [
      'a AND b OR c',
      {
        type: 'or',
        parts: [{ type: 'and', parts: [anywhere('a'), anywhere('b')] }, anywhere('c')],
      },
    ],
    [
      'a (b OR c)',
      {
        type: 'and',
        parts: [anywhere('a'), { type: 'or', parts: [anywhere('b'), anywhere('c')] }],
      },
    ],
    ['NOT a b', { type: 'and', parts: [{ type: 'not', part: anywhere('a') }, anywhere('b')] }],
    ['-a', { type: 'not', part: anywhere('a') }],
    ['--a', anywhere('a')],
    ['-(a b)', { type: 'not', part: { type: 'and', parts: [anywhere('a'), anywhere('b')] } }],
    ['-event:x', { type: 'not', part: field('event', ['x']) }],
    ['-"a b"', { type: 'not', part: anywhere('a b') }],
    ['and or not', { type: 'and', parts: [anywhere('and'), anywhere('or'), anywhere('not')] }],
    ['"AND"', anywhere('and')],
    ['a-b', anywhere('a-b')],
    ['tag:-x', field('tags', ['-x'])],
    [
      'details.threshold>0.8',
      {
        type: 'number',
        field: { name: 'details', path: 'threshold' },
        from: { value: 0.8, written: '0.8', inclusive: false },
        to: null,
      },
    ],
    [
      'details.n<=-1e3',
      {
        type: 'number',
        field: { name: 'details', path: 'n' },
        from: null,
        to: { value: -1000, written: '-1e3', inclusive: true },
      },
    ],
    [
      'id:[1 TO *]',
      {
        type: 'number',
        field: { name: 'id', path: null },
        from: { value: 1, written: '1', inclusive: true },
        to: null,
      },
    ],
  ])('%s', (text, query) => {
    expect(parseQuery(text, utc)).toEqual(query);
  });
});

describe('time', () => {
  const day = 86_400e6;
  const start = micros('2026-01-01T00:00:00Z');
  const noon = micros('2026-02-01T12:00:00Z');
  test.each([
    ['time:2026-01-01', start, start + day],
    ['time>2026-01-01', start + day, null],
    ['time>=2026-01-01', start, null],
    ['time<2026-01-01', null, start],
    ['time<=2026-01-31', null, micros('2026-02-01T00:00:00Z')],
    ['time:[2026-01-01 TO 2026-01-31]', start, micros('2026-02-01T00:00:00Z')],
    ['time:[* TO 2026-01-31]', null, micros('2026-02-01T00:00:00Z')],
    ['time:[2026-01-01 TO *]', start, null],
    ['time<2026-02-01T12:00Z', null, noon],
    ['time<=2026-02-01T12:00Z', null, noon + 1],
    ['time>2026-02-01T12:00Z', noon + 1, null],
    ['time:2026-02-01T12:00Z', noon, noon + 60e6],
    ['time:2026-02-01T12:00:00Z', noon, noon + 1e6],
    ['time:2026-02-01T12:00:00.000Z', noon, noon + 1e3],
    ['time:"2026-02-01 15:00+03:00"', noon, noon + 60e6],
    ['time:[2026-02-01T12:00Z TO 2026-02-01T13:00Z]', noon, noon + 3600e6 + 1],
  ])('%s in UTC', (text, from, to) => {
    expect(parseQuery(text, utc)).toEqual({ type: 'time', from, to });
  });

  test.each([
    ['Europe/Moscow', 'time:2026-01-01', '2025-12-31T21:00:00Z', '2026-01-01T21:00:00Z'],
    ['Europe/Moscow', 'time:2026-01-01T12:00', '2026-01-01T09:00:00Z', '2026-01-01T09:01:00Z'],
    // Days of 23 and of 25 hours.
    ['Europe/Berlin', 'time:2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['Europe/Berlin', 'time:2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    // 02:30 comes twice: the first; and not at all: as much later as clocks moved.
    ['Europe/Berlin', 'time:2026-10-25T02:30', '2026-10-25T00:30:00Z', '2026-10-25T00:31:00Z'],
    ['Europe/Berlin', 'time:2026-03-29T02:30', '2026-03-29T01:30:00Z', '2026-03-29T01:31:00Z'],
    // A day that begins at 01:00, because the clocks change at midnight.
    ['America/Santiago', 'time:2026-09-06', '2026-09-06T04:00:00Z', '2026-09-07T03:00:00Z'],
    ['Asia/Kathmandu', 'time:2026-01-01', '2025-12-31T18:15:00Z', '2026-01-01T18:15:00Z'],
    ['Pacific/Kiritimati', 'time:2026-01-01', '2025-12-31T10:00:00Z', '2026-01-01T10:00:00Z'],
  ])('in %s %s', (zone, text, from, to) => {
    const query = parseQuery(text, { zone });
    expect(query).toEqual({ type: 'time', from: micros(from), to: micros(to) });
  });
});

test.each([
  ['a AND', 6, 'term'],
  ['AND a', 1, 'term'],
  ['a OR OR b', 6, 'term'],
  ['()', 2, 'term'],
  ['NOT', 4, 'term'],
  ['a)', 2, 'end'],
  ['(a', 3, 'closing-parenthesis'],
  ['(a b', 5, 'closing-parenthesis'],
  ['"abc', 5, 'closing-quote'],
  ['event:"abc', 11, 'closing-quote'],
  ['event:', 7, 'value'],
  ['a event: b', 9, 'value'],
  ['event:(a)', 7, 'value'],
  ['has:', 5, 'value'],
  ['is:', 4, 'state'],
  ['a is:new', 6, 'state'],
  ['NOT (is:lat)', 9, 'state'],
  ['is:l*te', 4, 'state'],
  ['is:constructor', 4, 'state'],
  ['is: late', 4, 'state'],
  ['is:[late TO gone]', 4, 'state'],
  ['details.x>', 11, 'value'],
  ['details.x>abc', 11, 'number'],
  ['details.x:[1 TO b]', 17, 'number'],
  ['event>x', 7, 'number'],
  ['время "d" time>yesterday', 16, 'time'],
  ['time:2026-02-30', 6, 'time'],
  ['time:2026-01-*', 6, 'time'],
  ['time:2026-01-01T25:00', 6, 'time'],
  ['time:[2026-01-01 TO', 20, 'range'],
  ['time:[2026-01-01]', 17, 'range'],
  ['time:[a TO b]', 7, 'time'],
  ['time:[2026-01-01 TO 2026-01-02', 31, 'range'],
  ['time:[2026-01-01 TO 2026-01-02 x]', 32, 'range'],
  ['('.repeat(9000), 101, 'less-nesting'],
  ['-('.repeat(4000), 202, 'less-nesting'],
  ['a'.repeat(10_001), 10_001, 'less-text'],
])('%s cannot be read: column %i wants %s', (text, column, expected) => {
  expect(failureOf(text)).toEqual({ kind: 'query.syntax', params: { column, expected } });
});

test.each([
  ['foo:x', 1, 'foo'],
  ['a -foo:x', 4, 'foo'],
  ['Event:x', 1, 'Event'],
  ['слово:x', 1, 'слово'],
  ['details.:x', 1, 'details.'],
  ['has:foo', 5, 'foo'],
  ['has>1', 1, 'has'],
  ['is>1', 1, 'is'],
  ['has:is', 5, 'is'],
  ['constructor:x', 1, 'constructor'],
  ['"🙂" foo:x', 6, 'foo'],
])('%s names a field that is not there: column %i, %s', (text, column, name) => {
  expect(failureOf(text)).toEqual({
    kind: 'query.unknown-field',
    params: { column, field: name },
  });
});

test('a zone that is not known is not a question of the query', () => {
  expect(failureOf('time:2026-01-01', 'Nowhere/None')?.kind).toBe('input.invalid');
});

test('long flat queries and many negations are read', () => {
  expect(parseQuery('a '.repeat(4999), utc)).toMatchObject({ type: 'and' });
  expect(parseQuery(`${'-'.repeat(9000)}a`, utc)).toEqual(anywhere('a'));
});

test('any value, quoted, is exactly that value, as a field and as a bare phrase', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const whole = parseQuery(`id:${quoteValue(value)} AND x`, utc);
      expect(whole).toEqual(parseQuery(`id:"${value.replace(/["\\]/g, '\\$&')}" AND x`, utc));
      const bare = parseQuery(`${quoteValue(value)} x`, utc);
      expect(bare).toEqual(parseQuery(`"${value.replace(/["\\]/g, '\\$&')}" x`, utc));
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
      const query = parseQuery(`${quoteField(`details.${key}`)}:1`, utc);
      expect(query).toEqual(field('details', ['1'], true, key));
    }),
    { numRuns: 2000 },
  );
});

test('any text is either read or refused with a column inside it', () => {
  const bits = [
    'AND',
    'OR',
    'NOT',
    '(',
    ')',
    '-',
    '"',
    '\\',
    '*',
    ':',
    '>',
    '[',
    ']',
    ' TO ',
    'event',
    'time',
    'has',
    'is',
    'late',
    'x',
    ' ',
    '1',
  ];
  const text = fc.array(fc.oneof(fc.constantFrom(...bits), fc.string({ maxLength: 3 })), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(text, (parts) => {
      const query = parts.join('');
      const failure = failureOf(query);
      if (!failure) return;
      expect(failure.kind).toMatch(/^query\./);
      expect(failure.params['column']).toBeGreaterThanOrEqual(1);
      expect(failure.params['column']).toBeLessThanOrEqual(query.length + 1);
    }),
    { numRuns: 3000 },
  );
});

test('tokens lie in order, do not overlap and leave out only blanks', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...Array.from('ab*:()"\\->=[] TO')), maxLength: 30 }),
      (text) => {
        let at = 0;
        for (const token of tokenize(text)) {
          expect(text.slice(at, token.from).trim()).toBe('');
          expect(token.to).toBeGreaterThan(token.from);
          at = token.to;
        }
        expect(text.slice(at).trim()).toBe('');
      },
    ),
    { numRuns: 2000 },
  );
});
