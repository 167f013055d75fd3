import { fromAbsolute, type ZonedDateTime } from '@internationalized/date';
import type { Interval } from '../../../shared/session.ts';
import { zoneName } from '../../../shared/zone.ts';

/** Times shown in the analyst's zone. Instants are µs, as everywhere; zones are IANA names. */

export function zoned(instant: number, zone: string): ZonedDateTime {
  return fromAbsolute(Math.floor(instant / 1000), zone);
}

const pad = (value: number, length = 2) => String(value).padStart(length, '0');

/** `2026-11-21 14:07:31.204`: sorts and reads the same in every language; for what is copied. */
export function fullTime(instant: number, zone: string): string {
  const t = zoned(instant, zone);
  return `${dayOf(t)} ${clockOf(t)}.${pad(t.millisecond, 3)}`;
}

/** A row's time: `21.11 14:07:31.204` or `21 Nov 14:07:31.204`; with the year where years differ. */
export function rowTime(instant: number, zone: string, locale: string, withYear: boolean): string {
  const t = zoned(instant, zone);
  const gap = locale.startsWith('ru') ? '.' : ' ';
  const year = withYear ? `${gap}${pad(t.year, 4)}` : '';
  return `${dayLabel(t, locale)}${year} ${clockOf(t)}.${pad(t.millisecond, 3)}`;
}

/** The time of one event, whole and with its zone: `21.11.2026 14:07:31.204 МСК`. */
export function eventTime(instant: number, zone: string, locale: string): string {
  return `${rowTime(instant, zone, locale, true)} ${zoneName(zone, locale, instant)}`;
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function dayLabel(at: ZonedDateTime, locale: string): string {
  if (locale.startsWith('ru')) return `${pad(at.day)}.${pad(at.month)}`;
  return `${pad(at.day)} ${months[at.month - 1] ?? ''}`;
}

/** How far two instants are apart: `+4:18`, `−31:02:33`; `+0:07.113` up to ten seconds. */
export function distanceText(micros: number): string {
  const ms = Math.round(Math.abs(micros) / 1000);
  const sign = micros > 0 ? '+' : micros < 0 ? '−' : '±';
  const [hours, minutes] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60];
  const seconds = pad(Math.floor(ms / 1000) % 60);
  const exact = ms < 10_000 ? `.${pad(ms % 1000, 3)}` : '';
  return hours > 0
    ? `${sign}${hours}:${pad(minutes)}:${seconds}`
    : `${sign}${minutes}:${seconds}${exact}`;
}

/**
 * A stretch in one short line, to the nearest second: `19.11 16:00 – 19:59:59`. `to` is outside;
 * what is written is the last second of it, as in the ledger and where periods are asked for.
 */
export function stretchText(from: number, to: number, zone: string, locale: string): string {
  const a = nearestSecond(from, zone);
  const next = nearestSecond(to, zone);
  const last = next.subtract({ seconds: 1 });
  const b = last.compare(a) < 0 ? a : last;
  const clock = (t: ZonedDateTime) => (t.second === 0 ? minuteOf(t) : clockOf(t));
  const days = [dayLabel(a, locale), dayLabel(b, locale)];
  if (isMidnight(a) && isMidnight(next)) return [...new Set(days)].join(' – ');
  const [start, end] = [`${days[0]} ${clock(a)}`, `${days[1]} ${clock(b)}`];
  if (start === end) return start;
  return dayOf(a) === dayOf(b) ? `${start} – ${clock(b)}` : `${start} – ${end}`;
}

function nearestSecond(instant: number, zone: string): ZonedDateTime {
  return zoned(Math.round(instant / 1e6) * 1e6, zone);
}

/** What a bucket of the histogram stands for, exactly: `to` of the next bucket is outside. */
export function bucketEnd(time: number, interval: Interval, zone: string): number {
  const start = zoned(time, zone);
  const units = `${interval}s` as const;
  const end = start.add({ [units]: 1 });
  return end.toDate().getTime() * 1000;
}

export interface Tick {
  time: number;
  label: string;
  /** A new day (or month): set off from the ticks between. */
  major: boolean;
}

const minute = 60_000_000;
const hour = 60 * minute;
const day = 24 * hour;

