import { Failed } from '../errors.ts';
import { isDecimal } from './decimal.ts';
import { fieldRef, matchesWhole } from './fields.ts';
import { fold } from './fold.ts';
import { eventStates, type Bound, type FieldRef, type Pattern, type Query } from './query.ts';
import { tokenize, type Comparison, type Token, type ValueToken } from './tokens.ts';
import { parseWhen, type When } from './when.ts';

/** Longest query, in UTF-16 code units, and how deep parentheses may lie in one another. */
const queryLimits = { length: 10_000, depth: 100 } as const;

/** What `query.syntax` says was expected at its column; each has its words in the locales. */
export const queryExpectations = [
  'term', // a word, phrase, field or parenthesis
  'value', // something after `field:`
  'state', // one of `eventStates`, after `is:`
  'closing-quote',
  'closing-parenthesis',
  'end', // there is a `)` too many
  'number',
  'time',
  'range', // `[A TO B]`
  'less-nesting',
  'less-text',
] as const;
export type QueryExpectation = (typeof queryExpectations)[number];

/**
 * Reads the query language of contract.md; bare dates are days of `zone` (IANA). Throws
 * `Failed('query.syntax', {column, expected})` and `Failed('query.unknown-field', {column, field})`;
 * columns count UTF-16 code units from 1.
 */
export function parseQuery(text: string, { zone }: { zone: string }): Query {
  if (text.length > queryLimits.length) syntax(queryLimits.length, 'less-text');
  return new Parser(text, zone).query();
}

class Parser {
  private readonly zone: string;
  private readonly tokens: Token[];
  /** Where the text ends, blanks aside: what is missing is missing there. */
  private readonly end: number;
  private at = 0;
  private depth = 0;

  constructor(text: string, zone: string) {
    this.zone = zone;
    this.tokens = tokenize(text);
    this.end = text.length;
  }

  query(): Query {
    if (this.tokens.length === 0) return { type: 'all' };
    const query = this.or();
    if (this.at < this.tokens.length) syntax(this.here(), 'end');
    return query;
  }

  private or(): Query {
    const parts = [this.and()];
    while (this.accept('or')) parts.push(this.and());
    return parts.length === 1 && parts[0] ? parts[0] : { type: 'or', parts };
  }

