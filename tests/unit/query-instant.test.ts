import { expect, test } from 'vitest';
import { formatInstant, parseInstant } from '../../src/shared/instant.ts';

test.each([
  ['2026-01-31T12:00:05.123456Z', Date.UTC(2026, 0, 31, 12, 0, 5) * 1000 + 123_456],
  ['2026-01-31T12:00:05Z', Date.UTC(2026, 0, 31, 12, 0, 5) * 1000],
  ['2026-01-31 15:00:05,5+03:00', Date.UTC(2026, 0, 31, 12, 0, 5) * 1000 + 500_000],
  ['2026-01-31T12:00:05.1234569Z', Date.UTC(2026, 0, 31, 12, 0, 5) * 1000 + 123_456],
  ['2026-02-30T12:00:05Z', null],
  ['2026-01-31T24:00:00Z', null],
  ['0050-01-01T00:00:00Z', null],
  ['9999-01-01T00:00:00Z', null],
  ['2026-01-31', null],
  ['2026-01-31T12:00:05', null],
])('%s is %s', (text, instant) => {
  expect(parseInstant(text)).toBe(instant);
});

test('an instant is written with milliseconds, before 1970 too', () => {
  expect(formatInstant(1)).toBe('1970-01-01T00:00:00.000Z');
  expect(formatInstant(-1)).toBe('1969-12-31T23:59:59.999Z');
});
