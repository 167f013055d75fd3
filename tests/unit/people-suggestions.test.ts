import { expect, test } from 'vitest';
import { latinName } from '../../src/main/store/latin-name.ts';
import { suggestPeople } from '../../src/main/store/suggestions.ts';
import { actorKey, type Actor } from '../../src/shared/people.ts';

const pachca = (actor: string, name: string | null, events = 1): Actor => ({
  source: 'pachca',
  actor,
  name,
  events,
});
const jayguard = (actor: string, name: string | null, events = 1): Actor => ({
  source: 'jayguard',
  actor,
  name,
  events,
});

function suggest(actors: Actor[], emails: [Actor, string][] = []) {
  return suggestPeople(actors, {
    persons: [],
    emails: new Map(emails.map(([actor, email]) => [actorKey(actor), email])),
    apart: () => false,
  }).map(({ actors: [one, other], why }) => [one.actor, other.actor, why]);
}

test('the usual ways of writing a name in Latin letters agree, different names do not', () => {
  const agree = [
    ['Юлия', 'Yulia', 'Julija', 'Iuliia', 'Yuliya'],
    ['Дмитрий', 'Dmitry', 'Dmitrii', 'Dmitriy'],
    ['Щербаков', 'Scherbakov', 'Shcherbakov'],
    ['Михаил', 'Mikhail', 'Mihail'],
    ['Алексей', 'Alexey', 'Aleksei'],
    ['Семёнов', 'Семенов', 'Semenov'],
    ['Цветкова', 'Tsvetkova', 'Cvetkova'],
    ['Сергеев', 'Sergeev', 'Sergeyev'],
  ];
  const forms = agree.map((names) => new Set(names.map((name) => latinName(name).join(' '))));
  for (const [at, form] of forms.entries()) expect([...form], agree[at]?.join()).toHaveLength(1);
  expect(new Set(forms.flatMap((form) => [...form])).size).toBe(agree.length);
});

test.each([
  ['Анна Петрова', 'anna.petrova@x.test', 'address'],
  ['Анна Петрова', 'petrova_anna7@x.test', 'address'],
  ['Анна Петрова', 'AnnaPetrova@x.test', 'address'],
  ['Анна Петрова', 'a.petrova@x.test', 'initials'],
  ['Анна Петрова', 'apetrova@x.test', 'initials'],
  ['Петрова Анна', 'petrova.a12@x.test', 'initials'],
  ['Анна Петрова', 'Петрова Анна', 'name'],
  ['Анна Петрова', 'Anna Petrova', 'name'],
])('%s and %s are alike by %s', (name, given, why) => {
  expect(suggest([pachca('1', name), jayguard('g', given)])).toEqual([['1', 'g', why]]);
});

test.each([
  ['Анна Петрова', 'petrova@x.test'],
  ['Анна Петрова', 'anna@x.test'],
  ['Анна', 'anna@y.test'],
  ['Анна Петрова', 'o.petrova@x.test'],
  ['Анна Петрова', 'a.petrovskaya@x.test'],
  [null, null],
  ['', '@'],
])('%s and %s are not suggested', (name, given) => {
  expect(suggest([pachca('1', name), jayguard('g', given)])).toEqual([]);
});

test('the surest reason of a pair counts, surest and most active pairs come first', () => {
  const anna = pachca('1', 'Анна Петрова');
  const found = suggest(
    [
      anna,
      pachca('7', null),
      pachca('8', null, 50),
      jayguard('7', null),
      jayguard('8', null),
      jayguard('g', 'A.Petrova@x.test'),
      jayguard('h', 'a.petrova@y.test'),
    ],
    [[anna, 'a.petrova@X.test']],
  );
  expect(found).toEqual([
    ['1', 'g', 'email'],
    ['1', 'h', 'address'],
    ['8', '8', 'id'],
    ['7', '7', 'id'],
  ]);
});

test('only actors of different services; what many share says nothing', () => {
  expect(suggest([pachca('1', 'Анна Петрова'), pachca('2', 'Анна Петрова')])).toEqual([]);
  const many = Array.from({ length: 9 }, (_, at) => pachca(String(at), 'Анна Петрова'));
  expect(suggest([...many, jayguard('g', 'a.petrova@x.test')])).toEqual([]);
});
