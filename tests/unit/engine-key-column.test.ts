import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bitmap } from '../../src/main/store/engine/bitmap.ts';
import { DetailsColumn } from '../../src/main/store/engine/details-column.ts';
import { KeyColumn } from '../../src/main/store/engine/key-column.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';
import { details as anyDetails } from '../support/arbitrary-events.ts';

const text = fc.constantFrom('dlp', 'DLP', 'Почта', 'почта', 'ёлка', 'а', 'a-1', '０１', '7');
const value = fc.oneof(
  { weight: 6, arbitrary: text },
  fc.integer({ min: -2, max: 12 }),
  fc.constantFrom(null, 0.93, true, ''),
  fc.array(text, { maxLength: 2 }),
);
/** Most rows alike, as those of one service are, so that what they have seldom is seldom. */
const alike = fc.record({ kind: value, rule: value, n: value }, { requiredKeys: ['rule'] });
const rows = fc.array(fc.oneof({ weight: 8, arbitrary: alike }, anyDetails), {
  minLength: 1,
  maxLength: 60,
});
const asked = fc.constantFrom(
  'details.kind:dlp',
  'details.kind:DL',
  'details.kind:"Почта"',
  'details.rule:поч*а',
  'details.rule:01',
  'details.rule:"а"',
  'details.n:7',
  'details.n>3',
  'details.n<=0.93',
  'has:details.kind',
  'details.a:a',
);

const setOf = (length: number, chosen: (row: number) => boolean) => {
  const set = new Bitmap(length);
  for (let row = 0; row < length; row += 1) if (chosen(row)) set.add(row);
  return set;
};
const rowsOf = (set: Bitmap) =>
  Array.from({ length: set.length }, (_, row) => row).filter((row) => set.has(row));

test('a key’s column tells the same of few rows, and of seldom texts, before it is made', () => {
  fc.assert(
    fc.property(rows, asked, fc.array(fc.nat(59), { maxLength: 12 }), (list, typed, picked) => {
      const details = new DetailsColumn((row) => list[row] ?? {});
      for (const one of list) details.add(one);
      const query = parseQuery(typed, { zone: 'UTC' });
      if (!('field' in query)) throw new Error(`no field in ${typed}`);
      const path = query.field.path ?? '';
      const answer = (column: KeyColumn, decided: Bitmap) => {
        const hits = decided.copy();
        if (query.type === 'field') column.match(query.pattern, hits);
        else if (query.type === 'number') column.within(query.from, query.to, hits);
        else column.present(hits);
        return rowsOf(hits);
      };
      const isPicked = (row: number) => picked.includes(row);
      const decided = setOf(list.length, isPicked);
      const made = new KeyColumn(details, path).extend();
      expect(answer(new KeyColumn(details, path), decided)).toEqual(answer(made, decided));

      const none = new Bitmap(list.length);
      const part = new KeyColumn(details, path).only(decided);
      if (!part) throw new Error('nothing is made yet');
      expect(answer(part, none).filter(isPicked)).toEqual(answer(made, none).filter(isPicked));
    }),
    { numRuns: 1000 },
  );
});
