import type { Interval } from '../../../shared/session.ts';
import { startOfDay, utcMillis, zoneOffset } from '../../../shared/zone.ts';

const dayMicros = 86_400e6;
const quarterHour = 900e6;
const clockSteps = { second: 1e6, minute: 60e6, hour: 3600e6 } as const;

/** Shortest length of a bucket, µs; months and days vary a little. */
export const shortest: Record<Interval, number> = {
  second: 1e6,
  minute: 60e6,
  hour: 3600e6,
  day: 86_400e6,
  week: 7 * 86_400e6,
  month: 28 * 86_400e6,
};

/** So many instants of a zone are remembered: three centuries of days. */
const mostKnown = 100_000;

/** What Intl said of a zone: offsets by instant, and when days begin, by their midnight in UTC. */
interface Known {
  readonly zone: string;
  readonly offsets: Map<number, number>;
  readonly starts: Map<number, number>;
}

/** Of the zone that was asked for last: every key typed asks for the same days again. */
let known = nothingOf('');

function nothingOf(zone: string): Known {
  return { zone, offsets: new Map(), starts: new Map() };
}

function knownOf(zone: string): Known {
  const isFull = known.offsets.size + known.starts.size > mostKnown;
  if (known.zone !== zone || isFull) known = nothingOf(zone);
  return known;
}

/** A bucket of a histogram, µs; `to` outside. */
interface Bucket {
  from: number;
  to: number;
}

/**
 * Finds the bucket an instant is in, by the clocks of a zone. Offsets are asked for once a day
 * (once a quarter of an hour on days when clocks change), because Intl is slow.
 */
export class Buckets {
  private readonly interval: Interval;
  private readonly zone: string;
  private readonly known: Known;
  private lastSteady = Number.NaN;

  constructor(interval: Interval, zone: string) {
    this.interval = interval;
    this.zone = zone;
    this.known = knownOf(zone);
  }

  around(instant: number): Bucket {
    const { interval } = this;
    if (interval === 'second' || interval === 'minute' || interval === 'hour') {
      return this.clock(instant, clockSteps[interval]);
    }
    const date = new Date(Math.floor((instant + this.offset(instant)) / 1000));
    const year = date.getUTCFullYear();
    const month = date.getUTCMonth() + 1;
    const day = interval === 'month' ? 1 : date.getUTCDate() - this.daysSinceStart(date);
    const from = this.startOf(year, month, day);
    if (interval === 'month') return { from, to: this.startOf(year, month + 1, 1) };
    return { from, to: this.startOf(year, month, day + (interval === 'week' ? 7 : 1)) };
  }

  /** Days and months run on past their last. */
  private startOf(year: number, month: number, day: number): number {
    const midnight = utcMillis(year, month, day);
    const said = this.known.starts.get(midnight);
    if (said !== undefined) return said;
    const start = startOfDay(year, month, day, this.zone);
    this.known.starts.set(midnight, start);
    return start;
  }

  /** Days of the bucket before this one; weeks begin on Monday. */
  private daysSinceStart(date: Date): number {
    return this.interval === 'week' ? (date.getUTCDay() + 6) % 7 : 0;
  }

  /** A step of the clock; where clocks change in the middle of one, it is cut there. */
  private clock(instant: number, step: number): Bucket {
    const offset = this.offset(instant);
    const local = instant + offset;
    let from = Math.floor(local / step) * step - offset;
    let to = from + step;
    if (this.isSteady(from) && this.isSteady(to)) return { from, to };
    for (let at = firstQuarter(from); at < to; at += quarterHour) {
      if (this.offset(at) === this.offset(at - 1)) continue;
      if (at <= instant) from = at;
      else to = Math.min(to, at);
    }
    return { from, to };
  }

  private offset(instant: number): number {
    if (this.isSteady(instant)) return this.cached(Math.floor(instant / dayMicros) * dayMicros);
    return this.cached(Math.floor(instant / quarterHour) * quarterHour);
  }

  /** Whether clocks do not change on this day of UTC. */
  private isSteady(instant: number): boolean {
    const day = Math.floor(instant / dayMicros);
    if (day === this.lastSteady) return true;
    const steady = this.cached(day * dayMicros) === this.cached((day + 1) * dayMicros);
    if (steady) this.lastSteady = day;
    return steady;
  }

  private cached(instant: number): number {
    const said = this.known.offsets.get(instant);
    if (said !== undefined) return said;
    const offset = zoneOffset(this.zone, instant);
    this.known.offsets.set(instant, offset);
    return offset;
  }
}

function firstQuarter(instant: number): number {
  return Math.ceil(instant / quarterHour) * quarterHour;
}
