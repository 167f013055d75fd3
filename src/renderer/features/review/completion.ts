import { fieldRef } from '../../../shared/query/fields.ts';
import { fold } from '../../../shared/query/fold.ts';
import {
  eventStates,
  queryFields,
  type EventState,
  type FieldRef,
} from '../../../shared/query/query.ts';
import { quoteField, quoteValue } from '../../../shared/query/quote.ts';
import { tokenize, type Comparison, type Token } from '../../../shared/query/tokens.ts';

interface Place {
  /** What accepting replaces: offsets in UTF-16 code units, `to` outside. */
  from: number;
  to: number;
  /** All that stands there, and what of it is before the cursor, quotes and escapes resolved. */
  written: string;
  typed: string;
}

/** What can stand at the cursor. */
export type Ask =
  /** A field or operator; `joins`: after a whole term, where AND and OR can stand. */
  | (Place & { kind: 'term'; joins: boolean })
  /** A field after `has:`, a state after `is:`. */
  | (Place & { kind: 'has' | 'is' })
  | (Place & { kind: 'time'; comparison: Comparison })
  /** `field` with short forms resolved; `queries`: under which values count, the first readable one. */
  | (Place & { kind: 'value'; field: string; queries: string[] });

/** The names of things in the language of the window. */
export interface Vocabulary {
  field: (name: string) => string;
  state: (state: EventState) => string;
  sign: (sign: Sign) => string;
  /** A value in words, such as an event key; null where it is its own word. */
  value: (field: string, value: string) => string | null;
  /** A day so many days before the last one of the session. */
  day: (ago: number) => string;
}
export const signs = ['AND', 'OR', 'NOT', 'has', 'is'] as const;
export type Sign = (typeof signs)[number];

/** What the session knows that can be offered. */
export interface Known {
  /** Keys of `details`, most frequent first. */
  keys: readonly string[];
  /** Values of the field at the cursor, most frequent first. */
  values: readonly { value: string; count: number }[];
  /** Days of the session as `2026-01-31`, latest first: `ago` days before the last one. */
  days: readonly { day: string; ago: number }[];
}

export interface Offer {
  insert: string;
  /** What it means; null where it says so itself. */
  words: string | null;
  /** How many events have it; null where that is not known. */
  count: number | null;
  /** Something has to follow, which is offered next. */
  opens: boolean;
}

/** Their values are long texts, or as many as there are events. */
const unlisted: ReadonlySet<string> = new Set([
  'id',
  'time',
  'text',
  'content',
  'note',
  'details',
  'raw',
]);
/** Few values, which people know by their words: all are looked through. */
const worded: ReadonlySet<string> = new Set(['event', 'source']);
const mostOffers = 60;

/** What can be completed at the cursor; null: nothing can. */
export function askAt(text: string, cursor: number): Ask | null {
  const tokens = tokenize(text);
  if (isInRange(tokens, cursor)) return null;
  const here = (token: Token) => token.from <= cursor && cursor <= token.to;
  const at = tokens.findLastIndex((token) => token.kind === 'value' && here(token));
  const value = tokens[at];
  if (value?.kind === 'value') {
    const before = tokens[at - 1];
    if (before?.kind === 'compare' && before.to === value.from) {
      const to = value.closed ? value.to : wordEnd(text, cursor);
      return valueAsk(text, tokens, at - 1, { from: value.from, to, cursor });
    }
    return value.quoted ? keyAsk(text, tokens, at, cursor) : termAsk(text, tokens, at, cursor);
  }
  const compare = tokens.findIndex(({ kind, to }) => kind === 'compare' && to === cursor);
  if (compare >= 0) {
    // A range that stands there is another way to say it.
    if (tokens[compare + 1]?.kind === 'range-open') return null;
    return valueAsk(text, tokens, compare, { from: cursor, to: cursor, cursor });
  }
  if (
    !tokens
      .filter(here)
      .every(({ kind }) => kind === 'open' || kind === 'close' || kind === 'minus')
  )
    return null;
  const place = { from: cursor, to: cursor, written: '', typed: '' };
  return { kind: 'term', ...place, joins: isTermEnd(lastBefore(tokens, cursor)) };
}

