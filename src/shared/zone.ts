import { Failed } from './errors.ts';
import type { Instant } from './instant.ts';

/** A date and a time of day as a clock on the wall shows them; `month` from 1. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  microsecond: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const named = new Map<string, Intl.DateTimeFormat>();
const dayMillis = 86_400_000;

/**
 * How far local time is ahead of UTC in an IANA zone at an instant, in µs. Throws
 * `Failed('input.invalid')` for a zone that is not known.
 */
export function zoneOffset(zone: string, instant: Instant): number {
  if (zone === 'UTC') return 0;
  const millis = Math.floor(instant / 1000);
  const parts = new Map<string, number>();
  for (const { type, value } of formatFor(zone).formatToParts(millis)) {
    parts.set(type, Number(value));
  }
  const part = (name: string) => parts.get(name) ?? 0;
  const wall = utcMillis(part('year'), part('month'), part('day'));
  const clock = (part('hour') * 60 + part('minute')) * 60 + part('second');
  const seconds = Math.floor(millis / 1000);
  return (wall / 1000 + clock - seconds) * 1e6;
}

/** The short name of the zone as at that instant, in that language: `МСК`, `MSK`, `UTC+3`. */
export function zoneName(zone: string, language: string, instant = Date.now() * 1000): string {
  if (zone === 'Europe/Moscow') return language.startsWith('ru') ? 'МСК' : 'MSK';
  const key = `${language} ${zone}`;
  const format =
    named.get(key) ?? new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: 'short' });
  named.set(key, format);
  const parts = format.formatToParts(Math.floor(instant / 1000));
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/**
 * The instant at which clocks in the zone show this time. A time that a clock change skips is
 * taken as far after the change as it was written after the skipped hour's start; of a time that
 * comes twice, the first.
 */
export function fromWall(wall: WallTime, zone: string): Instant {
  const local =
    utcMillis(wall.year, wall.month, wall.day) * 1000 +
    ((wall.hour * 60 + wall.minute) * 60 + wall.second) * 1e6 +
    wall.microsecond;
  const before = zoneOffset(zone, local - dayMillis * 1000);
  const after = zoneOffset(zone, local + dayMillis * 1000);
  const offsets = [Math.max(before, after), Math.min(before, after)];
  const fits = offsets.find((offset) => zoneOffset(zone, local - offset) === offset);
  return local - (fits ?? before);
}

/** The start of a day in the zone; `day` may lie outside its month, as in `Date.UTC`. */
export function startOfDay(year: number, month: number, day: number, zone: string): Instant {
  return fromWall({ year, month, day, hour: 0, minute: 0, second: 0, microsecond: 0 }, zone);
}

/** Like `Date.UTC`, for a date, without its special years 0 to 99. `month` from 1. */
export function utcMillis(year: number, month: number, day: number): number {
  const date = new Date(0);
  return date.setUTCFullYear(year, month - 1, day);
}

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
    return format;
  } catch (cause) {
    throw new Failed('input.invalid', { field: 'zone' }, { cause });
  }
}
