import type { CoverageState, Histogram } from '../../../shared/session.ts';
import type { Part } from './histogram-parts.ts';
import { bucketEnd } from './time-axis.ts';

/** A bar with its place: `from`/`to` in µs (`to` outside), `x` and `width` in px, `height` 0 to 1. */
export interface Bar {
  from: number;
  to: number;
  count: number;
  /** How many of them are alarming. */
  alarms: number;
  /** As many of each part, from the bottom up; empty when bars are not taken apart. */
  parts: readonly number[];
  coverage: CoverageState;
  x: number;
  width: number;
  height: number;
}

export interface Scale {
  from: number;
  to: number;
  width: number;
}

/** Places the buckets on `width` px, true to time: months and days across a clock change differ. */
export function placeBars(
  histogram: Histogram,
  zone: string,
  width: number,
  alarms: ReadonlyMap<number, number> = new Map(),
  parts: readonly Part[] = [],
): Bar[] {
  const { buckets, interval, stack } = histogram;
  const last = buckets.at(-1);
  const first = buckets[0];
  if (!first || !last) return [];
  const scale = { from: first.time, to: bucketEnd(last.time, interval, zone), width };
  const most = buckets.reduce((peak, { count }) => Math.max(peak, count), 1);
  return buckets.map(({ time, count, coverage }, at) => {
    const to = buckets[at + 1]?.time ?? scale.to;
    const x = xOf(time, scale);
    return {
      from: time,
      to,
      count,
      alarms: Math.min(count, alarms.get(time) ?? 0),
      parts: parts.map(({ place }) => stack?.parts[at]?.[place] ?? 0),
      coverage,
      x,
      width: xOf(to, scale) - x,
      // One event among a million is still seen.
      height: count === 0 ? 0 : Math.max(0.03, count / most),
    };
  });
}

export function xOf(time: number, { from, to, width }: Scale): number {
  return to === from ? 0 : ((time - from) / (to - from)) * width;
}

/** The bar under `x`; the nearest one at the edges. -1 without bars. */
export function barAt(bars: readonly Bar[], x: number): number {
  const found = bars.findIndex((bar) => x < bar.x + bar.width);
  return found === -1 ? bars.length - 1 : found;
}