const steps: readonly {
  length: number;
  unit: 'seconds' | 'minutes' | 'hours' | 'days' | 'months';
  by: number;
}[] = [
  { length: 1e6, unit: 'seconds', by: 1 },
  { length: 5e6, unit: 'seconds', by: 5 },
  { length: 15e6, unit: 'seconds', by: 15 },
  { length: minute, unit: 'minutes', by: 1 },
  { length: 5 * minute, unit: 'minutes', by: 5 },
  { length: 15 * minute, unit: 'minutes', by: 15 },
  { length: hour, unit: 'hours', by: 1 },
  { length: 3 * hour, unit: 'hours', by: 3 },
  { length: 6 * hour, unit: 'hours', by: 6 },
  { length: 12 * hour, unit: 'hours', by: 12 },
  { length: day, unit: 'days', by: 1 },
  { length: 2 * day, unit: 'days', by: 2 },
  { length: 5 * day, unit: 'days', by: 5 },
  { length: 10 * day, unit: 'days', by: 10 },
  { length: 30 * day, unit: 'months', by: 1 },
  { length: 91 * day, unit: 'months', by: 3 },
  { length: 365 * day, unit: 'months', by: 12 },
];

/**
 * Ticks for `from`–`to` at round times of the zone (across changes of the clock too), at most
 * `most` of them.
 */
export function ticks(
  from: number,
  to: number,
  zone: string,
  locale: string,
  most: number,
): Tick[] {
  if (to <= from || most < 1) return [];
  const step = steps.find(({ length }) => (to - from) / length <= most) ?? steps.at(-1);
  if (!step) return [];
  const found: Tick[] = [];
  let at = roundDown(zoned(from, zone), step.unit, step.by);
  for (let turns = 0; turns < 4 * most + 8; turns++) {
    const time = at.toDate().getTime() * 1000;
    if (time > to) break;
    if (time >= from && found.at(-1)?.time !== time) found.push(tick(at, time, step.unit, locale));
    at = next(at, step.unit, step.by);
  }
  return found;
}

function tick(at: ZonedDateTime, time: number, unit: string, locale: string): Tick {
  if (unit === 'months') {
    return { time, label: `${pad(at.month)}.${at.year}`, major: at.month === 1 };
  }
  const date = dayLabel(at, locale);
  if (unit === 'days') return { time, label: date, major: true };
  if (isMidnight(at)) return { time, label: date, major: true };
  return { time, label: unit === 'seconds' ? clockOf(at) : minuteOf(at), major: false };
}

function roundDown(at: ZonedDateTime, unit: string, by: number): ZonedDateTime {
  const down = (value: number) => value - (value % by);
  const whole = at.set({ millisecond: 0 });
  if (unit === 'seconds') return whole.set({ second: down(at.second) });
  if (unit === 'minutes') return whole.set({ second: 0, minute: down(at.minute) });
  const hours = whole.set({ second: 0, minute: 0 });
  if (unit === 'hours') return hours.set({ hour: down(at.hour) });
  const midnight = hours.set({ hour: 0 });
  if (unit === 'days') return midnight.set({ day: by === 1 ? at.day : 1 + down(at.day - 1) });
  return midnight.set({ day: 1, month: 1 + down(at.month - 1) });
}

/** Days restart with each month, hours with each day: ticks stay at round places. */
function next(at: ZonedDateTime, unit: string, by: number): ZonedDateTime {
  if (unit === 'days' && by > 1) {
    const later = at.add({ days: by });
    const nearMonthEnd = later.month !== at.month || later.add({ days: by - 1 }).month !== at.month;
    return nearMonthEnd && by > 2
      ? at.add({ months: 1 }).set({ day: 1 })
      : later.month === at.month
        ? later
        : later.set({ day: 1 });
  }
  if (unit === 'hours' && by > 1) {
    const later = at.set({ hour: 0 }).add({ days: 1 });
    const wanted = at.hour + by;
    return wanted >= 24 ? later : at.set({ hour: wanted });
  }
  if (unit === 'seconds') return at.add({ seconds: by });
  if (unit === 'minutes') return at.add({ minutes: by });
  if (unit === 'hours') return at.add({ hours: by });
  if (unit === 'days') return at.add({ days: by });
  return at.add({ months: by });
}

function isMidnight(at: ZonedDateTime): boolean {
  return at.hour === 0 && at.minute === 0 && at.second === 0 && at.millisecond === 0;
}
function dayOf(at: ZonedDateTime): string {
  return `${pad(at.year, 4)}-${pad(at.month)}-${pad(at.day)}`;
}
function minuteOf(at: ZonedDateTime): string {
  return `${pad(at.hour)}:${pad(at.minute)}`;
}
function clockOf(at: ZonedDateTime): string {
  return `${minuteOf(at)}:${pad(at.second)}`;
}
