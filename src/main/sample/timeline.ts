import { hash } from './dice.ts';

const hour = 3_600_000;
/** Moscow keeps UTC+3 all year. */
const zone = 3 * hour;

export interface Timeline {
  readonly count: number;
  /** Instant of event `index` in ms, never before that of the one before it. */
  timeOf(index: number): number;
  /** The first index whose time is at or after this instant in ms; `count` if there is none. */
  firstAt(time: number): number;
}

export interface TimelineOptions {
  seed: number;
  count: number;
  /** ms since 1970; all events lie at or after `from` and before `end`. */
  from: number;
  end: number;
  /** Times are whole multiples of this many ms. */
  step: number;
}

/**
 * Spreads any number of events over a period with the rhythm of an office in Moscow, so that each
 * one's time is computed from its index alone. Some neighbours share their instant to the letter.
 */
export function createTimeline({ seed, count, from, end, step }: TimelineOptions): Timeline {
  const hours = Math.max(1, Math.ceil((end - from) / hour));
  // first[h]: index of the first event at or after the start of that hour.
  const first = new Float64Array(hours + 1);
  let total = 0;
  for (let h = 0; h < hours; h += 1) {
    total += weightAt(from + h * hour);
    first[h + 1] = total;
  }
  for (let h = 1; h <= hours; h += 1) first[h] = Math.round(((first[h] ?? 0) / total) * count);

  function hourOf(index: number): number {
    let [low, high] = [0, hours];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((first[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low;
  }

  function spread(index: number): number {
    const h = hourOf(index);
    const start = first[h] ?? 0;
    const inHour = (first[h + 1] ?? count) - start;
    const share = (index - start + hash(seed, index) / 2 ** 32) / inHour;
    const begin = from + h * hour;
    const width = Math.min(hour, end - begin);
    return Math.floor((begin + share * width) / step) * step;
  }

  function timeOf(index: number): number {
    const joinsBefore = index > 0 && hash(seed, index, 7) % 29 === 0;
    return Math.max(from, spread(joinsBefore ? index - 1 : index));
  }

  return {
    count,
    timeOf,
    firstAt(time) {
      let [low, high] = [0, count];
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if (timeOf(middle) < time) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}

/** Hour of the day and whether it is a working day, in Moscow. */
export function officeTime(time: number): { hour: number; weekend: boolean } {
  const local = new Date(time + zone);
  return { hour: local.getUTCHours(), weekend: local.getUTCDay() % 6 === 0 };
}

function weightAt(time: number): number {
  const { hour: h, weekend } = officeTime(time);
  const busy = h >= 9 && h < 18 ? 10 : h === 8 || h === 18 ? 5 : h >= 7 && h < 22 ? 1.5 : 0.3;
  // Lunch shows, and Saturday's few are at home.
  return busy * (h === 13 ? 0.6 : 1) * (weekend && h >= 7 ? 0.12 : 1);
}
