import { expect, test } from 'vitest';
import { askFacet } from '../../src/renderer/features/review/ask-facet.ts';
import type { Main } from '../../src/renderer/features/review/review-state.ts';
import { toggleTerm, withoutIncludes } from '../../src/renderer/features/review/query-edit.ts';

const selection = { query: 'event:user_login', zone: 'UTC', period: null };
const wish = { field: 'actorName', limit: 3, order: 'count', find: '' } as const;

/** What main says to a facet of FIELD under QUERY. */
function mainOf(said: Record<string, Partial<Awaited<ReturnType<Main['facet']>>>>) {
  const asked: string[] = [];
  const main = {
    async facet({ field, selection: { query } }: Parameters<Main['facet']>[0]) {
      asked.push(`${field} ${query}`);
      const found = said[`${field} ${query}`] ?? {};
      return { field, values: [], distinct: 0, others: 0, empty: 0, ...found };
    },
    count: async () => ({ matching: 5, total: 100 }),
  };
  return { asked, main: main as unknown as Main };
}

test('whoever has no name is among the actors, with all of the events that a click finds', async () => {
  const names = [
    { value: 'Анна', count: 20 },
    { value: 'Егор', count: 2 },
  ];
  const ids = [
    { value: '99896', count: 16 },
    { value: '98700', count: 4 },
    { value: '98701', count: 1 },
  ];
  const { main } = mainOf({
    'actorName event:user_login': { values: names, distinct: 2, empty: 24 },
    'actor event:user_login -has:actorName': { values: ids, distinct: 4, others: 1, empty: 2 },
    // One of them had a name for some events.
    'actor event:user_login (actor:99896 OR actor:98700)': {
      values: [
        { value: '98700', count: 30 },
        { value: '99896', count: 16 },
      ],
    },
  });
  const facet = await askFacet(main, selection, wish);
  expect(facet.values).toEqual([
    { field: 'actor', value: '98700', count: 30 },
    { field: 'actorName', value: 'Анна', count: 20 },
    { field: 'actor', value: '99896', count: 16 },
  ]);
  expect(facet).toMatchObject({ distinct: 6, others: 4, empty: 5 });
});

test('where everybody has a name nothing else is asked', async () => {
  const { main, asked } = mainOf({});
  await askFacet(main, selection, wish);
  expect(asked).toEqual(['actorName event:user_login']);
});

test('a value that is asked for and too rare for the list is counted, too', async () => {
  const asked = { ...selection, query: 'event:bot_deleted ip:10.0.0.1 -event:user_login' };
  const { main } = mainOf({});
  const facet = await askFacet(main, asked, { ...wish, field: 'event' });
  expect(facet.asked).toEqual([{ field: 'event', value: 'bot_deleted', count: 5 }]);
});

test('an id that is asked for joins a name, and both are left open for the choice', () => {
  const both = toggleTerm('event:a actorName:"Анна Соловьёва"', 'actor', '99896', 'include');
  expect(both).toBe('event:a (actorName:"Анна Соловьёва" OR actor:99896)');
  expect(withoutIncludes(both, 'actorName')).toBe('event:a');
  expect(toggleTerm(both, 'actor', '99896', 'include')).toBe('event:a actorName:"Анна Соловьёва"');
});
