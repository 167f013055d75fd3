import type { Account } from './accounts.ts';
import type { Coverage, CoverageState, SessionInfo } from './session.ts';
import type { SourceKind } from './event.ts';

/** A stretch that is not complete; instants in µs, `to` outside. */
export interface Gap {
  source: SourceKind;
  state: Exclude<CoverageState, 'complete'>;
  from: number;
  to: number;
  /** The accounts it is missing for, by name; absent where it is for all of the source. */
  lacking?: readonly string[] | undefined;
}

export interface CoverageSummary {
  /** Share of the period that is complete, over all sources, 0 to 1. */
  share: number;
  /** By time. */
  gaps: Gap[];
}

/** The whole of a session: from the first collected or imported instant to the last, `to` outside. */
export function spanOf(
  info: Pick<SessionInfo, 'coverage' | 'first' | 'last'>,
): { from: number; to: number } | null {
  const starts = [info.first, ...info.coverage.map(({ from }) => from)].filter(
    (one) => one !== null,
  );
  const ends = [info.last, ...info.coverage.map(({ to }) => to)].filter((one) => one !== null);
  if (starts.length === 0 || ends.length === 0) return null;
  return { from: Math.min(...starts), to: Math.max(...ends) + 1 };
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

/** A share as it may be told: 99.97 % is not 100 %, a gap must never be rounded away. */
export function flooredShare(share: number): number {
  return share === 1 ? 1 : Math.floor(share * 1000) / 1000;
}

/** The same, as far as one account is concerned: where only others lack something it is complete. */
export function coverageFor(coverage: readonly Coverage[], account: Account): Coverage[] {
  return coverage
    .filter(({ source }) => source === account.source)
    .map((one) =>
      one.lacking && !one.lacking.includes(account.name) ? { ...one, state: 'complete' } : one,
    );
}

/** A stretch of time in which all sources together are in one state; `to` outside. */
export interface Covered {
  state: CoverageState;
  from: number;
  to: number;
}

/**
 * What was collected between `from` and `to` (µs, `to` outside), exactly, for all sources that were
 * ever asked: complete where every one is, none where none is. Without a source all of it is none.
 */
export function coverageOver(coverage: readonly Coverage[], from: number, to: number): Covered[] {
  if (to <= from) return [];
  const sources = [...new Set(coverage.map(({ source }) => source))];
  const missing = sources.map((source) =>
    gapsOf(
      source,
      coverage.filter((one) => one.source === source),
      from,
      to,
    ),
  );
  const borders = missing.flat().flatMap((gap) => [gap.from, gap.to]);
  const points = [...new Set([from, ...borders, to])].toSorted((a, b) => a - b);
  const found: Covered[] = [];
  for (const [at, start] of points.entries()) {
    const end = points[at + 1];
    if (end === undefined) break;
    const state = together(missing.map((gaps) => stateAt(gaps, start)));
    const last = found.at(-1);
    if (last?.state === state) last.to = end;
    else found.push({ state, from: start, to: end });
  }
  return found;
}

function stateAt(gaps: readonly Gap[], time: number): CoverageState {
  return gaps.find(({ from, to }) => from <= time && time < to)?.state ?? 'complete';
}

function together(states: readonly CoverageState[]): CoverageState {
  const [first = 'none'] = states;
  if (states.every((state) => state === first)) return first;
  return states.some((state) => state === 'complete' || state === 'partial') ? 'partial' : 'failed';
}

function gapsOf(
  source: SourceKind,
  stretches: readonly Coverage[],
  from: number,
  to: number,
): Gap[] {
  const gaps: Gap[] = [];
  const add = (state: CoverageState, start: number, end: number, lacking?: readonly string[]) => {
    if (end <= start || state === 'complete') return;
    const last = gaps.at(-1);
    const isSame = last?.state === state && String(last.lacking) === String(lacking);
    if (isSame && last.to === start) last.to = end;
    else gaps.push({ source, state, from: start, to: end, ...(lacking && { lacking }) });
  };
  let at = from;
  for (const one of stretches.toSorted((a, b) => a.from - b.from)) {
    // Coverage is inclusive at both ends: its end is one microsecond on.
    const [start, end] = [Math.max(one.from, at), Math.min(one.to + 1, to)];
    if (end <= at || start >= to) continue;
    add('none', at, start);
    add(one.state, start, end, one.lacking);
    at = end;
  }
  add('none', at, to);
  return gaps;
}
