import { formatExactInstant } from '../../../shared/instant.ts';
import { fold } from '../../../shared/query/fold.ts';
import { quoteField, quoteValue } from '../../../shared/query/quote.ts';
import { tokenize, type Token } from '../../../shared/query/tokens.ts';
import { fieldRef } from '../../../shared/query/fields.ts';

/** Whether a value is asked for (`field:value`) or kept out (`-field:value`). */
export type Stance = 'include' | 'exclude';

interface Place {
  from: number;
  to: number;
}

/** A `field:value` as it stands in the text, `-` or `NOT` before it included. */
interface Term extends Place {
  field: string;
  /** Folded, as values are compared. */
  value: string;
  written: string;
  stance: Stance;
}

/**
 * What all of the query depends on: a term alone, or several of one field of which any may be,
 * `(event:a OR event:b)`, with its brackets.
 */
interface Group extends Place {
  /** Of one field, or of two that stand for the same, see {@link familyOf}. */
  family: string;
  stance: Stance;
  terms: Term[];
}

/**
 * The query with `field:value` put in, or taken out when it is there already in this stance; in the
 * other stance it is turned. A second value of a field that is asked for joins the first, since one
 * event seldom has both; so does an actor's id that of a name. What else the person typed stays to
 * the letter.
 */
export function toggleTerm(text: string, field: string, value: string, stance: Stance): string {
  const group = groupsOf(text).find((one) => one.terms.some((term) => isTerm(term, field, value)));
  const written = writtenTerm(field, value, stance);
  if (!group) return putIn(text, field, written, stance);
  const rest = group.terms.filter((term) => !isTerm(term, field, value));
  if (group.stance === stance) return writeGroup(text, group, ofText(text, rest));
  const joins = stance === 'include' && includesOf(text, field) !== undefined;
  if (rest.length === 0 && !joins) return splice(text, group, written);
  return putIn(writeGroup(text, group, ofText(text, rest)), field, written, stance);
}

/** The query with this value of the field and no other asked for. */
export function onlyTerm(text: string, field: string, value: string): string {
  return addTerm(withoutIncludes(text, field), writtenTerm(field, value, 'include'));
}

/** The query without what it asks of a field: what a choice among all its values starts from. */
export function withoutIncludes(text: string, field: string): string {
  const group = includesOf(text, field);
  return group ? withoutIncludes(writeGroup(text, group, []), field) : text;
}

/** `text AND written`; brackets where an OR would otherwise swallow the new term. */
export function addTerm(text: string, written: string): string {
  const rest = text.trim();
  if (rest === '') return written;
  return hasOpenOr(tokenize(rest)) ? `(${rest}) ${written}` : `${rest} ${written}`;
}

/** A period (µs, `to` outside) as a query asks for it: then it can be read, copied and shared. */
export function periodTerms({ from, to }: { from: number; to: number }): string {
  return `time>=${formatExactInstant(from)} time<${formatExactInstant(to)}`;
}

/** How the query stands to each value of a field, by the folded value; `written` is as typed. */
export function stancesOf(
  text: string,
  field: string,
): Map<string, { stance: Stance; written: string }> {
  const name = canonical(field);
  const mine = groupsOf(text).flatMap(({ terms }) => terms.filter((term) => term.field === name));
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

function groupsOf(text: string): Group[] {
  const tokens = tokenize(text);
  const alone = anyOf(tokens, 0);
  if (alone && alone.end === tokens.length) return [alone.group];
  if (hasOpenOr(tokens)) return [];
  const groups: Group[] = [];
  let depth = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    const bracketed = depth === 0 && token?.kind === 'open' ? inBrackets(tokens, at) : null;
    if (bracketed) {
      groups.push(bracketed.group);
      at = bracketed.end - 1;
      continue;
    }
    if (token?.kind === 'open') depth += 1;
    if (token?.kind === 'close') depth -= 1;
    const term = depth === 0 ? termAt(tokens, at) : null;
    if (term) groups.push({ ...term, family: familyOf(term.field), terms: [term] });
  }
  return groups;
}

