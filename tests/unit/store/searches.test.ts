import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostRecentQueries, mostSavedSearches } from '../../../src/shared/searches.ts';
import { Sqlite } from '../../../src/main/store/file/sqlite.ts';
import { migrate } from '../../../src/main/store/migrations/migrations.ts';
import { SearchTable } from '../../../src/main/store/searches.ts';
import { create, open, range, sessionPath } from '../../support/store/session.ts';

const draft = { name: 'Входы', query: 'event:user_login', period: null };

async function queriesOf(session: Awaited<ReturnType<typeof open>>): Promise<string[]> {
  return (await session.searches()).recent.map(({ query }) => query);
}

test('queries are kept once each, latest first, over closing and opening', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('а', 'б', 'в', 'г', 'event:x'), { maxLength: 12 }),
      async (asked) => {
        const path = sessionPath();
        const session = await create(path);
        for (const query of asked) await session.rememberQuery(query);
        await session.close();
        const again = await open(path);
        expect(await queriesOf(again)).toEqual([...new Set(asked.toReversed())]);
        await again.forgetQueries();
        expect(await queriesOf(again)).toEqual([]);
        await again.close();
      },
    ),
    { numRuns: 8 },
  );
});

test('no more queries than the bound; the oldest go', async () => {
  const session = await create(sessionPath());
  for (const n of range(0, mostRecentQueries + 3)) await session.rememberQuery(`q${n}`);
  const queries = await queriesOf(session);
  expect(queries).toHaveLength(mostRecentQueries);
  expect(queries.at(-1)).toBe('q3');
  await session.close();
});

test('a search is saved, changed and removed', async () => {
  const session = await create(sessionPath());
  const period = { from: 5, to: 7 };
  const first = await session.saveSearch(null, draft);
  const second = await session.saveSearch(null, { name: 'Адреса', query: 'ip:10.*', period });
  const saved = async () => (await session.searches()).saved;
  expect(await saved()).toEqual([
    { id: second, name: 'Адреса', query: 'ip:10.*', period },
    { id: first, ...draft },
  ]);
  await session.saveSearch(second, { ...draft, name: 'Вход' });
  await session.removeSearch(first);
  expect(await saved()).toEqual([{ id: second, ...draft, name: 'Вход' }]);
  await session.close();
});

test('there is an end to saving', async () => {
  const session = await create(sessionPath());
  for (let n = 0; n < mostSavedSearches; n += 1) await session.saveSearch(null, draft);
  await expect(session.saveSearch(null, draft)).rejects.toMatchObject({
    failure: { kind: 'input.invalid' },
  });
  await session.close();
});

test('where the file cannot be written, queries last as long as it is open', () => {
  const db = new Sqlite(':memory:');
  migrate(db);
  const table = new SearchTable(db);
  table.remember('раньше');
  for (const query of ['а', 'б', 'а', 'раньше']) table.rememberUnwritten(query);
  expect(table.list().recent.map(({ query }) => query)).toEqual(['раньше', 'а', 'б']);
  expect(new SearchTable(db).list().recent.map(({ query }) => query)).toEqual(['раньше']);
  db.close();
});
