import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dictionary } from '../../src/main/store/engine/dictionary.ts';
import { foldedBytes } from '../../src/main/store/engine/folded-bytes.ts';
import { numberAt } from '../../src/main/store/engine/value-table.ts';
import { fold } from '../../src/shared/query/fold.ts';
import { compareExactly } from '../support/naive-search.ts';

const isNumber = (text: string) => /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/.test(text);
const read = (text: string) => {
  const bytes = foldedBytes(text);
  return numberAt(bytes, 0, bytes.length);
};

const digits = fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), maxLength: 18 });
const numberLike = fc.oneof(
  digits,
  fc.tuple(digits, digits).map(([whole, part]) => `${whole}.${part}`),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  // The same as a double, and not the same.
  fc
    .tuple(fc.constantFrom('', '-', '+'), fc.nat(8))
    .map(([sign, n]) => `${sign}900719925474099${n}`),
  fc.nat(8).map((n) => `9007199254740992.${n}`),
  fc.string({ unit: fc.constantFrom(...Array.from('0159.+-e ')), maxLength: 6 }),
);

test('a number in memory is the one that reading its text gives, to the last bit', () => {
  fc.assert(
    fc.property(numberLike, (text) => {
      expect(read(text)).toBe(isNumber(text) ? Number(text) : Number.NaN);
    }),
    { numRuns: 5000 },
  );
});

test('values that are numbers come first in their order, of one number by text, then the others', () => {
  const value = fc.oneof(
    numberLike,
    fc.constantFrom('', '1', '1.0', '01', '+1', 'A', 'a', 'ё', 'Е'),
  );
  fc.assert(
    fc.property(fc.uniqueArray(value, { maxLength: 80 }), (values) => {
      const dictionary = new Dictionary({ numbersFirst: true });
      const codes = values.map((text) => dictionary.code(text));
      const ranks = dictionary.ranks();
      const ordered = values.toSorted(
        (a, b) =>
          (ranks[codes[values.indexOf(a)] ?? 0] ?? 0) - (ranks[codes[values.indexOf(b)] ?? 0] ?? 0),
      );
      expect(ordered).toEqual(values.toSorted(compare));
      expect(new Set(codes.map((code) => ranks[code])).size).toBe(values.length);
    }),
    { numRuns: 500 },
  );
});

function compare(left: string, right: string): number {
  const [a, b] = [fold(left), fold(right)];
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1;
  const byNumber = isNumber(a) ? compareExactly(a, b) : 0;
  return byNumber || Buffer.compare(Buffer.from(a), Buffer.from(b)) || (left < right ? -1 : 1);
}
