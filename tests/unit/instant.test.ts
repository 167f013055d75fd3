import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseInstant } from '../../src/shared/instant.ts';

const two = (most: number) => fc.nat({ max: most }).map((n) => String(n).padStart(2, '0'));
const date = fc.oneof(
  fc.constantFrom('2026-11-22', '2026-11-23', '2024-02-29', '2255-06-05', '1969-12-31'),
  fc.tuple(fc.nat({ max: 9999 }), two(14), two(33)).map(([year, month, day]) => {
    return `${String(year).padStart(4, '0')}-${month}-${day}`;
  }),
);
const fraction = fc.stringMatching(/^([.,]\d{0,10})?$/);
const written = fc
  .tuple(date, fc.constantFrom('T', ' ', 't'), two(26), two(61), fc.option(two(61)), fraction)
  .map(([day, between, hour, minute, second, rest]) => {
    return `${day}${between}${hour}:${minute}${second === null ? '' : `:${second}${rest}`}`;
  });
const spoiled = fc
  .tuple(written, fc.nat(30), fc.constantFrom('', ' ', 'x', '.', '-', '٣'))
  .map(([text, at, by]) => text.slice(0, at) + by + text.slice(at + 1));

test('an instant of the day of the last one is read as any other is', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(written, spoiled), { maxLength: 8 }), (texts) => {
      for (const text of texts) {
        // With this zone, which is the same, it is none of the usual ones.
        expect(parseInstant(`${text}Z`)).toBe(parseInstant(`${text}+00:00`));
      }
    }),
    { numRuns: 300 },
  );
  expect(parseInstant('2026-11-22T10:00:00.123456Z')).toBe(1_795_341_600_123_456);
  expect(parseInstant('2026-11-22T23:59:59Z')).toBe(1_795_391_999_000_000);
  expect(parseInstant('2255-06-05T23:47:34.740992Z')).toBe(null);
});
