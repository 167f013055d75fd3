import type { Instant } from '../instant.ts';
import { fromWall, startOfDay, utcMillis } from '../zone.ts';

/** What a time literal of a query stands for. µs; `from` inside, `to` outside. */
export interface When {
  from: Instant;
  /** The end of the day, or of the minute, second, millisecond … that was written. */
  to: Instant;
  /** A bare date: comparisons then mean the whole day. */
  wholeDay: boolean;
}

const literal =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * Reads `2026-01-31`, `2026-01-31T12:00`, `2026-01-31T12:00:05.250Z` and the like. A date, and a
 * clock time without a zone, are of `zone`. Null for anything else, impossible dates included.
 */
export function parseWhen(text: string, zone: string): When | null {
  const match = literal.exec(text);
  if (!match) return null;
  const [, years, months, days, hours, minutes, seconds, fraction, offset] = match;
  const year = Number(years);
  const month = Number(months);
  const day = Number(days);
  const date = new Date(utcMillis(year, month, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  if (hours === undefined) {
    const from = startOfDay(year, month, day, zone);
    return { from, to: startOfDay(year, month, day + 1, zone), wholeDay: true };
  }
  const hour = Number(hours);
  const minute = Number(minutes);
  const second = Number(seconds ?? 0);
  if (hour > 23 || minute > 59 || second > 59) return null;
  const microsecond = Number((fraction ?? '').padEnd(6, '0'));
  const wall = { year, month, day, hour, minute, second, microsecond };
  const from =
    offset === undefined ? fromWall(wall, zone) : fromWall(wall, 'UTC') - offsetMicros(offset);
  return { from, to: from + writtenPrecision(seconds, fraction), wholeDay: false };
}

/** What is in the literal's last digit, in µs. */
function writtenPrecision(seconds: string | undefined, fraction: string | undefined): number {
  if (seconds === undefined) return 60e6;
  return fraction === undefined ? 1e6 : 10 ** (6 - fraction.length);
}

function offsetMicros(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (offset.startsWith('-') ? -minutes : minutes) * 60e6;
}
