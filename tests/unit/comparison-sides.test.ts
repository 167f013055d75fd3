import { expect, test } from 'vitest';
import {
  narrowed,
  periodSides,
  valueIn,
  valueSides,
  withValue,
} from '../../src/renderer/features/comparison/sides.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';

const span = { from: 0, to: 1000 };

test('a period is set beside the one before it, a session by its halves', () => {
  expect(periodSides({ query: 'договор', period: { from: 600, to: 700 } }, span)).toEqual({
    a: { query: 'договор', period: { from: 500, to: 600 } },
    b: { query: 'договор', period: { from: 600, to: 700 } },
    field: null,
  });
  const { a, b } = periodSides({ query: '', period: null }, { from: 100, to: 1101 });
  expect([a.period, b.period]).toEqual([
    { from: 100, to: 600 },
    { from: 600, to: 1101 },
  ]);
});

test('a value is set beside another one, or beside all others; the rest of the query stays', () => {
  const side = { query: 'actor:7 ip:10.* -is:own', period: null };
  const two = valueSides(side, 'actor', '7', '8');
  expect([two.a.query, two.b.query]).toEqual([
    'ip:10.* -is:own actor:7',
    'ip:10.* -is:own actor:8',
  ]);
  const rest = valueSides(side, 'actorName', 'Анна Соловьёва', null);
  // An actor's id and name are one choice.
  expect(rest.b.query).toBe('ip:10.* -is:own -actorName:"Анна Соловьёва"');
  // What was set beside all others can be set beside one of them, and back.
  const chosen = withValue(rest.b.query, 'actorName', 'Пётр');
  expect(chosen).toBe('ip:10.* -is:own actorName:Пётр');
  expect(withValue(chosen, 'actorName', null, 'Анна Соловьёва')).toBe(rest.b.query);
});

test('the one value that a side asks for is known', () => {
  expect(valueIn('event:user_login actor:"7 8"', 'actor')).toBe('7 8');
  expect(valueIn('(actor:7 OR actor:8)', 'actor')).toBeNull();
  expect(valueIn('-actor:7', 'actor')).toBeNull();
});

test('a number stands for its side and one more value, whatever the query is', () => {
  for (const query of ['', 'event:a OR event:b', '(ip:1 OR "x y") -z']) {
    const { query: asked } = narrowed({ query, period: null }, 'details.chat id', 'a "b" *');
    const value = {
      type: 'field',
      field: { name: 'details', path: 'chat id' },
      pattern: { pieces: ['a "b" *'], whole: true },
    };
    const parsed = parseQuery(asked, { zone: 'UTC' });
    if (query === '') expect(parsed).toEqual(value);
    else expect(parsed).toMatchObject({ type: 'and', parts: expect.arrayContaining([value]) });
  }
});
