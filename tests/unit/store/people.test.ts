import { expect, test } from 'vitest';
import type { ReadEvent } from '../../../src/shared/session.ts';
import type { ActorRef } from '../../../src/shared/people.ts';
import type { LocalSession } from '../../../src/main/store/open-session.ts';
import {
  create,
  everything,
  firstWindow,
  guardEvent,
  open,
  page,
  readEvent,
  request,
  sessionPath,
} from '../../support/store/session.ts';

const anna: ActorRef = { source: 'pachca', actor: '1' };
const guard: ActorRef = { source: 'jayguard', actor: 'g1' };
const other: ActorRef = { source: 'pachca', actor: '2' };

function ofGuard(id: string, n: number, actor: string, email: string): ReadEvent {
  const { event, raw } = guardEvent(id, n);
  return { event: { ...event, actor, actorName: email }, raw };
}

/** Three events of `anna`, one of `other`, two of `guard`. */
async function session(path: string): Promise<LocalSession> {
  const store = await create(path);
  const pachca = firstWindow(await store.openCollection(request()));
  await store.commitPage(
    page(
      pachca,
      [1, 8, 15, 2].map((n) => readEvent(n)),
    ),
  );
  const jayguard = firstWindow(await store.openCollection(request({ source: 'jayguard' })));
  const email = 'a.petrova@example.test';
  await store.commitPage(
    page(jayguard, [ofGuard('1', 3, 'g1', email), ofGuard('2', 4, 'g1', email)]),
  );
  await store.setNames('pachca', { 1: 'Анна Петрова', 2: 'Пётр' });
  return store;
}

const count = (store: LocalSession, query: string) => store.count({ ...everything, query });

test('a person is found by name, in queries, facets and orders, at once and after opening again', async () => {
  const path = sessionPath();
  const store = await session(path);
  const name = 'Анна Ёлкина';
  expect(await count(store, `person:"${name}"`)).toBe(0);
  await store.changePeople({ kind: 'link', name, actors: [anna, guard] });
  for (const query of ['person:"анна елкина"', 'person:Анна*', 'has:person']) {
    expect(await count(store, query)).toBe(5);
  }
  expect(await count(store, '-has:person')).toBe(1);
  expect(await count(store, 'person:"Анна Ёлкина" source:jayguard')).toBe(2);
  // A bare word is of the event itself.
  expect(await count(store, 'Ёлкина')).toBe(0);
  expect(await store.facet(everything, 'person', 10)).toMatchObject({
    values: [{ value: name, count: 5 }],
    empty: 1,
  });
  await store.close();
  const again = await open(path);
  const rows = await again.rows(everything, [{ field: 'person', descending: false }], 0, 10);
  expect(rows.map(({ person }) => person)).toEqual([name, name, name, name, name, undefined]);
  const { stack } = await again.histogram(everything, 'day', 'person');
  expect(stack).toEqual({ field: 'person', values: [name], parts: [[1, 5, 0]] });
  expect(await count(again, 'has:person')).toBe(5);
  const { persons } = await again.people();
  expect(persons).toMatchObject([
    {
      name,
      links: [
        { ...anna, name: 'Анна Петрова', events: 3, who: expect.any(String) },
        { ...guard, name: 'a.petrova@example.test', events: 2, at: expect.any(String) },
      ],
    },
  ]);
});

test('what is taken back is gone at once, and events that come later are found', async () => {
  const store = await session(sessionPath());
  await store.changePeople({ kind: 'link', name: 'Анна', actors: [anna, guard] });
  expect(await count(store, 'person:Анна')).toBe(5);
  await store.changePeople({ kind: 'unlink', actor: guard });
  expect(await count(store, 'person:Анна')).toBe(3);
  const windowId = firstWindow(await store.openCollection(request({ refresh: true })));
  await store.commitPage(page(windowId, [readEvent(22)]));
  expect(await count(store, 'person:Анна')).toBe(4);
  await store.changePeople({ kind: 'unlink', actor: anna });
  expect(await count(store, 'has:person')).toBe(0);
  expect((await store.people()).persons).toEqual([]);
});

test('an actor is one person only; a name is one person, however it is written', async () => {
  const store = await session(sessionPath());
  await store.changePeople({ kind: 'link', name: 'Пётр', actors: [anna, other] });
  await store.changePeople({ kind: 'link', name: 'Анна', actors: [anna] });
  expect(await count(store, 'person:Петр')).toBe(1);
  expect(await count(store, 'person:Анна')).toBe(3);
  await store.changePeople({ kind: 'link', name: 'ПЕТР', actors: [guard] });
  const { persons } = await store.people();
  expect(persons.map(({ name, links }) => [name, links.length])).toEqual([
    ['Анна', 1],
    ['Пётр', 2],
  ]);
  const id = persons[0]?.id ?? 0;
  await expect(
    store.changePeople({ kind: 'rename', person: id, name: 'петр' }),
  ).rejects.toMatchObject({ failure: { kind: 'input.invalid', params: { field: 'name' } } });
  await store.changePeople({ kind: 'rename', person: id, name: 'анна' });
  expect((await store.people()).persons[0]?.name).toBe('анна');
  expect(await count(store, 'person:АННА')).toBe(3);
});

test('a suggestion goes when it is taken or turned down, and says whose a half-known pair is', async () => {
  const store = await session(sessionPath());
  const suggested = async () => (await store.people()).suggestions;
  expect(await suggested()).toMatchObject([
    { actors: [anna, guard], why: 'initials', alike: 'a.petrova@example.test', person: null },
  ]);
  await store.changePeople({ kind: 'link', name: 'Анна', actors: [anna] });
  const id = (await store.people()).persons[0]?.id;
  expect(await suggested()).toMatchObject([{ person: id }]);
  await store.changePeople({ kind: 'link', name: 'Анна', actors: [guard] });
  expect(await suggested()).toEqual([]);
  await store.changePeople({ kind: 'unlink', actor: guard });
  expect(await suggested()).toHaveLength(1);
  await store.changePeople({ kind: 'apart', actors: [guard, anna] });
  expect(await suggested()).toEqual([]);
});

test('an address that came with a name is the surest reason, and is kept when a name comes again', async () => {
  const store = await session(sessionPath());
  await store.setNames('pachca', { 2: 'Кто-то' }, { 2: 'A.Petrova@Example.test' });
  await store.setNames('pachca', { 2: 'Другое имя' });
  expect((await store.people()).suggestions).toMatchObject([
    { actors: [other, guard], why: 'email', alike: 'a.petrova@example.test' },
    { actors: [anna, guard], why: 'initials' },
  ]);
});

test('actors are found by id and name, the most active first', async () => {
  const store = await session(sessionPath());
  expect((await store.actors('', 10)).map(({ actor, events }) => [actor, events])).toEqual([
    ['1', 3],
    ['g1', 2],
    ['2', 1],
  ]);
  expect(await store.actors('петров', 10)).toMatchObject([{ ...anna, name: 'Анна Петрова' }]);
  expect(await store.actors('', 1)).toHaveLength(1);
});
