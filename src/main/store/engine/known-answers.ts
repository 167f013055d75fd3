import type { Query } from '../../../shared/query/query.ts';
import type { Bitmap } from './bitmap.ts';

/** µs; `to` is outside. */
export interface Period {
  from: number;
  to: number;
}

/** The rows that a query found in a period, at one state of the index. */
export interface Answer {
  query: Query;
  period: Period | null;
  revision: number;
  rows: Bitmap;
}

/** One row in so many is few enough to be looked into one by one. */
const few = 16;

/** An earlier answer that holds all that a query can find, and what is left to be asked of its rows. */
export interface Known {
  answer: Answer;
  rest: Query;
}

/**
 * The earlier answer that leaves the least to do: what was typed before the last letter, the word of
 * `word AND …`. `cost` says how much a query has to read. Null when there is none.
 */
export function bestKnown(
  answers: Iterable<Answer>,
  { query, period }: Pick<Answer, 'query' | 'period'>,
  cost: (query: Query) => number,
): Known | null {
  let found: Known | null = null;
  for (const answer of answers) {
    const holds = answer.period === null || samePeriod(answer.period, period);
    if (!holds || !implies(query, answer.query)) continue;
    const rest = remainder(query, answer.query);
    // The same texts, of most rows: reading all of them from end to end is quicker.
    const { rows } = answer;
    if (cost(rest) === cost(query) && rows.size * few > rows.length) continue;
    const saved = found ? cost(found.rest) - cost(rest) : 1;
    if (!found || saved > 0 || (saved === 0 && rows.size < found.answer.rows.size)) {
      found = { answer, rest };
    }
  }
  return found;
}

/** An earlier answer to `query AND more`: it tells of all rows with `more` whether they match. */
export interface KnownPart {
  answer: Answer;
  more: Query;
}

/**
 * The earlier answer that tells most cheaply of some rows: a facet is counted without the terms of
 * its own field, of a query that was found with them. Null when there is none.
 */
export function bestPart(
  answers: Iterable<Answer>,
  { query, period }: Pick<Answer, 'query' | 'period'>,
  cost: (query: Query) => number,
): KnownPart | null {
  let found: KnownPart | null = null;
  for (const answer of answers) {
    if (!samePeriod(answer.period, period) || !implies(answer.query, query)) continue;
    const more = remainder(answer.query, query);
    if (cost(more) < cost(found?.more ?? query)) found = { answer, more };
  }
  return found;
}

export function samePeriod(a: Period | null, b: Period | null): boolean {
  return a?.from === b?.from && a?.to === b?.to;
}

/** What is left to be asked of rows that match `known`. */
function remainder(query: Query, known: Query): Query {
  if (query.type === 'and') {
    const parts = query.parts.filter((part) => !implies(known, part));
    const [only] = parts;
    if (!only) return { type: 'all' };
    return parts.length === 1 ? only : { type: 'and', parts };
  }
  return implies(known, query) ? { type: 'all' } : query;
}

/** Whether all that matches `query` matches `wider`, as far as their form tells. */
function implies(query: Query, wider: Query): boolean {
  if (wider.type === 'all') return true;
  if (wider.type === 'and') return wider.parts.every((part) => implies(query, part));
  if (query.type === 'and') return query.parts.some((part) => implies(part, wider));
  if (query.type === 'or') return query.parts.every((part) => implies(part, wider));
  if (wider.type === 'or') return wider.parts.some((part) => implies(query, part));
  if (query.type === 'anywhere' && wider.type === 'anywhere') {
    const [[text = '', ...more], [part = '', ...others]] = [
      query.pattern.pieces,
      wider.pattern.pieces,
    ];
    const plain = more.length + others.length === 0 && !query.pattern.whole && !wider.pattern.whole;
    if (plain && part !== '') return text.includes(part);
  }
  return JSON.stringify(query) === JSON.stringify(wider);
}
