import { sourceKinds, type SourceKind } from '../event.ts';
import type { Pattern, Query } from './query.ts';

/**
 * The sources whose events a query can match at all: what was not collected from others is of no
 * matter to it. A query that can match nothing is about all of them.
 */
export function sourcesOf(query: Query): SourceKind[] {
  const found = sourceKinds.filter((source) => matches(query, source) !== false);
  return found.length > 0 ? found : [...sourceKinds];
}

/** Whether it matches every event of the source (true), none (false), or some (null). */
function matches(query: Query, source: SourceKind): boolean | null {
  switch (query.type) {
    case 'all':
      return true;
    case 'not': {
      const inner = matches(query.part, source);
      return inner === null ? null : !inner;
    }
    case 'and': {
      const parts = query.parts.map((part) => matches(part, source));
      if (parts.includes(false)) return false;
      return parts.includes(null) ? null : true;
    }
    case 'or': {
      const parts = query.parts.map((part) => matches(part, source));
      if (parts.includes(true)) return true;
      return parts.includes(null) ? null : false;
    }
    case 'field':
      return query.field.name === 'source' ? fits(query.pattern, source) : null;
    default:
      return null;
  }
}

function fits({ pieces, whole }: Pattern, text: string): boolean {
  const escaped = pieces.map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(whole ? `^${escaped.join('.*')}$` : escaped.join('.*'), 's').test(text);
}
