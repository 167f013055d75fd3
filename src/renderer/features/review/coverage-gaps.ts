import type { Coverage, CoverageState } from '../../../shared/session.ts';
import type { SourceKind } from '../../../shared/event.ts';

/** A stretch that is not complete; instants in µs, `to` outside. */
export interface Gap {
  source: SourceKind;
  state: Exclude<CoverageState, 'complete'>;
  from: number;
  to: number;
}

export interface CoverageSummary {
  /** Share of the period that is complete, over all sources, 0 to 1. */
  share: number;
  /** By time. */
  gaps: Gap[];
}

/**
 * How much of `from`–`to` (µs, `to` outside) was collected, and what is missing, for each source
 * that has been collected from at all. null: none has, so there is nothing to measure against.
 */
export function summarize(
  coverage: readonly Coverage[],
  from: number,
  to: number,
): CoverageSummary | null {
  const sources = [...new Set(coverage.map(({ source }) => source))];
  if (sources.length === 0 || to <= from) return null;
  const gaps = sources.flatMap((source) =>
    gapsOf(
      source,
      coverage.filter((one) => one.source === source),
      from,
      to,
    ),
  );
  const missing = gaps.reduce((sum, gap) => sum + (gap.to - gap.from), 0);
  gaps.sort((a, b) => a.from - b.from || a.source.localeCompare(b.source));
  return { share: 1 - missing / ((to - from) * sources.length), gaps };
}

function gapsOf(
  source: SourceKind,
  stretches: readonly Coverage[],
  from: number,
  to: number,
): Gap[] {
  const gaps: Gap[] = [];
  const add = (state: CoverageState, start: number, end: number) => {
    if (end <= start || state === 'complete') return;
    const last = gaps.at(-1);
    if (last?.state === state && last.to === start) last.to = end;
    else gaps.push({ source, state, from: start, to: end });
  };
  let at = from;
  for (const one of stretches.toSorted((a, b) => a.from - b.from)) {
    // Coverage is inclusive at both ends: its end is one microsecond on.
    const [start, end] = [Math.max(one.from, at), Math.min(one.to + 1, to)];
    if (end <= at || start >= to) continue;
    add('none', at, start);
    add(one.state, start, end);
    at = end;
  }
  add('none', at, to);
  return gaps;
}
