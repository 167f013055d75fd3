import type { CountCondition } from '../sigma/correlation.ts';

/** A stretch of a group's rows, `to` inside. */
export interface Stretch {
  from: number;
  to: number;
}

/** How many there have to be at least; null where the condition says more than that. */
export function leastOf(condition: CountCondition): number | null {
  if (condition.some(({ comparison }) => comparison !== 'gt' && comparison !== 'gte')) return null;
  return Math.max(
    ...condition.map(({ comparison, value }) => (comparison === 'gt' ? value + 1 : value)),
  );
}

function holds(condition: CountCondition, count: number): boolean {
  return condition.every(({ comparison, value }) => {
    switch (comparison) {
      case 'gt':
        return count > value;
      case 'gte':
        return count >= value;
      case 'lt':
        return count < value;
      case 'lte':
        return count <= value;
      case 'eq':
        return count === value;
      case 'neq':
        return count !== value;
    }
  });
}

/** Counts what a window holds as its ends move. */
export interface Counter {
  add(at: number): void;
  remove(at: number): void;
  readonly count: number;
}

/** Counts events. */
export function eventCounter(): Counter {
  let count = 0;
  return {
    add: () => (count += 1),
    remove: () => (count -= 1),
    get count() {
      return count;
    },
  };
}

/** Counts distinct values, `valuesOf` telling those of each place. */
export function valueCounter(valuesOf: (at: number) => readonly number[]): Counter {
  const counts = new Map<number, number>();
  return {
    add(at) {
      for (const value of valuesOf(at)) counts.set(value, (counts.get(value) ?? 0) + 1);
    },
    remove(at) {
      for (const value of valuesOf(at)) {
        const left = (counts.get(value) ?? 0) - 1;
        if (left === 0) counts.delete(value);
        else counts.set(value, left);
      }
    },
    get count() {
      return counts.size;
    },
  };
}

/**
 * The windows in which a count holds. With a lower bound alone a window of the timespan's length
 * slides over the events: one that ends at an event, both ends inside, for each event where it
 * holds. With any other condition a sliding window would hold somewhere for every burst: there the
 * timespan begins at the first event, and again at the first event after it.
 */
export function windowsWith(
  times: ArrayLike<number>,
  timespan: number,
  condition: CountCondition,
  counter: Counter,
): Stretch[] {
  const least = leastOf(condition);
  return least === null
    ? buckets(times, timespan, condition, counter)
    : sliding(times, timespan, Math.max(1, least), counter);
}

function sliding(
  times: ArrayLike<number>,
  timespan: number,
  least: number,
  counter: Counter,
): Stretch[] {
  const found: Stretch[] = [];
  let from = 0;
  for (let to = 0; to < times.length; to += 1) {
    counter.add(to);
    while ((times[to] ?? 0) - (times[from] ?? 0) > timespan) {
      counter.remove(from);
      from += 1;
    }
    if (counter.count >= least) found.push({ from, to });
  }
  return found;
}

function buckets(
  times: ArrayLike<number>,
  timespan: number,
  condition: CountCondition,
  counter: Counter,
): Stretch[] {
  const found: Stretch[] = [];
  for (let from = 0; from < times.length;) {
    let to = from;
    counter.add(to);
    while (to + 1 < times.length && (times[to + 1] ?? 0) - (times[from] ?? 0) <= timespan) {
      to += 1;
      counter.add(to);
    }
    if (holds(condition, counter.count)) found.push({ from, to });
    for (let at = from; at <= to; at += 1) counter.remove(at);
    from = to + 1;
  }
  return found;
}

/** Windows that share events are one thing that happened. They come in the order of their ends. */
export function joined(windows: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  for (const { from, to } of windows) {
    const last = found.at(-1);
    if (last && from <= last.to) {
      last.to = to;
      last.from = Math.min(last.from, from);
    } else found.push({ from, to });
  }
  return found;
}