  private and(): Query {
    const parts = [this.not()];
    for (;;) {
      const next = this.tokens[this.at]?.kind;
      if (next === undefined || next === 'or' || next === 'close') break;
      this.accept('and');
      parts.push(this.not());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { type: 'and', parts };
  }

  private not(): Query {
    let negative = false;
    while (this.accept('not') ?? this.accept('minus')) negative = !negative;
    const part = this.term();
    return negative ? { type: 'not', part } : part;
  }

  private term(): Query {
    const token = this.tokens[this.at];
    if (token?.kind === 'open') return this.parenthesis();
    if (token?.kind === 'field') return this.field(token);
    if (token?.kind === 'value') {
      return { type: 'anywhere', pattern: toPattern(this.value('term'), false) };
    }
    return syntax(this.here(), 'term');
  }

  private parenthesis(): Query {
    if (this.depth >= queryLimits.depth) syntax(this.here(), 'less-nesting');
    this.at += 1;
    this.depth += 1;
    const inner = this.or();
    this.depth -= 1;
    if (!this.accept('close')) syntax(this.here(), 'closing-parenthesis');
    return inner;
  }

  private field(token: Token & { kind: 'field' }): Query {
    this.at += 1;
    const compare = this.accept('compare');
    const comparison = compare?.kind === 'compare' ? compare.comparison : ':';
    if (token.name === 'has' && comparison === ':') return this.has();
    if (token.name === 'is' && comparison === ':') return this.is();
    const field = knownField(token.name, token.from);
    if (this.accept('range-open')) return this.range(field);
    const value = this.value('value', compare?.to);
    if (field.name === 'time') return this.time(comparison, value);
    if (comparison === ':') {
      return { type: 'field', field, pattern: toPattern(value, matchesWhole(field)) };
    }
    const bound = toBound(value, comparison.endsWith('='));
    const isFrom = comparison.startsWith('>');
    return { type: 'number', field, from: isFrom ? bound : null, to: isFrom ? null : bound };
  }

  private has(): Query {
    const value = this.value('value', this.tokens[this.at - 1]?.to);
    return { type: 'has', field: knownField(value.pieces.join('*'), value.from) };
  }

  private is(): Query {
    const value = this.value('state', this.tokens[this.at - 1]?.to);
    const name = fold(value.pieces.join('*'));
    const state = eventStates.find((one) => one === name);
    return state ? { type: 'is', state } : syntax(value.from, 'state');
  }

  private range(field: FieldRef): Query {
    const low = this.value('range');
    if (!this.accept('range-to')) syntax(this.here(), 'range');
    const high = this.value('range');
    if (!this.accept('range-close')) syntax(this.here(), 'range');
    if (field.name === 'time') {
      const first = isOpen(low) ? null : this.when(low);
      const last = isOpen(high) ? null : this.when(high);
      const to = last && (last.wholeDay ? last.to : last.from + 1);
      return { type: 'time', from: first && first.from, to };
    }
    const bound = (value: ValueToken): Bound | null =>
      isOpen(value) ? null : toBound(value, true);
    return { type: 'number', field, from: bound(low), to: bound(high) };
  }

  private time(comparison: Comparison, value: ValueToken): Query {
    if (comparison === ':' && isOpen(value)) return { type: 'time', from: null, to: null };
    const when = this.when(value);
    const after = when.wholeDay ? when.to : when.from + 1;
    switch (comparison) {
      case ':':
        return { type: 'time', from: when.from, to: when.to };
      case '>':
        return { type: 'time', from: after, to: null };
      case '>=':
        return { type: 'time', from: when.from, to: null };
      case '<':
        return { type: 'time', from: null, to: when.from };
      case '<=':
        return { type: 'time', from: null, to: after };
    }
  }

  private when(value: ValueToken): When {
    return parseWhen(value.pieces.join('*'), this.zone) ?? syntax(value.from, 'time');
  }

  /** The next token, which must be a value; one that belongs to a comparison begins at its end. */
  private value(expected: QueryExpectation, from?: number): ValueToken {
    const token = this.tokens[this.at];
    if (from !== undefined && token?.from !== from) syntax(from, expected);
    if (token?.kind !== 'value') return syntax(this.here(), expected);
    if (!token.closed) syntax(token.to, 'closing-quote');
    this.at += 1;
    return token;
  }

  private accept(kind: Token['kind']): Token | undefined {
    const token = this.tokens[this.at];
    if (token?.kind !== kind) return undefined;
    this.at += 1;
    return token;
  }

  private here(): number {
    return this.tokens[this.at]?.from ?? this.end;
  }
}

function syntax(offset: number, expected: QueryExpectation): never {
  throw new Failed('query.syntax', { column: offset + 1, expected });
}

function knownField(name: string, offset: number): FieldRef {
  const field = fieldRef(name);
  if (!field) throw new Failed('query.unknown-field', { column: offset + 1, field: name });
  return field;
}

/** An unquoted `*` alone: an open end. */
function isOpen(value: ValueToken): boolean {
  return !value.quoted && value.pieces.length === 2 && value.pieces.every((piece) => piece === '');
}

function toBound(value: ValueToken, inclusive: boolean): Bound {
  const written = value.pieces.join('*');
  if (!isDecimal(written)) syntax(value.from, 'number');
  return { value: Number(written), written, inclusive };
}

/** Wildcards that add nothing are dropped: `**`, and those at the ends of a substring. */
function toPattern(value: ValueToken, whole: boolean): Pattern {
  const pieces = value.pieces.map(fold);
  const last = pieces.length - 1;
  const kept = pieces.filter(
    (piece, index) => piece !== '' || (whole && (index === 0 || index === last)),
  );
  return { pieces: kept.length === 0 ? [''] : kept, whole };
}
