import { fold } from '../../shared/query/fold.ts';
import { isMasked } from '../../shared/masking.ts';
import type { Pattern, Query } from '../../shared/query/query.ts';

/**
 * A query in which pseudonyms stand for the values behind them, so that what is shown masked can be
 * included, excluded and counted like any other value. Unknown pseudonyms stay, and match nothing.
 */
export function withValues(query: Query, behind: (pseudonym: string) => string | undefined): Query {
  switch (query.type) {
    case 'and':
    case 'or':
      return { ...query, parts: query.parts.map((part) => withValues(part, behind)) };
    case 'not':
      return { ...query, part: withValues(query.part, behind) };
    case 'anywhere':
    case 'field':
      return { ...query, pattern: patternOf(query.pattern, behind) };
    default:
      return query;
  }
}

function patternOf(pattern: Pattern, behind: (pseudonym: string) => string | undefined): Pattern {
  const [piece = '', ...more] = pattern.pieces;
  const value = more.length === 0 && isMasked(piece) ? behind(piece) : undefined;
  return value === undefined ? pattern : { ...pattern, pieces: [fold(value)] };
}
