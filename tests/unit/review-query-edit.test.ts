import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/shared/query/parse.ts';
import { addTerm, stancesOf, toggleTerm } from '../../src/renderer/features/review/query-edit.ts';

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
