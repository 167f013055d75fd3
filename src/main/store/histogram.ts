import { Failed } from '../../shared/errors.ts';
import {
  intervals,
  type Coverage,
  type Histogram,
  type Interval,
  type Selection,
  type StackField,
} from '../../shared/session.ts';
import { bucketCoverage } from './coverage.ts';
import { Buckets, shortest } from './engine/buckets.ts';
import type { EventIndex, RowSet } from './event-index.ts';

/** More would be neither drawn nor read, and one event of 1970 could ask for billions of seconds. */
const mostBuckets = 200_000;
const readable = 200;
/** As many colours as can be told apart. */
const mostParts = 6;

/**
 * Buckets that touch, from the first covered or matching instant to the last, within the period if
 * there is one, taken apart by `field`. Throws `Failed('input.invalid', {field: 'interval'})` for more than 200,000 of them.
 */
export function histogramOf(
  index: EventIndex,
  set: RowSet,
  selection: Selection,
  coverage: readonly Coverage[],
  wanted: Interval | 'auto',
  field: StackField | null,
): Histogram {
  const stretch = stretchOf(index, set, selection, coverage);
  if (!stretch) {
    const stack = field && { field, values: [], parts: [] };
    return { interval: wanted === 'auto' ? 'day' : wanted, buckets: [], stack };
  }
  const length = stretch.last - stretch.first + 1;
  const interval = wanted === 'auto' ? finest(length) : wanted;
  if (length / shortest[interval] > mostBuckets) {
    throw new Failed('input.invalid', { field: 'interval' });
  }
  const starts: number[] = [];
  const buckets = new Buckets(interval, selection.zone);
  let end = stretch.first;
  while (end <= stretch.last) {
    const { from, to } = buckets.around(end);
    starts.push(from);
    end = to;
  }
  const counts = index.histogram(set, interval, selection.zone);
  const stack = field && stackOf(index, set, { interval, zone: selection.zone, field, starts });
  const states = bucketCoverage(coverage, starts, end);
  return {
    interval,
    buckets: starts.map((time, bucket) => ({
      time,
      count: counts.get(time) ?? 0,
      coverage: states[bucket] ?? 'none',
    })),
    stack,
  };
}

interface Stacking {
  interval: Interval;
  zone: string;
  field: StackField;
  starts: readonly number[];
}

function stackOf(
  index: EventIndex,
  set: RowSet,
  { interval, zone, field, starts }: Stacking,
): Histogram['stack'] {
  const values = index.facet(set, field, mostParts).values.map(({ value }) => value);
  const counts = index.stacks(set, interval, zone, field, values);
  const none = Array.from({ length: values.length + 2 }, () => 0);
  return { field, values, parts: starts.map((time) => [...(counts.get(time) ?? none)]) };
}

function finest(length: number): Interval {
  return intervals.find((interval) => length / shortest[interval] <= readable - 1) ?? 'month';
}

function stretchOf(
  index: EventIndex,
  set: RowSet,
  { period }: Selection,
  coverage: readonly Coverage[],
): { first: number; last: number } | null {
  const span = index.span(set);
  const firsts = coverage.map(({ from }) => from);
  const lasts = coverage.map(({ to }) => to);
  if (span) {
    firsts.push(span.first);
    lasts.push(span.last);
  }
  // Not spread into Math.min: a long ledger may have more stretches than a call has arguments.
  let first = firsts.reduce((least, at) => Math.min(least, at), Infinity);
  let last = lasts.reduce((most, at) => Math.max(most, at), -Infinity);
  if (period) {
    first = Math.max(first, period.from);
    last = Math.min(last, period.to - 1);
  }
  return first <= last ? { first, last } : null;
}
