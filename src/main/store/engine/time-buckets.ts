import type { Interval } from '../../../shared/session.ts';
import { Buckets } from './buckets.ts';
import { CodeList } from './code-list.ts';

/** The bucket of each row, as a code from 0 on, and where buckets begin, µs, by code and ascending. */
export interface TimeBuckets {
  codes: CodeList;
  starts: readonly number[];
}

/**
 * The buckets of some rows of a session.
 * @param newestFirst those rows; all others have code 0 as well
 * @param times of all rows, µs
 */
export function bucketsOf(
  newestFirst: Uint32Array,
  times: Float64Array,
  rows: number,
  interval: Interval,
  zone: string,
): TimeBuckets {
  const buckets = new Buckets(interval, zone);
  const starts: number[] = [];
  const codes = new CodeList();
  codes.resize(rows);
  let end = Number.NEGATIVE_INFINITY;
  for (let at = newestFirst.length - 1; at >= 0; at -= 1) {
    const row = newestFirst[at] ?? 0;
    const time = times[row] ?? 0;
    if (time >= end) {
      const bucket = buckets.around(time);
      end = bucket.to;
      starts.push(bucket.from);
    }
    codes.set(row, starts.length - 1);
  }
  return { codes, starts };
}
