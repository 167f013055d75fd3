import type { Interval } from '../../shared/session.ts';
import type { Instant } from '../../shared/instant.ts';
import { startOfDay, zoneOffset } from '../../shared/zone.ts';

/** The steps that are of one length, in µs. */
const fixed: Partial<Record<Interval, number>> = { second: 1e6, minute: 60e6, hour: 3600e6 };

/** Zones change their clocks on the quarter of an hour: offsets are asked for once in each. */
const quarter = 900e6;

/** Buckets of time as a calendar in one zone cuts them. All instants in µs. */
export class Calendar {
  readonly #zone: string;
  readonly #offsets = new Map<number, number>();

  /** Throws `Failed('input.invalid')` for a zone that is not known. */
  constructor(zone: string) {
    zoneOffset(zone, 0);
    this.#zone = zone;
  }

  /** The beginning of the bucket that holds this instant. Weeks begin on Monday. */
  start(interval: Interval, instant: Instant): Instant {
    const offset = this.#offset(instant);
    const length = fixed[interval];
    if (length !== undefined) return Math.floor((instant + offset) / length) * length - offset;
    return this.#day(interval, instant + offset, 0);
  }

  /** The beginning of the bucket after the one that begins at `start`. */
  next(interval: Interval, start: Instant): Instant {
    const length = fixed[interval];
    // A change of clocks by half an hour moves the hours: the bucket across it is the longer one.
    if (length !== undefined) {
      const next = this.start(interval, start + length);
      return next > start ? next : this.start(interval, start + 2 * length);
    }
    return this.#day(interval, start + this.#offset(start), 1);
  }

  /** Beginnings of the buckets from the one that holds `first` to the one that holds `last`. */
  starts(interval: Interval, first: Instant, last: Instant): Instant[] {
    const starts: Instant[] = [];
    let start = this.start(interval, first);
    while (start <= last) {
      starts.push(start);
      start = this.next(interval, start);
    }
    return starts;
  }

  #day(interval: Interval, local: number, steps: number): Instant {
    const date = new Date(Math.floor(local / 1000));
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    if (interval === 'month') return startOfDay(year, month + steps, 1, this.#zone);
    if (interval === 'day') return startOfDay(year, month, day + steps, this.#zone);
    const sinceMonday = (date.getUTCDay() + 6) % 7;
    return startOfDay(year, month, day - sinceMonday + 7 * steps, this.#zone);
  }

  #offset(instant: Instant): number {
    const key = Math.floor(instant / quarter);
    let offset = this.#offsets.get(key);
    if (offset === undefined) {
      offset = zoneOffset(this.#zone, instant);
      this.#offsets.set(key, offset);
    }
    return offset;
  }
}
