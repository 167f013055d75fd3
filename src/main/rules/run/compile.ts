import { BlockList, isIPv6 } from 'node:net';
import type { SourceKind } from '../../../shared/event.ts';
import { sourceKinds } from '../../../shared/event.ts';
import { fold } from '../../../shared/query/fold.ts';
import type { Bound, FieldRef, Pattern, Query } from '../../../shared/query/query.ts';
import type { Sieve } from '../../store/event-index.ts';
import type { Glob, Match, Test } from '../sigma/match.ts';

/**
 * What a match is to the index: a query wherever the query's parts can say it, a test on values
 * where they cannot. Texts are compared as everywhere in this program (shared/query/fold.ts):
 * without case in any script, ё as е; `cased` and expressions see them as the service wrote them.
 */
export function compile(match: Match, sources: readonly SourceKind[], knowsOwners: boolean): Sieve {
  const whole = reduce(knowsOwners ? match : withoutOwners(match));
  if (sources.length === sourceKinds.length) return whole;
  const from = sources.map((source) => query({ type: 'field', ...onSource(source) }));
  return { type: 'and', parts: [{ type: 'or', parts: from }, whole] };
}

/** Where no owner is known, no reading is known to be one's own, and none to be another's. */
function withoutOwners(match: Match): Match {
  switch (match.type) {
    case 'and':
    case 'or':
      return { type: match.type, parts: match.parts.map(withoutOwners) };
    case 'not':
      return match.part.type === 'own' ? nothing : { type: 'not', part: withoutOwners(match.part) };
    case 'own':
      return nothing;
    default:
      return match;
  }
}

const nothing: Match = { type: 'or', parts: [] };

function reduce(match: Match): Sieve {
  const asQuery = queryOf(match);
  if (asQuery) return query(asQuery);
  switch (match.type) {
    case 'and':
    case 'or':
      return { type: match.type, parts: match.parts.map(reduce) };
    case 'not':
      return { type: 'not', part: reduce(match.part) };
    case 'field':
      return { type: 'test', field: match.field, passes: testOf(match.test) };
    default:
      throw new TypeError('always a query');
  }
}

/** The same as a query, where that is possible. */
function queryOf(match: Match): Query | null {
  switch (match.type) {
    case 'and':
    case 'or': {
      const parts = match.parts.map(queryOf);
      if (!parts.every((part) => part !== null)) return null;
      if (parts.length === 0) return match.type === 'and' ? { type: 'all' } : none;
      return { type: match.type, parts };
    }
    case 'not': {
      const part = queryOf(match.part);
      return part && { type: 'not', part };
    }
    case 'own':
      return { type: 'is', state: 'own' };
    case 'anywhere':
      return { type: 'anywhere', pattern: patternOf(match.glob, false) };
    case 'field':
      return fieldQuery(match.field, match.test);
  }
}

const none: Query = { type: 'not', part: { type: 'all' } };

function fieldQuery(field: FieldRef, test: Test): Query | null {
  switch (test.kind) {
    case 'exists':
      return { type: 'field', field, pattern: { pieces: ['', ''], whole: true } };
    case 'glob':
      if (test.cased || test.glob.includes('one')) return null;
      return { type: 'field', field, pattern: patternOf(test.glob, true) };
    case 'number': {
      const { value: written } = test;
      const inclusive = test.comparison.endsWith('e');
      const bound: Bound = { value: Number(written), written, inclusive };
      const isFrom = test.comparison.startsWith('g');
      return { type: 'number', field, from: isFrom ? bound : null, to: isFrom ? null : bound };
    }
    default:
      return null;
  }
}

/** Wildcards that add nothing are dropped, as the query language's reader does. */
function patternOf(glob: Glob, whole: boolean): Pattern {
  const pieces = [''];
  for (const part of glob) {
    if (part === 'any') pieces.push('');
    else if (part !== 'one') pieces.push((pieces.pop() ?? '') + fold(part.literal));
  }
  if (whole) return { pieces, whole };
  const filled = pieces.filter((piece) => piece !== '');
  return { pieces: filled.length > 0 ? filled : [''], whole };
}

function testOf(test: Test): (value: string) => boolean {
  switch (test.kind) {
    case 'exists':
      return () => true;
    case 'regex': {
      const { regex } = test;
      return (value) => regex.test(value);
    }
    case 'cidr':
      return within([test.network]);
    case 'number':
      throw new TypeError('always a query');
    case 'glob':
      return globTest(test.glob, test.cased);
  }
}

/** Whether an address lies in one of the networks (`10.0.0.0/8`); texts that are no address do not. */
export function within(networks: readonly string[]): (value: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return (value) => {
    const address = value.trim();
    return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  };
}

/** `?` is one character of the compared text, as people count them. */
function globTest(glob: Glob, cased: boolean): (value: string) => boolean {
  const form = cased ? (text: string) => text : fold;
  const wanted = glob.flatMap((part): ('any' | 'one' | { char: string })[] =>
    typeof part === 'string' ? [part] : Array.from(form(part.literal), (char) => ({ char })),
  );
  return (value) => {
    const chars = Array.from(form(value));
    let at = 0;
    let next = 0;
    /** Where to go on when what stands after the last `*` does not fit. */
    let retry: { at: number; next: number } | null = null;
    while (at < chars.length) {
      const part = wanted[next];
      if (part === 'any') {
        retry = { at, next: next + 1 };
        next += 1;
      } else if (part !== undefined && (part === 'one' || part.char === chars[at])) {
        at += 1;
        next += 1;
      } else if (retry) {
        retry = { at: retry.at + 1, next: retry.next };
        ({ at, next } = retry);
      } else return false;
    }
    return wanted.slice(next).every((part) => part === 'any');
  };
}

function query(part: Query): Sieve {
  return { type: 'query', query: part };
}

function onSource(source: SourceKind): { field: FieldRef; pattern: Pattern } {
  return { field: { name: 'source', path: null }, pattern: { pieces: [source], whole: true } };
}
