import { spanOf, summarize } from '../../../shared/coverage-gaps.ts';
import type { Evidence } from './evidence.ts';

/** A stretch of which the session does not hold all events; µs, both inclusive. */
export interface Uncollected {
  source: string;
  state: 'none' | 'partial' | 'failed';
  from: number;
  to: number;
}

/** Services write whole seconds: less than one holds nothing. */
const least = 1_000_000;

/**
 * What is missing between the first and the last of what was collected. A part that is partial
 * because a collection was asked for some events only, or because it was still to come, is no gap.
 */
export function uncollected(info: Evidence['info']): Uncollected[] {
  const span = spanOf(info);
  const summary = span && summarize(info.coverage, span.from, span.to);
  if (!summary) return [];
  const broken = info.collections.flatMap(({ source, windows }) =>
    windows
      .filter(({ status }) => status !== 'complete')
      .map(({ from, to }) => ({ source, from, to })),
  );
  return summary.gaps
    .filter(({ source, state, from, to, lacking }) => {
      if (to - from < least) return false;
      if (state !== 'partial') return true;
      const isBroken = broken.some(
        (window) => window.source === source && window.from < to && window.to >= from,
      );
      return isBroken || lacking !== undefined;
    })
    .map(({ source, state, from, to }) => ({ source, state, from, to: to - 1 }));
}
