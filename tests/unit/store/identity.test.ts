import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identityOf, IdentityTable, wordsOf } from '../../../src/main/store/identity.ts';

const event = fc.record({
  id: fc.nat({ max: 300 }).map(String),
  raw: fc.nat({ max: 3 }).map(String),
});

test('finds every row of an id, and which of them hold the same content', () => {
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 500, maxLength: 900, size: 'max' }),
      fc.array(event, { minLength: 500, maxLength: 900, size: 'max' }),
      fc.nat({ max: 1500 }),
      (first, second, kept) => {
        const table = new IdentityTable();
        const add = (events: readonly { id: string; raw: string }[]) =>
          table.append(Buffer.concat(events.map(({ id, raw }) => identityOf('pachca', id, raw))));
        add(first);
        table.truncate(kept);
        add(second);
        const all = [...first.slice(0, kept), ...second];
        for (const id of ['0', '1', '150', '299', 'none']) {
          const found = table.candidates(wordsOf(identityOf('pachca', id, '1')), 0);
          const expected = all
            .map((one, row) => ({ ...one, row }))
            .filter((one) => one.id === id)
            .map(({ row, raw }) => ({ row, sameHash: raw === '1' }));
          expect(found).toEqual(expected);
          expect(table.candidates(wordsOf(identityOf('jayguard', id, '1')), 0)).toEqual([]);
        }
      },
    ),
    { numRuns: 10 },
  );
});
