/** Instants are whole microseconds since 1970-01-01 UTC, kept in a double (exact until 2255). */
export type Instant = number;

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * Reads an ISO 8601 instant with a zone, as both services write it; digits past the microsecond
 * are cut. Returns null for anything else, impossible dates and years after 2255 included.
 */
export function parseInstant(text: string): Instant | null {
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