/** What to offer, the likeliest first. */
export function offersFor(ask: Ask, known: Known, words: Vocabulary): Offer[] {
  const offers = candidates(ask, known, words)
    .filter(({ insert }) => !/[\r\n]/.test(insert))
    .slice(0, mostOffers);
  const [only] = offers;
  // What stands there already needs no offer.
  return offers.length === 1 && only && !only.opens && only.insert === ask.written ? [] : offers;
}

function candidates(ask: Ask, known: Known, words: Vocabulary): Offer[] {
  switch (ask.kind) {
    case 'term':
      return termOffers(ask, known, words);
    case 'has':
      return ranked(
        ask.typed,
        fieldNames(known).map((name) => plain(quoteValue(name), words.field(name))),
      );
    case 'is':
      return ranked(
        ask.typed,
        eventStates.map((state) => plain(state, words.state(state))),
      );
    case 'time':
      return timeOffers(ask, known, words);
    case 'value':
      return ranked(
        ask.typed,
        known.values
          .filter(({ value }) => value !== '')
          .map(({ value, count }) => ({
            ...plain(quoteValue(value), words.value(ask.field, value)),
            count,
            name: value,
          })),
        1,
      );
  }
}

/** Accepts an offer: the text after it, and where the cursor is then. */
export function accept(text: string, ask: Ask, offer: Offer): { text: string; cursor: number } {
  const { from, to } = ask;
  const cursor = from + offer.insert.length;
  return { text: text.slice(0, from) + offer.insert + text.slice(to), cursor };
}

function termAsk(text: string, tokens: readonly Token[], at: number, cursor: number): Ask | null {
  const token = tokens[at];
  if (!token) return null;
  const { from, to } = token;
  const typed = text.slice(from, cursor);
  if (/[*\\]/.test(typed)) return null;
  const written = text.slice(from, to);
  return { kind: 'term', from, to, written, typed, joins: isTermEnd(tokens[at - 1]) };
}

/** `details."any key` that has no comparison yet. */
function keyAsk(text: string, tokens: readonly Token[], at: number, cursor: number): Ask | null {
  const [word, key] = [tokens[at - 1], tokens[at]];
  if (word?.kind !== 'value' || word.quoted || key?.kind !== 'value') return null;
  if (word.to !== key.from || text.slice(word.from, word.to) !== 'details.') return null;
  const to = key.closed ? key.to : wordEnd(text, cursor);
  const typed = `details.${unquoted(text.slice(key.from, cursor))}`;
  const written = text.slice(word.from, to);
  return { kind: 'term', from: word.from, to, written, typed, joins: isTermEnd(tokens[at - 2]) };
}

function valueAsk(
  text: string,
  tokens: readonly Token[],
  at: number,
  { from, to, cursor }: { from: number; to: number; cursor: number },
): Ask | null {
  const [name, compare] = [tokens[at - 1], tokens[at]];
  if (name?.kind !== 'field' || compare?.kind !== 'compare') return null;
  const { comparison } = compare;
  const begun = text.slice(from, cursor);
  const typed = begun.startsWith('"') ? unquoted(begun) : unescaped(begun);
  if (typed === null) return null;
  const place = { from, to, written: text.slice(from, to), typed };
  if ((name.name === 'has' || name.name === 'is') && comparison === ':') {
    return { kind: name.name, ...place };
  }
  const ref = fieldRef(name.name);
  if (ref?.name === 'time') return { kind: 'time', comparison, ...place };
  if (!ref || comparison !== ':' || (ref.path === null && unlisted.has(ref.name))) return null;
  const field = nameOf(ref);
  const sought = `${text.slice(name.from, compare.to)}${patternOf(field, typed)}`;
  let start = name.from;
  for (let index = at - 2; isNegation(tokens[index]); index -= 1) start = tokens[index]?.from ?? 0;
  // A space keeps it apart from a word that the negation stood against.
  const queries = [`${text.slice(0, start)} ${sought} ${text.slice(to)}`, sought];
  return { kind: 'value', ...place, field, queries };
}

function nameOf({ name, path }: FieldRef): string {
  return path === null ? name : `${name}.${path}`;
}

/** What values are looked for in main: those that hold what was typed. */
function patternOf(field: string, typed: string): string {
  if (typed === '' || worded.has(field) || /\s/u.test(typed)) return '*';
  return `*${typed.replaceAll(/[*:()"\\\-<>=[\]]/g, String.raw`\$&`)}*`;
}

