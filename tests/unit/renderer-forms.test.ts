import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldRef } from '../../src/shared/query/fields.ts';
import { defaultSettings } from '../../src/shared/settings.ts';
import { cleanFilters, filterList } from '../../src/renderer/features/collect/collection-words.ts';
import { allColumns, exportColumns } from '../../src/renderer/features/export/export-columns.ts';
import { strengthOf } from '../../src/renderer/features/welcome/strength.ts';

describe('filters of a collection', () => {
  test('a field left empty or blank is no filter', () => {
    expect(
      cleanFilters({
        eventKey: ' user_login ',
        actorId: '  ',
        application: '',
        apiKeys: ['', ' a '],
      }),
    ).toEqual({ eventKey: 'user_login', apiKeys: ['a'] });
    expect(cleanFilters({ apiKeys: [''] })).toEqual({});
  });

  test('are named as the services name them', () => {
    expect(filterList({ eventKey: 'user_login', apiKeys: ['a', 'b'] })).toEqual([
      'event_key: user_login',
      'apiKeys: a, b',
    ]);
  });
});

describe('columns of an export', () => {
  const columns = (...fields: string[]) => fields.map((field) => ({ field, width: 100 }));

  test('are the whole fields behind the columns shown, in order, each once', () => {
    expect(exportColumns(defaultSettings.columns)).toEqual([
      'time',
      'event',
      'actor',
      'actorName',
      'ip',
      'text',
      'userAgent',
      'details',
      'tags',
    ]);
    expect(exportColumns(columns('time', 'person'))).toEqual(['time', 'person']);
    expect(exportColumns(columns('text', 'summary', 'details.scopes'))).toEqual([
      'text',
      'userAgent',
      'details',
      'tags',
      'details.scopes',
    ]);
    // Tags have their place where they have a column.
    expect(exportColumns(columns('tags', 'summary'))).toEqual([
      'tags',
      'text',
      'userAgent',
      'details',
    ]);
  });

  test('are always fields that main knows', () => {
    for (const field of allColumns('parquet')) expect(fieldRef(field)).not.toBeNull();
    fc.assert(
      fc.property(fc.array(fc.string()), (fields) => {
        for (const field of exportColumns(columns(...fields)))
          expect(fieldRef(field)).not.toBeNull();
      }),
    );
  });
});

describe('the strength of a passphrase', () => {
  test.each([
    ['short', '1234567'],
    ['weak', 'aaaaaaaaaaaaaaaaaaaa'],
    ['weak', '1234567890123456'],
    ['weak', 'password1'],
    ['weak', 'верная лошадь'],
    ['fair', 'кедр лампа сугроб'],
    ['strong', 'кедр лампа сугроб рельс'],
    ['strong', 'xK9!vQ2#mB7&tR4%'],
  ])('%s: %s', (strength, passphrase) => {
    expect(strengthOf(passphrase)).toBe(strength);
  });

  test('does not fall when a new letter is added at the end', () => {
    const order = ['short', 'weak', 'fair', 'strong'];
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.string({ minLength: 1 }), (base, more) => {
        const rank = (text: string) => order.indexOf(strengthOf(text));
        expect(rank(base + more)).toBeGreaterThanOrEqual(rank(base));
      }),
    );
  });
});
