import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountsOf, latestOwned, ownedBy, ownersAt } from '../../src/shared/accounts.ts';
import type { Collection } from '../../src/shared/session.ts';
import { collectionOf } from '../support/desktop/fake-rooms.ts';

const anna = { id: '1', name: 'Анна', email: null };
const boris = { id: '2', name: null, email: 'b@x.test' };
const at = 'https://api.pachca.com/api/shared/v1';
const names = (collections: Collection[]) => accountsOf(collections).map(({ name }) => name);
const by = (owner: Collection['owner'], over: Partial<Collection> = {}) =>
  collectionOf({ address: at, owner, ...over });

describe('accounts', () => {
  test('are told apart by owner, by address, or by both, as far as that is needed', () => {
    expect(names([by(anna), by(anna)])).toEqual(['api.pachca.com/api/shared/v1']);
    expect(names([by(anna), by(boris)])).toEqual(['Анна (1)', 'b@x.test (2)']);
    expect(names([by(null), by(null, { address: 'http://own.test' })])).toEqual([
      'api.pachca.com/api/shared/v1',
      'own.test',
    ]);
    expect(names([by(anna), by(boris), by(anna, { address: 'https://own.test' })])).toEqual([
      'Анна (1) · api.pachca.com/api/shared/v1',
      'b@x.test (2) · api.pachca.com/api/shared/v1',
      'own.test',
    ]);
    const guard = by(null, { source: 'jayguard', address: 'https://guard.test' });
    expect(names([by(anna), guard])).toEqual(['api.pachca.com/api/shared/v1', 'guard.test']);
  });

  test('an unknown owner is the only one there is, beside several nobody', () => {
    expect(accountsOf([by(null), by(anna), by(null)])).toMatchObject([
      { owner: anna, collections: [{}, {}, {}] },
    ]);
    expect(names([by(null), by(anna), by(boris)])).toEqual([
      'api.pachca.com/api/shared/v1',
      'Анна (1)',
      'b@x.test (2)',
    ]);
  });

  test('files and details are no accounts, but details know owners', () => {
    const details = by(boris, { purpose: 'details' });
    expect(names([details, by(anna, { origin: 'import' })])).toEqual([]);
    expect(ownersAt([details, by(anna), by(null)], { source: 'pachca', address: at })).toEqual(
      new Set(['2', '1']),
    );
  });
});

describe('the collection to go on with', () => {
  const found = (ids: (string | null)[], asking: string | null, owners: string[]) =>
    latestOwned(ids, (id) => id, new Set(owners), asking);

  test('is never that of somebody else', () => {
    const id = fc.constantFrom('1', '2', '3', null);
    fc.assert(
      fc.property(fc.array(id), fc.array(id), id, (list, rest, asking) => {
        const owners = [...list, ...rest].filter((one) => one !== null);
        const one = found(list, asking, owners);
        if (one !== undefined && one !== null) expect(one).toBe(asking);
        if (one === null && asking !== null) expect(new Set([...owners, asking]).size).toBe(1);
        if (list.includes(asking)) expect(one).toBe(asking);
      }),
    );
  });

  test('is surely its own rather than perhaps', () => {
    expect(found([null, '1'], '1', ['1'])).toBe('1');
    expect(found([null], '1', ['1'])).toBeNull();
    expect(found([null], '1', [])).toBeNull();
    expect(found([null], '1', ['2'])).toBeUndefined();
    expect(found(['1'], null, ['1'])).toBeUndefined();
    expect(found([null], null, ['1'])).toBeNull();
    expect(ownedBy(new Set(), null)(null)).toBe(true);
  });
});