function termOffers(
  { typed, joins }: Extract<Ask, { kind: 'term' }>,
  known: Known,
  words: Vocabulary,
): Offer[] {
  const fields = fieldNames(known).map((name) => ({
    ...plain(`${quoteField(name)}${name === 'time' ? '>=' : ':'}`, words.field(name)),
    opens: true,
    name,
  }));
  const joining = signs
    .filter((sign) => joins || (sign !== 'AND' && sign !== 'OR'))
    .map((sign) => ({
      ...plain(sign === 'has' || sign === 'is' ? `${sign}:` : `${sign} `, words.sign(sign)),
      opens: true,
    }));
  return ranked(typed, [...fields, ...joining]);
}

function fieldNames({ keys }: Known): string[] {
  const names = queryFields.filter((name) => name !== 'details');
  return [...names, ...keys.filter((key) => key !== '').map((key) => `details.${key}`)];
}

/** Examples of what can be written, with days that the session has. */
function timeOffers(
  { typed, comparison }: Extract<Ask, { kind: 'time' }>,
  { days }: Known,
  words: Vocabulary,
): Offer[] {
  const [last] = days;
  if (!last) return [];
  const moments = days.map(({ day, ago }) => plain(day, words.day(ago)));
  const longer =
    comparison === ':'
      ? days
          .filter(({ ago }) => ago > 0)
          .map(({ day, ago }) => plain(`[${day} TO ${last.day}]`, words.day(ago)))
      : [plain(`${last.day}T12:00`, words.day(last.ago))];
  return [...moments, ...longer].filter(({ insert }) => insert.startsWith(typed));
}

type Candidate = Offer & {
  /** What is typed to find it, where that is not what is inserted. */
  name?: string;
};

function plain(insert: string, words: string | null): Offer {
  return { insert, words, count: null, opens: false };
}

/**
 * Those that fit what was typed: by their beginning, their key, their words, then by a part of at
 * least so many characters.
 */
function ranked(typed: string, candidates: readonly Candidate[], leastPart = 3): Offer[] {
  const wanted = fold(typed);
  return candidates
    .map((candidate) => ({ candidate, rank: rankOf(wanted, candidate, leastPart) }))
    .filter(({ rank }) => rank < unfit)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ candidate: { name: _name, ...offer } }) => offer);
}

const unfit = 4;

function rankOf(
  wanted: string,
  { insert, name = insert, words }: Candidate,
  leastPart: number,
): number {
  if (wanted === '') return 0;
  const own = fold(name);
  if (own.startsWith(wanted)) return 0;
  if (own.startsWith(`details.${wanted}`)) return 1;
  const said = fold(words ?? '').split(/[\s,.:()-]+/u);
  if (wanted.length > 1 && said.some((word) => word.startsWith(wanted))) return 2;
  return wanted.length >= leastPart && own.includes(wanted) ? 3 : unfit;
}

function isInRange(tokens: readonly Token[], cursor: number): boolean {
  const last = tokens.findLast(
    ({ kind, from }) => (kind === 'range-open' || kind === 'range-close') && from < cursor,
  );
  return last?.kind === 'range-open';
}

function lastBefore(tokens: readonly Token[], cursor: number): Token | undefined {
  return tokens.findLast(({ to }) => to <= cursor);
}

function isTermEnd(token: Token | undefined): boolean {
  return token?.kind === 'value' || token?.kind === 'close' || token?.kind === 'range-close';
}

function isNegation(token: Token | undefined): boolean {
  return token?.kind === 'minus' || token?.kind === 'not';
}

function wordEnd(text: string, from: number): number {
  const rest = text.slice(from).search(/\s/u);
  return rest < 0 ? text.length : from + rest;
}

function unquoted(written: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)/su.exec(written)?.[1] ?? '';
  return inner.replaceAll(/\\(["\\])/g, '$1');
}

/** null: it has a wildcard, so the person writes a pattern. */
function unescaped(written: string): string | null {
  if (/(?<!\\)\*/.test(written)) return null;
  return written.replaceAll(/\\([*:()"\\\-<>=[\]])/g, '$1');
}
