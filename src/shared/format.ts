import type { Instant } from './instant.ts';
import { zoneName, zoneOffset } from './zone.ts';

const known = new Map<string, Format>();

/**
 * Numbers, instants and durations as a person of this language writes them, in the chosen zone.
 * Making what `Intl` formats with costs a hundred times its use: each language and zone has it once.
 */
export function formatOf(language: string, zone: string): Format {
  const key = `${language} ${zone}`;
  const format = known.get(key) ?? createFormat(language, zone);
  known.set(key, format);
  return format;
}

function createFormat(language: string, zone: string) {
  const locale = language === 'ru' ? 'ru-RU' : 'en-GB';
  const number = new Intl.NumberFormat(locale);
  // English groups 4,821 and 48,213; Russian only the second: evidence is read in columns, so both do.
  const grouped = new Intl.NumberFormat(locale, { useGrouping: 'always' });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  // 04/11 is another day in America: English names the month.
  const month = language === 'ru' ? '2-digit' : 'short';
  const parts = { day: '2-digit', month, year: 'numeric' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const at = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    return (instant: Instant) => held(format.format(new Date(Math.floor(instant / 1000))));
  };
  const seconds = at({ ...parts, ...clock, second: '2-digit' });
  const dayAndTime = at({ ...parts, ...clock });
  const day = at(parts);
  const time = at(clock);
  const timeSeconds = at({ ...clock, second: '2-digit' });
  // Where there is no room for all of it, the time goes with its zone.
  const moment = (instant: Instant) =>
    `${day(instant)}, ${timeSeconds(instant)}\u00a0${zoneName(zone, language, instant)}`;
  const units = new Map<string, Intl.NumberFormat>();
  const measure = (value: number, options: Intl.NumberFormatOptions & { unit: string }) => {
    const key = `${options.unit} ${options.maximumFractionDigits ?? ''}`;
    const format = units.get(key) ?? new Intl.NumberFormat(locale, { style: 'unit', ...options });
    units.set(key, format);
    return held(format.format(value));
  };

  return {
    number: (value: number) => grouped.format(value),
    /** `share` from 0 to 1. */
    percent: (share: number) => percent.format(share),
    decimal: (value: number) => number.format(value),
    /** 21.11.2026 */
    date: day,
    /** 21.11.2026, 14:07 */
    dateTime: (instant: Instant) => dayAndTime(instant),
    /**
     * 21.11.2026, 14:07 – 15:19:59: the day once when it is the same, seconds where there are any;
     * 21.11.2026 – 23.11.2026 where days are whole. Both ends inside.
     */
    period(from: Instant, to: Instant): string {
      if (timeSeconds(from) === '00:00:00' && timeSeconds(to) === '23:59:59') {
        return day(from) === day(to) ? day(from) : `${day(from)}\u00a0– ${day(to)}`;
      }
      const isMinute = (instant: Instant) => instant % 60e6 < 1e6;
      const exact = (instant: Instant) => (isMinute(instant) ? dayAndTime : seconds)(instant);
      const [first, last] = [exact(from), exact(to)];
      if (first === last) return first;
      const end = isMinute(to) ? time(to) : timeSeconds(to);
      return `${first} – ${day(from) === day(to) ? end : last}`;
    },
    /** 21.11.2026, 14:07:31 */
    dateTimeSeconds: (instant: Instant) => seconds(instant),
    /** 21.11.2026, 14:07:31 МСК: what is told as a fact has its second and its zone. */
    moment,
    /** 14:07:31 */
    timeSeconds: (instant: Instant) => timeSeconds(instant),
    /** ISO text as in `startedAt`. */
    isoDateTime: (text: string) => dayAndTime(Date.parse(text) * 1000),
    /** The same as a fact: 21.11.2026, 14:07:31 МСК. */
    isoMoment: (text: string) => moment(Date.parse(text) * 1000),
    /** For a heading over times: `МСК`, as at the instant. */
    zone: (instant: Instant) => zoneName(zone, language, instant),
    /** `2h 14m`, `1 мин 20 с`, `15m`: at most two units, in the language's own short forms. */
    duration(total: number): string {
      const unitDisplay = language === 'ru' ? 'short' : 'narrow';
      // It took some time: `< 1 с`.
      const isShort = total > 0 && total < 0.5;
      const whole = isShort ? 1 : Math.max(0, Math.round(total));
      const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
      const unit = (value: number, name: 'hour' | 'minute' | 'second') =>
        measure(value, { unit: name, unitDisplay });
      if (h > 0) return m > 0 ? `${unit(h, 'hour')} ${unit(m, 'minute')}` : unit(h, 'hour');
      if (m > 0) return s > 0 ? `${unit(m, 'minute')} ${unit(s, 'second')}` : unit(m, 'minute');
      return `${isShort ? '<\u00a0' : ''}${unit(s, 'second')}`;
    },
    /** `15 minutes`, `15 мин`, `7 days`: seconds in the largest unit that holds them wholly. */
    span(seconds: number): string {
      const steps = { day: 86_400, hour: 3600, minute: 60 } as const;
      const units = ['day', 'hour', 'minute'] as const;
      const unit = units.find((one) => seconds > 0 && seconds % steps[one] === 0);
      const value = unit ? seconds / steps[unit] : seconds;
      // In a sentence the short forms are those that do not decline.
      const unitDisplay = unit === 'day' || language !== 'ru' ? 'long' : 'short';
      return measure(value, { unit: unit ?? 'second', unitDisplay });
    },
    /** `41 MB`, from kilobytes on, in steps of a thousand. */
    bytes(value: number): string {
      const steps = ['kilobyte', 'megabyte', 'gigabyte'] as const;
      const step = Math.min(2, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3) - 1));
      const unit = steps[step] ?? 'kilobyte';
      const maximumFractionDigits = step > 0 ? 1 : 0;
      return measure(value / 1000 ** (step + 1), { unit, maximumFractionDigits });
    },
  };
}

/** On one line: a date with its time, a number with its unit. */
function held(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

export type Format = ReturnType<typeof createFormat>;

/** Now, in µs. */
export function now(): Instant {
  return Date.now() * 1000;
}

/** `UTC+3`, `UTC−3:30`: the offset of a zone at an instant. */
export function offsetOf(zone: string, instant: Instant = now()): string {
  const minutes = Math.round(zoneOffset(zone, instant) / 60e6);
  const rest = Math.abs(minutes) % 60;
  const hours = Math.floor(Math.abs(minutes) / 60);
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}
