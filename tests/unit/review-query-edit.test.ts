import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Query } from '../../src/shared/query/query.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import {
  addTerm,
  periodTerms,
  onlyTerm,
  stancesOf,
  toggleTerm,
  withoutIncludes,
} from '../../src/renderer/features/review/query-edit.ts';

/** Without brackets that make no difference. */
function flat(query: Query): Query {
  if (query.type !== 'and' && query.type !== 'or') return query;
  const parts = query.parts.map(flat).flatMap((part) => {
    if (part.type === 'all' && query.type === 'and') return [];
    return part.type === query.type ? part.parts : [part];
  });
  const [only] = parts;
  if (!only) return { type: 'all' };
  return parts.length === 1 ? only : { type: query.type, parts };
}

describe('clicks that write into the query', () => {
  test('a value is put in, turned, and taken out again', () => {
    expect(toggleTerm('', 'event', 'user_login', 'include')).toBe('event:user_login');
    expect(toggleTerm('посылка', 'actorName', 'Анна Соловьёва', 'include')).toBe(
      'посылка actorName:"Анна Соловьёва"',
    );
    expect(toggleTerm('a event:x b', 'event', 'x', 'exclude')).toBe('a -event:x b');
    expect(toggleTerm('a -event:x b', 'event', 'x', 'exclude')).toBe('a b');
    expect(toggleTerm('a AND event:x AND b', 'event', 'x', 'include')).toBe('a AND b');
    expect(toggleTerm('event:x AND b', 'event', 'x', 'include')).toBe('b');
    expect(toggleTerm('b AND NOT event:x', 'event', 'x', 'exclude')).toBe('b');
  });

  test('a second value of a field joins the first, and leaves it alone again', () => {
    const put = (text: string, value: string) => toggleTerm(text, 'event', value, 'include');
    expect(put('a event:x b', 'y')).toBe('a (event:x OR event:y) b');
    expect(put('a (event:x OR event:y) b', 'z')).toBe('a (event:x OR event:y OR event:z) b');
    expect(put('a (event:x OR event:y) b', 'x')).toBe('a event:y b');
    expect(put('event:x OR event:y', 'z')).toBe('(event:x OR event:y OR event:z)');
    expect(put('event:x OR event:y', 'x')).toBe('event:y');
    expect(put('event:x -event:y', 'y')).toBe('(event:x OR event:y)');
    expect(toggleTerm('has:ip', 'has', 'details.a b', 'include')).toBe('has:ip has:"details.a b"');
    expect(put('event:x ip:y', 'y')).toBe('(event:x OR event:y) ip:y');
    expect(toggleTerm('(tag:x OR tags:y)', 'tags', 'x', 'exclude')).toBe('tags:y -tags:x');
    expect(toggleTerm('a AND (event:x OR event:y) AND b', 'event', 'y', 'exclude')).toBe(
      'a AND event:x AND b -event:y',
    );
    expect([...stancesOf('a (tag:x OR tags:Y) -tag:z', 'tags')]).toEqual([
      ['x', { stance: 'include', written: 'x' }],
      ['y', { stance: 'include', written: 'Y' }],
      ['z', { stance: 'exclude', written: 'z' }],
    ]);
  });

  test('what is asked of a field is left out, or replaced by one value', () => {
    expect(withoutIncludes('a (event:x OR event:y) -event:z ip:1', 'event')).toBe(
      'a -event:z ip:1',
    );
    expect(withoutIncludes('event:x OR event:y', 'event')).toBe('');
    expect(withoutIncludes('event:x OR b', 'event')).toBe('event:x OR b');
    expect(onlyTerm('a (actor:1 OR actor:2)', 'actor', '3')).toBe('a actor:3');
  });

  test('any clicks in one field ask for any of the values that were clicked', () => {
    const value = fc.constantFrom('a', 'b c', 'Ё"', 'x-y', 'OR', '*');
    const before = fc.constantFrom('', 'слово', 'a OR b', 'a AND event:z', '(a OR b) c');
    fc.assert(
      fc.property(before, fc.array(value, { maxLength: 8 }), (start, clicks) => {
        const field = 'details.any key';
        const wanted = new Set<string>();
        let text: string = start;
        for (const one of clicks) {
          text = toggleTerm(text, field, one, 'include');
          if (!wanted.delete(one)) wanted.add(one);
        }
        const stances = [...stancesOf(text, field).values()];
        expect(stances.map(({ written }) => written)).toEqual([...wanted]);
        const asked = parseQuery(text, { zone: 'UTC' });
        const plain = (query: string) => parseQuery(query, { zone: 'UTC' });
        const terms = [...wanted].map((one) => addTerm('', toggleTerm('', field, one, 'include')));
        const written = [
          start === '' ? '' : `(${start})`,
          terms.length ? `(${terms.join(' OR ')})` : '',
        ];
        expect(flat(asked)).toEqual(flat(plain(written.join(' '))));
        expect(flat(plain(withoutIncludes(text, field)))).toEqual(flat(plain(start)));
      }),
    );
  });

  test('an OR beside it does not swallow the new term', () => {
    expect(addTerm('a OR b', 'event:x')).toBe('(a OR b) event:x');
    expect(addTerm('(a OR b) c', 'event:x')).toBe('(a OR b) c event:x');
  });

  test('short forms, quotes and letter case are seen through', () => {
    expect([...stancesOf('rule:Person -rules:"паспорт №1"', 'rules')]).toEqual([
      ['person', { stance: 'include', written: 'Person' }],
      ['паспорт no1', { stance: 'exclude', written: 'паспорт №1' }],
    ]);
  });

  test('what is not a plain term of the whole query is left alone', () => {
    for (const query of ['event:x OR b', '(event:x OR b) c', 'event:x*', 'event>x', '-(event:x)']) {
      expect([...stancesOf(query, 'event')]).toEqual([]);
    }
  });

  test('any value, put in, is read as such, and putting it in twice takes it out', () => {
    const value = fc
      .string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
      .filter((text) => text.trim() === text);
    const before = fc.constantFrom('', 'слово', 'a OR b', '"фраза" -ip:10.*', '(a OR b) c');
    fc.assert(
      fc.property(
        before,
        value,
        fc.constantFrom('include' as const, 'exclude' as const),
        (query, any, stance) => {
          const put = toggleTerm(query, 'details.any key', any, stance);
          expect(() => parseQuery(put, { zone: 'UTC' })).not.toThrow();
          expect([...stancesOf(put, 'details.any key').values()]).toEqual([
            { stance, written: any },
          ]);
          const taken = toggleTerm(put, 'details.any key', any, stance);
          expect(stancesOf(taken, 'details.any key').size).toBe(0);
          expect(parseQuery(taken, { zone: 'UTC' })).toEqual(parseQuery(query, { zone: 'UTC' }));
        },
      ),
    );
  });
});

test('a period written into the query asks for exactly the same events', () => {
  const instant = fc.integer({ min: 0, max: 4e15 });
  fc.assert(
    fc.property(instant, instant, (from, to) => {
      const { parts } = parseQuery(periodTerms({ from, to }), { zone: 'Asia/Tokyo' }) as {
        parts: { from: number | null; to: number | null }[];
      };
      expect(parts).toMatchObject([
        { type: 'time', from, to: null },
        { type: 'time', from: null, to },
      ]);
    }),
  );
});
