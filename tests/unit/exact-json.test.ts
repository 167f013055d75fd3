import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactNumbers, isExactNumber, parseExact } from '../../src/shared/exact-json.ts';
import { compareExactly } from '../support/naive-search.ts';

test.each<[string, unknown]>([
  ['9007199254740992', 9007199254740992],
  ['9007199254740993', '9007199254740993'],
  ['-9007199254740993', '-9007199254740993'],
  ['9223372036854775807', '9223372036854775807'],
  // A double holds it, but nobody would know it again.
  ['1000000000000000000000000', '1000000000000000000000000'],
  ['1234567890.123456789', '1234567890.123456789'],
  ['0.10000000000000001', '0.10000000000000001'],
  ['0.30000000000000004', 0.30000000000000004],
  ['0.1000000000000000000', 0.1],
  ['1e400', '1e400'],
  ['1E-400', '1E-400'],
  ['5.0', 5],
  ['1e3', 1000],
  ['1.50E+300', 1.5e300],
  ['-0', -0],
])('%s', (literal, value) => {
  expect(parseExact(`{"a":[1,${literal}],"b":{"c": ${literal} }}`)).toEqual({
    a: [1, value],
    b: { c: value },
  });
  expect(parseExact(literal)).toBe(value);
  expect(isExactNumber(literal)).toBe(typeof value === 'string');
});

test('JSON without such numbers is the very same, whatever its texts look like', () => {
  for (const json of [
    '{"id":"9007199254740993","9007199254740993":[1,2.5,1e3]}',
    String.raw`{"a":"\\\":9007199254740993,","b":"[9007199254740993]","c":",1e400,"}`,
    '',
  ]) {
    expect(exactNumbers(json)).toBe(json);
  }
});

const digits = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789')),
  minLength: 1,
  maxLength: 24,
});
const literal = fc
  .record({
    sign: fc.constantFrom('', '-'),
    whole: digits.map((text) => text.replace(/^0+(?=\d)/, '')),
    part: fc.option(digits, { nil: null }),
    exponent: fc.option(fc.tuple(fc.constantFrom('e', 'E+', 'e-'), fc.nat(420)), { nil: null }),
  })
  .map(({ sign, whole, part, exponent }) => {
    const point = part === null ? '' : `.${part}`;
    return `${sign}${whole}${point}${exponent ? exponent.join('') : ''}`;
  });

test('every number is the one that was written, or its text', () => {
  fc.assert(
    fc.property(literal, fc.constantFrom(' ', ''), (written, space) => {
      const value = parseExact(`{"a":${space}${written},"b":"x"}`) as { a: string | number };
      if (typeof value.a === 'string') expect(value.a).toBe(written);
      else expect(compareExactly(String(value.a), written)).toBe(0);
    }),
    { numRuns: 5000 },
  );
});

test('everything else is what it was', () => {
  const text = fc.string({
    unit: fc.constantFrom('"', '\\', ':', ' ', ',', '1e400', '12345678901234567890'),
  });
  const { value: json } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.constantFrom(1, 0.5, null, true),
      fc.array(tie('value')),
      fc.dictionary(text, tie('value'), { noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(json, fc.constantFrom(undefined, 1), (value, space) => {
      const written = JSON.stringify({ n: 0, value }, null, space);
      const first = space === undefined ? '"n":' : '"n": ';
      const having = (number: string) => written.replace(`${first}0`, `${first}${number}`);
      expect(exactNumbers(written)).toBe(written);
      // The texts and not what JSON.parse makes of them: Node 24's reads keys with escapes wrongly.
      expect(exactNumbers(having('9007199254740993'))).toBe(having('"9007199254740993"'));
    }),
    { numRuns: 1000 },
  );
});
