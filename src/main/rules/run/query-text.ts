import { formatExactInstant } from '../../../shared/instant.ts';
import { matchesWhole } from '../../../shared/query/fields.ts';
import type { FieldRef } from '../../../shared/query/query.ts';
import { quoteField, quoteValue } from '../../../shared/query/quote.ts';
import { sourceKinds } from '../../../shared/event.ts';
import { resolveField } from '../mapping/fields.ts';
import type { LoadedRule } from '../rule-set.ts';
import type { Glob, Match, Test } from '../sigma/match.ts';

/** The events a rule looks at, in the query language (contract.md); null where that cannot say it. */
export function ruleQuery(rule: LoadedRule): string | null {
  const { body, sources } = rule;
  if (body.kind === 'correlation') {
    const parts = rule.parts.map(ruleQuery);
    if (!parts.every((part) => part !== null)) return null;
    const distinct = [...new Set(parts)];
    return distinct.length === 1
      ? (distinct[0] ?? null)
      : distinct.map((one) => `(${one})`).join(' OR ');
  }
  if (body.kind === 'baseline' && body.baseline.kind === 'not_collected') return null;
  const text = write(body.match, false);
  if (text === null || sources.length === sourceKinds.length) return text;
  const from = sources.map((source) => `source:${source}`).join(' OR ');
  const wrapped = body.match.type === 'or' ? `(${text})` : text;
  return text === '' ? from : `${from} ${wrapped}`;
}

/** A query that shows exactly the events of a finding, where such a query exists. */
export function findingQuery(
  rule: LoadedRule,
  { group, from, to }: { group: Readonly<Record<string, string>>; from: number; to: number },
): string | null {
  const { body } = rule;
  const counts = body.kind === 'correlation' && body.correlation.field === null;
  const isAll =
    body.kind === 'detection' ||
    (counts && body.correlation.type === 'event_count' && rule.parts.length === 1);
  const events = isAll ? ruleQuery(rule) : null;
  const terms = Object.entries(group).map(([name, value]) => groupTerm(rule, name, value));
  if (events === null || !terms.every((term) => term !== null)) return null;
  // Values without a group are those that lack one of its fields.
  if (terms.length === 0 && body.kind === 'detection') return null;
  const period = `time:[${formatExactInstant(from)} TO ${formatExactInstant(to)}]`;
  const wrapped = / OR /.test(events) ? `(${events})` : events;
  return [wrapped, ...terms, period].filter((term) => term !== '').join(' ');
}

function groupTerm(rule: LoadedRule, name: string, value: string): string | null {
  const [part = rule] = rule.parts;
  const field = resolveField(name, part.sources);
  if (field?.kind !== 'field' || !matchesWhole(field.ref)) return null;
  return `${nameOf(field.ref)}:${quoteValue(value)}`;
}

function write(match: Match, nested: boolean): string | null {
  switch (match.type) {
    case 'and':
    case 'or': {
      if (match.parts.length === 0) return match.type === 'and' ? '' : null;
      const parts = match.parts.map((part) => write(part, true));
      if (!parts.every((part) => part !== null && part !== '')) return null;
      const text = parts.join(match.type === 'and' ? ' ' : ' OR ');
      return nested && parts.length > 1 ? `(${text})` : text;
    }
    case 'not': {
      const part = write(match.part, true);
      return part === null || part === '' ? null : `NOT ${part}`;
    }
    case 'own':
      return 'is:own';
    case 'anywhere':
      return globText(match.glob);
    case 'field':
      return fieldText(match.field, match.test);
  }
}

function fieldText(field: FieldRef, test: Test): string | null {
  const name = nameOf(field);
  if (test.kind === 'number') {
    const signs = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
    return `${name}${signs[test.comparison]}${test.value}`;
  }
  if (test.kind === 'exists') return matchesWhole(field) ? `${name}:*` : null;
  if (test.kind !== 'glob' || test.cased || test.glob.includes('one')) return null;
  let { glob } = test;
  if (!matchesWhole(field)) {
    // These fields are always looked through for a substring.
    if (glob[0] !== 'any' || glob.at(-1) !== 'any' || glob.length < 3) return null;
    glob = glob.slice(1, -1);
  }
  const text = globText(glob);
  return text === null ? null : `${name}:${text}`;
}

/** Unquoted values have wildcards but no spaces, quoted ones the other way round. */
function globText(glob: Glob): string | null {
  const [first] = glob;
  if (glob.length === 0) return '""';
  if (glob.length === 1 && typeof first === 'object') return quoteValue(first.literal);
  const texts = glob.map((part) =>
    typeof part === 'object' ? part.literal.replaceAll(/[*:()"\\\-<>=[\]]/g, '\\$&') : '*',
  );
  return glob.some((part) => typeof part === 'object' && /\s/u.test(part.literal))
    ? null
    : texts.join('');
}

function nameOf({ name, path }: FieldRef): string {
  return quoteField(path === null ? name : `details.${path}`);
}
