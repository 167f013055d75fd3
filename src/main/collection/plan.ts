import type { SourceKind } from '../../shared/event.ts';

/** How a period is cut and how many windows are pulled side by side. */
export interface Plan {
  /** Longest window, µs. */
  stretch: number;
  concurrency: number;
}

export interface Stretch {
  from: number;
  to: number;
}

const day = 86_400_000_000;
/** A ledger with more windows says no more and costs a request for each. */
const mostWindows = 400;

/**
 * Pachca's pages hold 50 events and cannot be asked for side by side but by time. Jay Guard pages by
 * offset, larger, and stands few requests a second: windows without events cost more than they gain.
 */
export const plans: Readonly<Record<SourceKind, Plan>> = {
  pachca: { stretch: day, concurrency: 6 },
  jayguard: { stretch: 7 * day, concurrency: 2 },
};

/**
 * Cuts the period (µs, both inclusive) into closed windows that touch and cover all of it, oldest
 * first. Borders lie on whole multiples of the stretch since 1970 (midnights, for days), so that
 * the same period is always cut in the same places.
 */
export function planWindows({ from, to }: Stretch, { stretch }: Plan): Stretch[] {
  const step = stretch * Math.max(1, Math.ceil((to - from + 1) / stretch / mostWindows));
  const windows: Stretch[] = [];
  for (let start = from; start <= to;) {
    const end = Math.min(to, (Math.floor(start / step) + 1) * step - 1);
    windows.push({ from: start, to: end });
    start = end + 1;
  }
  return windows;
}