/** `(event:a OR event:b)` at this token, and the token after it. */
function inBrackets(tokens: readonly Token[], at: number): { group: Group; end: number } | null {
  const open = tokens[at];
  const found = anyOf(tokens, at + 1);
  const close = found ? tokens[found.end] : undefined;
  const before = tokens[at - 1]?.kind;
  if (!found || !open || close?.kind !== 'close' || before === 'minus' || before === 'not')
    return null;
  return { group: { ...found.group, from: open.from, to: close.to }, end: found.end + 1 };
}

/** `event:a OR event:b` from this token on; two at least. */
function anyOf(tokens: readonly Token[], at: number): { group: Group; end: number } | null {
  const terms: Term[] = [];
  let end = at;
  for (;;) {
    const term = termAt(tokens, end);
    const isSame =
      term?.stance === 'include' && familyOf(term.field) === familyOf((terms[0] ?? term).field);
    if (!isSame || tokens[end - 1]?.kind === 'minus' || tokens[end - 1]?.kind === 'not')
      return null;
    terms.push(term);
    end += 3;
    if (tokens[end]?.kind !== 'or') break;
    end += 1;
  }
  const [first] = terms;
  const last = terms.at(-1);
  if (!first || !last || terms.length < 2) return null;
  const { field, from } = first;
  const group: Group = { family: familyOf(field), stance: 'include', terms, from, to: last.to };
  return { group, end };
}

/** Where another value of the field joins in. Fields that are to be there are all to be there. */
function includesOf(text: string, field: string): Group | undefined {
  if (field === 'has') return undefined;
  const family = familyOf(canonical(field));
  return groupsOf(text).findLast((group) => group.family === family && group.stance === 'include');
}

function putIn(text: string, field: string, written: string, stance: Stance): string {
  const group = stance === 'include' ? includesOf(text, field) : undefined;
  if (!group) return addTerm(text, written);
  return writeGroup(text, group, [...ofText(text, group.terms), written]);
}

/** The text with these terms in the place of the group; with none of them the group is gone. */
function writeGroup(text: string, group: Group, terms: readonly string[]): string {
  const [only] = terms;
  if (only === undefined) return remove(text, group);
  return splice(text, group, terms.length === 1 ? only : `(${terms.join(' OR ')})`);
}

function ofText(text: string, terms: readonly Term[]): string[] {
  return terms.map(({ from, to }) => text.slice(from, to));
}

function writtenTerm(field: string, value: string, stance: Stance): string {
  return `${stance === 'exclude' ? '-' : ''}${quoteField(field)}:${quoteValue(value)}`;
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

/** Takes it out with the AND that joined it. */
function remove(text: string, place: Place): string {
  const before = text.slice(0, place.from);
  const after = text.slice(place.to);
  const joined = /^\s*AND(?=[\s(])\s*/.exec(after);
  if (joined) return `${before}${after.slice(joined[0].length)}`.trim();
  const left = before.replace(/\s+AND\s*$/, ' ');
  return `${left.trimEnd()} ${after.trimStart()}`.trim();
}

function splice(text: string, place: Place, written: string): string {
  return text.slice(0, place.from) + written + text.slice(place.to);
}

function isTerm(term: Term, field: string, value: string): boolean {
  return term.field === canonical(field) && term.value === fold(value);
}

/** An actor goes by name or by id: who is asked for by either is one choice. */
function familyOf(field: string): string {
  return field === 'actorName' ? 'actor' : field;
}

/** Short forms resolved, so that `tag:x` and `tags:x` are one. */
function canonical(field: string): string {
  const ref = fieldRef(field);
  if (!ref) return field;
  return ref.path === null ? ref.name : `${ref.name}.${ref.path}`;
}
