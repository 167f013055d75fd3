import type { Interval } from '../../../shared/session.ts';
import { startOfDay, zoneOffset } from '../../../shared/zone.ts';

const dayMicros = 86_400e6;
const quarterHour = 900e6;
const clockSteps = { second: 1e6, minute: 60e6, hour: 3600e6 } as const;

/** So many instants of a zone are remembered: three centuries of days. */
const mostOffsets = 100_000;
/** Those of the zone that was asked for last: every key typed asks for the same days again. */
let known = { zone: '', offsets: new Map<number, number>() };

function offsetsOf(zone: string): Map<number, number> {
  if (known.zone !== zone || known.offsets.size > mostOffsets) known = { zone, offsets: new Map() };
  return known.offsets;
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
  private readonly offsets: Map<number, number>;
  private lastSteady = Number.NaN;

  constructor(interval: Interval, zone: string) {
    this.interval = interval;
    this.zone = zone;
    this.offsets = offsetsOf(zone);
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
    const { zone } = this;
    const from = startOfDay(year, month, day, zone);
    if (interval === 'month') return { from, to: startOfDay(year, month + 1, 1, zone) };
    return { from, to: startOfDay(year, month, day + (interval === 'week' ? 7 : 1), zone) };
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
    const known = this.offsets.get(instant);
    if (known !== undefined) return known;
    const offset = zoneOffset(this.zone, instant);
    this.offsets.set(instant, offset);
    return offset;
  }
}

function firstQuarter(instant: number): number {
  return Math.ceil(instant / quarterHour) * quarterHour;
}
