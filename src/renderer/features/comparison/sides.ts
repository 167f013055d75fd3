import { quoteField, quoteValue } from '../../../shared/query/quote.ts';
import type { Selection } from '../../../shared/session.ts';
import { addTerm, onlyTerm, stancesOf, toggleTerm, withoutIncludes } from '../review/query-edit.ts';

export type Side = Pick<Selection, 'query' | 'period'>;

/** What is set side by side, and the field in whose values the sides differ; null: in anything else. */
export interface Sides {
  a: Side;
  b: Side;
  field: string | null;
}

type Period = NonNullable<Selection['period']>;

/** The period beside the one just before it that is as long; the whole of a session by its halves. */
export function periodSides({ query, period }: Side, span: Period): Sides {
  const middle = Math.floor((span.from + span.to) / 2);
  const later = period ?? { from: middle, to: span.to };
  const length = period ? period.to - period.from : middle - span.from;
  const earlier = { from: later.from - length, to: later.from };
  return { a: { query, period: earlier }, b: { query, period: later }, field: null };
}

/** Events of one value beside those of another, or of all others. The rest of the query stays. */
export function valueSides(
  { query, period }: Side,
  field: string,
  value: string,
  other: string | null,
): Sides {
  return {
    a: { query: withValue(query, field, value), period },
    b: { query: withValue(query, field, other, value), period },
    field,
  };
}

/** The query for one value of the field; null: for every one but `but`, events without any included. */
export function withValue(query: string, field: string, value: string | null, but = ''): string {
  const base = withoutExcludes(withoutIncludes(query, field), field);
  if (value !== null) return onlyTerm(base, field, value);
  return addTerm(base, `-${quoteField(field)}:${quoteValue(but)}`);
}

function withoutExcludes(query: string, field: string): string {
  return [...stancesOf(query, field).values()]
    .filter(({ stance }) => stance === 'exclude')
    .reduce((text, { written }) => toggleTerm(text, field, written, 'exclude'), query);
}

/** The one value that a query asks of the field; null where it asks for none, or for several. */
export function valueIn(query: string, field: string): string | null {
  const asked = [...stancesOf(query, field).values()].filter(({ stance }) => stance === 'include');
  const [only] = asked;
  return asked.length === 1 && only ? only.written : null;
}

/** The query of a side with one more value asked for: what a number of the comparison stands for. */
export function narrowed({ query, period }: Side, field: string, value: string): Side {
  return { query: addTerm(query, `${quoteField(field)}:${quoteValue(value)}`), period };
}
