import type { Gap } from '../../../shared/coverage-gaps.ts';
import type { Reliance } from '../../../shared/reliance.ts';
import type { proposeCollection } from '../../state/collections.ts';

/**
 * What a collection has to ask for so that nothing is missing any more: the stretch from the first
 * gap to the last, of one source or of any; what is complete in it is not asked for again. null
 * where nothing is missing that could be asked for.
 */
export function missingOf({
  verdict,
  reasons,
  span,
}: Reliance): Parameters<typeof proposeCollection>[0] | null {
  const gaps: Gap[] = reasons.flatMap((reason) =>
    reason.kind === 'holes' ||
    reason.kind === 'failed' ||
    reason.kind === 'partial' ||
    reason.kind === 'early'
      ? reason.gaps
      : [],
  );
  const sources = new Set(gaps.map(({ source }) => source));
  const [kind = null] = sources;
  if (gaps.length > 0) {
    const from = Math.min(...gaps.map((gap) => gap.from));
    const to = Math.max(...gaps.map((gap) => gap.to)) - 1;
    return { kind: sources.size === 1 ? kind : null, period: { from, to } };
  }
  return verdict === 'nothing' && span ? { period: { from: span.from, to: span.to - 1 } } : null;
}
