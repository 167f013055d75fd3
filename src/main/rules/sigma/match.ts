import type { FieldRef } from '../../../shared/query/query.ts';
import type { At } from './refused.ts';

/** A text with wildcards, as Sigma writes it: literal pieces, `*` any run, `?` one character. */
export type Glob = readonly GlobPart[];
export type GlobPart = { literal: string } | 'any' | 'one';

/** What is asked of one field; a field of several values answers when one of them does. */
export type Test =
  | { kind: 'glob'; glob: Glob; cased: boolean }
  | { kind: 'regex'; regex: RegExp; at: At }
  | { kind: 'cidr'; network: string }
  /** `value` is a decimal as it was written. */
  | { kind: 'number'; comparison: 'gt' | 'gte' | 'lt' | 'lte'; value: string }
  /** There is a value; not even an empty one: null, `{}`-less key, empty list. */
  | { kind: 'exists' };

/** A condition, all names resolved. */
export type Match =
  | { type: 'and' | 'or'; parts: Match[] }
  | { type: 'not'; part: Match }
  | { type: 'field'; field: FieldRef; test: Test }
  /** A keyword: a substring anywhere in the event. */
  | { type: 'anywhere'; glob: Glob }
  /** Our own collecting: the event is a token owner's reading of the audit log. */
  | { type: 'own' };

export const everything: Match = { type: 'and', parts: [] };

export function all(parts: Match[]): Match {
  return parts.length === 1 && parts[0] ? parts[0] : { type: 'and', parts };
}

export function any(parts: Match[]): Match {
  return parts.length === 1 && parts[0] ? parts[0] : { type: 'or', parts };
}

/**
 * Reads Sigma's wildcards. A backslash escapes `*`, `?` and itself and is a plain character before
 * any other (Sigma specification, "Escaping").
 */
export function readGlob(text: string): Glob {
  const parts: GlobPart[] = [];
  let literal = '';
  const close = () => {
    if (literal !== '') parts.push({ literal });
    literal = '';
  };
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? '';
    const next = text[i + 1];
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      i += 1;
    } else if (char === '*') {
      close();
      if (parts.at(-1) !== 'any') parts.push('any');
    } else if (char === '?') {
      close();
      parts.push('one');
    } else literal += char;
  }
  close();
  return parts;
}
