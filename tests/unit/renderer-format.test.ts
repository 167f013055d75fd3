import { describe, expect, test } from 'vitest';
import { formatOf, offsetOf } from '../../src/shared/format.ts';
import { fill } from '../../src/renderer/ui/failure-text.ts';

const instant = Date.parse('2026-11-21T11:07:31.204Z') * 1000;
const ru = formatOf('ru', 'Europe/Moscow');
const en = formatOf('en', 'America/New_York');

describe('numbers and times', () => {
  test('are written in the language and zone of the window', () => {
    expect(ru.dateTimeSeconds(instant)).toBe('21.11.2026,\u00a014:07:31');
    expect(en.dateTime(instant)).toBe('21\u00a0Nov\u00a02026,\u00a006:07');
    const minute = Date.UTC(2026, 10, 21, 11, 7) * 1000;
    expect(ru.period(minute, minute + 3_600_000_000)).toBe('21.11.2026,\u00a014:07 – 15:07');
    expect(ru.period(minute, minute + 86_400_000_000 - 1)).toBe(
      '21.11.2026,\u00a014:07 – 22.11.2026,\u00a014:06:59',
    );
    expect(ru.period(instant, instant + 20_000_000)).toBe('21.11.2026,\u00a014:07:31 – 14:07:51');
    expect(ru.period(instant, instant)).toBe('21.11.2026,\u00a014:07:31');
    const midnight = Date.UTC(2026, 10, 20, 21) * 1000;
    expect(ru.period(midnight, midnight + 86_400_000_000 - 1)).toBe('21.11.2026');
    expect(ru.period(midnight, midnight + 2 * 86_400_000_000 - 1)).toBe(
      '21.11.2026\u00a0– 22.11.2026',
    );
    expect(ru.moment(instant)).toBe('21.11.2026, 14:07:31\u00a0МСК');
    expect(en.isoMoment('2026-11-21T11:07:31Z')).toMatch(
      /^21\u00a0Nov\u00a02026, 06:07:31\u00a0\S+$/,
    );
    expect(ru.isoDateTime('2026-11-21T21:30:00Z')).toBe('22.11.2026,\u00a000:30');
    expect(ru.number(1_048_576)).toBe('1\u00a0048\u00a0576');
    expect(ru.number(4821)).toBe('4\u00a0821');
    expect(en.number(1_048_576)).toBe('1,048,576');
    expect(ru.percent(0.987)).toBe('98,7\u00a0%');
  });

  test('facts have the second and the zone as it was then', () => {
    expect(ru.moment(instant)).toBe('21.11.2026, 14:07:31\u00a0МСК');
    expect(formatOf('en', 'Europe/Moscow').isoMoment('2026-11-21T11:07:31.204Z')).toBe(
      '21\u00a0Nov\u00a02026, 14:07:31\u00a0MSK',
    );
    expect(en.moment(instant)).toBe('21\u00a0Nov\u00a02026, 06:07:31\u00a0EST');
    expect([en.zone(Date.UTC(2026, 6, 1) * 1000), formatOf('en', 'UTC').zone(instant)]).toEqual([
      'EDT',
      'UTC',
    ]);
  });

  test('durations have at most two units', () => {
    expect(ru.duration(8.4)).toBe('8\u00a0с');
    expect(ru.duration(80)).toBe('1\u00a0мин 20\u00a0с');
    expect(ru.duration(3 * 3600 + 14 * 60 + 59)).toBe('3\u00a0ч 14\u00a0мин');
    expect(en.duration(59.6)).toBe('1m');
    expect(en.duration(-3)).toBe('0s');
    expect(ru.duration(0)).toBe('0\u00a0с');
    expect(ru.duration(0.499)).toBe('<\u00a01\u00a0с');
    expect(en.duration(0.5)).toBe('1s');
  });

  test('sizes step by thousands', () => {
    expect(en.bytes(1999)).toBe('2\u00a0kB');
    expect(en.bytes(41_000_000)).toBe('41\u00a0MB');
    expect(ru.bytes(1_250_000_000)).toBe('1,3\u00a0ГБ');
  });

  test('offsets follow the clock change and half hours', () => {
    expect(offsetOf('Europe/Moscow', instant)).toBe('UTC+3');
    expect(offsetOf('Asia/Kolkata', instant)).toBe('UTC+5:30');
    expect(offsetOf('America/St_Johns', instant)).toBe('UTC−3:30');
    expect(offsetOf('Europe/Berlin', Date.parse('2026-07-01T00:00:00Z') * 1000)).toBe('UTC+2');
    expect(offsetOf('Europe/Berlin', Date.parse('2026-12-01T00:00:00Z') * 1000)).toBe('UTC+1');
    expect(offsetOf('UTC', instant)).toBe('UTC+0');
  });
});

describe('a failure’s words', () => {
  test('take its params, and lose a bracket that stays empty', () => {
    expect(fill('The token lacks a scope: {{scope}}.', { scope: 'users:read' })).toBe(
      'The token lacks a scope: users:read.',
    );
    expect(fill('Out of order (status {{status}}{{code}}).', { status: 503 })).toBe(
      'Out of order (status 503).',
    );
    expect(fill('Cannot be reached ({{code}}).', {})).toBe('Cannot be reached.');
  });
});
