/** Instants are whole microseconds since 1970-01-01 UTC, kept in a double (exact until 2255). */
export type Instant = number;

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * Reads an ISO 8601 instant with a zone, as both services write it; digits past the microsecond
 * are cut. Returns null for anything else, impossible dates and years after 2255 included.
 */
export function parseInstant(text: string): Instant | null {
  return parseUsual(text) ?? parseAny(text);
}

/** One of `…T12:34:56.789Z` on the day of the last, as most are; null for any other. */
function parseUsual(text: string): Instant | null {
  const { length } = text;
  if (!text.startsWith(lastRead.date)) {
    const start = isUsualDate.test(text) ? parseAny(`${text.slice(0, 10)}T00:00:00Z`) : null;
    if (start === null) return null;
    lastRead = { date: text.slice(0, 11), start };
  }
  if (length < 20 || length > 27 || !text.endsWith('Z')) return null;
  if (text[13] !== ':' || text[16] !== ':' || (length > 20 && text[19] !== '.')) return null;
  const [hour, minute, second] = [number(text, 11, 13), number(text, 14, 16), number(text, 17, 19)];
  let micros = length > 20 ? number(text, 20, length - 1) : 0;
  for (let digits = length - 21; digits < 6; digits += 1) micros *= 10;
  // NaN is not below anything.
  if (!(hour < 24 && minute < 60 && second < 60 && micros >= 0)) return null;
  const instant = lastRead.start + ((hour * 60 + minute) * 60 + second) * 1e6 + micros;
  return Number.isSafeInteger(instant) ? instant : null;
}

/** Services write a day's events one after another: `2026-11-22T`, and the first instant of that day. */
let lastRead = { date: 'none', start: 0 };
const isUsualDate = /^\d{4}-\d{2}-\d{2}T/;

/** NaN where something else than digits is there, or nothing. */
function number(text: string, from: number, to: number): number {
  let value = from < to ? 0 : Number.NaN;
  for (let i = from; i < to; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
  }
  return value;
}

function parseAny(text: string): Instant | null {
  const match = pattern.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = match;
  const parts = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = parts;
  const millis = Date.UTC(y, mo - 1, d, h, mi, s);
  const date = new Date(millis);
  // The year as well: Date.UTC reads 0 to 99 as 1900 to 1999.
  const real =
    date.getUTCFullYear() === y &&
    date.getUTCMonth() === mo - 1 &&
    date.getUTCDate() === d &&
    h < 24 &&
    mi < 60 &&
    s < 60;
  if (!real) return null;
  const micros = Number(fraction.padEnd(6, '0').slice(0, 6));
  const instant = millis * 1000 + micros - zoneMinutes(zone) * 60e6;
  return Number.isSafeInteger(instant) ? instant : null;
}

function zoneMinutes(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
}

/** ISO 8601 UTC with milliseconds, microseconds cut: the contract's form of `time`. */
export function formatInstant(instant: Instant): string {
  const ms = Math.floor(instant / 1000);
  const day = Math.floor(ms / dayMs);
  if (day !== lastDay.day)
    lastDay = { day, text: new Date(day * dayMs).toISOString().slice(0, -13) };
  const rest = ms - day * dayMs;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  const clock = `${twoDigits[Math.floor(minutes / 60)]}:${twoDigits[minutes % 60]}:${twoDigits[seconds % 60]}`;
  return `${lastDay.text}${clock}.${threeDigits[rest % 1000]}Z`;
}

const dayMs = 86_400_000;
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const threeDigits = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'));
/** Events come in the order of time, and the date is what takes long: `2026-11-22T`. */
let lastDay = { day: Number.NaN, text: '' };

/** Like {@link formatInstant}, with six digits where the instant has microseconds: to be read back. */
export function formatExactInstant(instant: Instant): string {
  const micros = ((instant % 1000) + 1000) % 1000;
  const text = formatInstant(instant);
  return micros === 0 ? text : `${text.slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
}
