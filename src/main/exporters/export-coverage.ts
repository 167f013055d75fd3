import { formatExactInstant } from '../../shared/instant.ts';
import type { SourceKind } from '../../shared/event.ts';
import { spanOf } from '../../shared/coverage-gaps.ts';
import { parseQuery } from '../../shared/query/parse.ts';
import { sourcesOf, timesOf } from '../../shared/query/scope.ts';
import type { Coverage, Selection, SessionInfo } from '../../shared/session.ts';

/** Services write whole seconds: less than one between two stretches holds nothing. */
const second = 1_000_000;

export interface ExportCoverage {
  /** What was exported, as far as times say it; the whole session without any. null: it is empty. */
  period: ReturnType<typeof periodLine> | null;
  /** Each source that the query is about, over all of that period: `none` was never collected. */
  coverage: ReturnType<typeof coverageLine>[];
  /** All of the period was collected from each of them. */
  completelyCovered: boolean;
}

/** How far an export can be relied on to hold everything that happened. */
export function exportCoverage(selection: Selection, info: SessionInfo): ExportCoverage {
  const scope = coveredScope(selection, info);
  if (!scope) return { period: null, coverage: [], completelyCovered: false };
  return {
    period: periodLine(scope.period),
    coverage: scope.coverage.map(coverageLine),
    completelyCovered: scope.coverage.every(({ state }) => state === 'complete'),
  };
}

/**
 * The period a selection is about (µs, `to` outside), and what was collected of it from each source
 * that it is about, without a hole. null: there is no period, or no source.
 */
export function coveredScope(
  selection: Selection,
  info: SessionInfo,
): { period: Stretch; coverage: Coverage[] } | null {
  const query = parseQuery(selection.query, selection);
  const period = periodOf(selection, timesOf(query), info);
  const sources = sourcesOf(query).filter(
    (source) => info.events[source] > 0 || info.coverage.some((one) => one.source === source),
  );
  if (!period || sources.length === 0) return null;
  const coverage = sources.flatMap((source) => coverageWithin(info.coverage, source, period));
  return { period, coverage };
}

/**
 * Coverage as manifests and the command line tell it. Inclusive at both ends and exact: cut to
 * milliseconds the stretches would not touch.
 */
export function coverageLine({ source, from, to, state }: Coverage) {
  return { source, from: formatExactInstant(from), to: formatExactInstant(to), status: state };
}

/** A period of a selection: `before` is outside. */
export function periodLine({ from, to }: Stretch) {
  return { from: formatExactInstant(from), before: formatExactInstant(to) };
}

/** µs, `to` outside. */
interface Stretch {
  from: number;
  to: number;
}

function periodOf(
  { period }: Selection,
  times: ReturnType<typeof timesOf>,
  info: SessionInfo,
): Stretch | null {
  const span = spanOf(info);
  const from = latest(times.from, period?.from) ?? span?.from;
  const to = earliest(times.to, period?.to) ?? span?.to;
  return from !== undefined && to !== undefined && from < to ? { from, to } : null;
}

function latest(a: number | null, b: number | undefined): number | undefined {
  return a === null || b === undefined ? (a ?? b) : Math.max(a, b);
}

function earliest(a: number | null, b: number | undefined): number | undefined {
  return a === null || b === undefined ? (a ?? b) : Math.min(a, b);
}

/** One source's coverage of a period without a hole; both ends inclusive, as coverage is. */
function coverageWithin(
  coverage: readonly Coverage[],
  source: SourceKind,
  { from, to }: Stretch,
): Coverage[] {
  const found: Coverage[] = [];
  let at = from;
  const fill = (end: number) => {
    if (end - at >= second) found.push({ source, from: at, to: end - 1, state: 'none' });
  };
  for (const one of coverage) {
    if (one.source !== source || one.state === 'none') continue;
    const [start, end] = [Math.max(one.from, at), Math.min(one.to + 1, to)];
    if (start >= end) continue;
    fill(start);
    const { state, lacking } = one;
    found.push({ source, from: start, to: end - 1, state, ...(lacking && { lacking }) });
    at = end;
  }
  fill(to);
  return found;
}
