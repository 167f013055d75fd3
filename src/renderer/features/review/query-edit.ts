import { fold } from '../../../shared/query/fold.ts';
import { quoteField, quoteValue } from '../../../shared/query/quote.ts';
import { tokenize, type Token } from '../../../shared/query/tokens.ts';
import { fieldRef } from '../../../shared/query/fields.ts';

/** Whether a value is asked for (`field:value`) or kept out (`-field:value`). */
export type Stance = 'include' | 'exclude';

/** A `field:value` that all of the query depends on: outside of brackets, with no OR beside it. */
interface Term {
  field: string;
  /** Folded, as values are compared. */
  value: string;
  written: string;
  stance: Stance;
  from: number;
  to: number;
}

/**
 * The query with `field:value` put in, or taken out when it is there already in this stance; in the
 * other stance it is turned. What else the person typed stays to the letter.
 */
export function toggleTerm(text: string, field: string, value: string, stance: Stance): string {
  const there = termsOf(text).find((term) => isTerm(term, field, value));
  const written = `${stance === 'exclude' ? '-' : ''}${quoteField(field)}:${quoteValue(value)}`;
  if (!there) return addTerm(text, written);
  if (there.stance !== stance) return splice(text, there, written);
  return removeTerm(text, there);
}

/** `text AND written`; brackets where an OR would otherwise swallow the new term. */
export function addTerm(text: string, written: string): string {
  const rest = text.trim();
  if (rest === '') return written;
  return hasOpenOr(tokenize(rest)) ? `(${rest}) ${written}` : `${rest} ${written}`;
}

/** How the query stands to each value of a field, by the folded value; `written` is as typed. */
export function stancesOf(
  text: string,
  field: string,
): Map<string, { stance: Stance; written: string }> {
  const name = canonical(field);
  const mine = termsOf(text).filter((term) => term.field === name);
  return new Map(mine.map(({ value, stance, written }) => [value, { stance, written }]));
}

/** What only the details of Jay Guard can answer. */
const detailed = ['findings', 'content'];

/** Whether a query asks for what is known of events with details alone; `has:FIELD` asks for FIELD. */
export function asksForDetails(text: string): boolean {
  const tokens = tokenize(text);
  return tokens.some((token, at) => {
    if (token.kind !== 'field') return false;
    const value = tokens[at + 2];
    const asked =
      token.name === 'has' && value?.kind === 'value' ? (value.pieces[0] ?? '') : token.name;
    return detailed.includes(canonical(asked));
  });
}

function termsOf(text: string): Term[] {
  const tokens = tokenize(text);
  if (hasOpenOr(tokens)) return [];
  const terms: Term[] = [];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'open') depth += 1;
    if (token.kind === 'close') depth -= 1;
    const term = depth === 0 ? termAt(tokens, at) : null;
    if (term) terms.push(term);
  }
  return terms;
}

function termAt(tokens: readonly Token[], at: number): Term | null {
  const [field, compare, value] = tokens.slice(at, at + 3);
  if (field?.kind !== 'field' || compare?.kind !== 'compare' || value?.kind !== 'value')
    return null;
  if (compare.comparison !== ':' || value.from !== compare.to || value.pieces.length !== 1)
    return null;
  const before = tokens[at - 1];
  const negated = before?.kind === 'minus' || before?.kind === 'not';
  // A double negation is a person's own way of putting it: left alone.
  if (negated && ['minus', 'not'].includes(tokens[at - 2]?.kind ?? '')) return null;
  return {
    field: canonical(field.name),
    value: fold(value.pieces[0] ?? ''),
    written: value.pieces[0] ?? '',
    stance: negated ? 'exclude' : 'include',
    from: negated ? before.from : field.from,
    to: value.to,
  };
}

function hasOpenOr(tokens: readonly Token[]): boolean {
  let depth = 0;
  return tokens.some(({ kind }) => {
    if (kind === 'open') depth += 1;
    if (kind === 'close') depth -= 1;
    return kind === 'or' && depth === 0;
  });
}

/** Takes the term out with the AND that joined it. */
function removeTerm(text: string, term: Term): string {
  const before = text.slice(0, term.from);
  const after = text.slice(term.to);
  const joined = /^\s*AND(?=[\s(])\s*/.exec(after);
  if (joined) return `${before}${after.slice(joined[0].length)}`.trim();
  const left = before.replace(/\s+AND\s*$/, ' ');
  return `${left.trimEnd()} ${after.trimStart()}`.trim();
}

function splice(text: string, term: Term, written: string): string {
  return text.slice(0, term.from) + written + text.slice(term.to);
}

function isTerm(term: Term, field: string, value: string): boolean {
  return term.field === canonical(field) && term.value === fold(value);
}

/** Short forms resolved, so that `tag:x` and `tags:x` are one. */
function canonical(field: string): string {
  const ref = fieldRef(field);
  if (!ref) return field;
  return ref.path === null ? ref.name : `${ref.name}.${ref.path}`;
}
