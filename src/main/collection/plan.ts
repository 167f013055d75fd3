import type { SourceKind } from '../../shared/event.ts';

/** How a period is cut into windows. */
export interface Plan {
  /** Lengths that windows may have, µs, the finest first. */
  lengths: readonly number[];
  /** The coarsest length is taken that makes at least so many windows of the period. */
  least: number;
}

export interface Stretch {
  from: number;
  to: number;
}

const minute = 60_000_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A ledger with more windows says no more and costs a request for each. */
const mostWindows = 400;

/**
 * Every window costs one request at least, and half a page more than its share of the events; too
 * few of them cannot be pulled side by side. Seven are as many streams as a known rate of 50 a second
 * takes at 140 ms, and never more than 41 come of it in a period under a week: one second at full
 * rate where nothing has happened at all. From a week on a window is a day, as people think of it.
 * Where that is too coarse for what there is, windows are cut again while the collection runs and it
 * is known how much there is (`load.ts`, decision 0008).
 *
 * Jay Guard pages by offset, twenty times as much a page, needs an empty page to end a window and
 * stands few requests a second: its windows are fewer and longer.
 */
export const plans: Readonly<Record<SourceKind, Plan>> = {
  pachca: { lengths: [minute, 5 * minute, 15 * minute, hour, 4 * hour, day], least: 7 },
  jayguard: { lengths: [6 * hour, day, 3 * day, 7 * day], least: 4 },
};

/**
 * Cuts the period (µs, both inclusive) into closed windows that touch and cover all of it, oldest
 * first. Borders lie on whole multiples of their length since 1970 (midnights, for days), so that
 * the same period is always cut in the same places.
 */
export function planWindows({ from, to }: Stretch, { lengths, least }: Plan): Stretch[] {
  const whole = to - from + 1;
  const fitting = lengths.findLast((one) => whole / one >= least) ?? lengths[0] ?? whole;
  const length = fitting * Math.max(1, Math.ceil(whole / fitting / mostWindows));
  const windows: Stretch[] = [];
  for (let start = from; start <= to;) {
    const end = Math.min(to, (Math.floor(start / length) + 1) * length - 1);
    windows.push({ from: start, to: end });
    start = end + 1;
  }
  return windows;
}
