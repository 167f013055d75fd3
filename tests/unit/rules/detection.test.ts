import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { MappedEvent } from '../../../src/shared/event.ts';
import { parseQuery } from '../../../src/shared/query/parse.ts';
import { ruleQuery } from '../../../src/main/rules/run/query-text.ts';
import { conditionText, holds, type Condition, type Selection } from '../../support/rules/brute.ts';
import { detectIn, event, evidenceOf, rulesOf } from '../../support/rules/evidence.ts';

const texts = [
  'user_login',
  'USER_Login',
  'Счёт',
  'счет',
  'a*b',
  'a?b',
  'ab',
  'a\\b',
  '10.1.2.3',
  '192.0.2.7',
  '7',
  '12.5',
  'x y',
  'ß',
  '',
];
const text = fc.constantFrom(...texts);
const value = fc.oneof(
  text,
  fc.constantFrom<unknown>(5, 12.5, true, false, null, [], ['ab', 'Счёт'], [7, null], {
    deep: 'ab',
  }),
);
const optional = fc.option(text, { nil: null });
const anyEvent = fc
  .record({
    key: fc.constantFrom('user_login', 'USER_LOGIN', 'чат', 'deny'),
    actor: optional,
    ip: optional,
    userAgent: optional,
    text: optional,
    target: optional,
    rules: fc.array(text, { maxLength: 2 }),
    details: fc.dictionary(fc.constantFrom('k', 'ab', 'n'), value, { maxKeys: 2 }),
  })
  .map(({ key, ...more }) => event('2026-10-01T00:00:00Z', key, more));

const fields = [
  'event',
  'actor',
  'ip',
  'userAgent',
  'text',
  'target',
  'rules',
  'details.k',
  'details.n',
];
const field = fc.constantFrom(...fields);
const wish = fc.oneof(
  text,
  fc.constantFrom(
    'user_*',
    '*login',
    '*о*',
    'a\\*b',
    'a\\?b',
    'a\\\\b',
    'a?b',
    '?',
    '*',
    'СЧЕТ',
    'SS',
    'а*т',
    '\\a',
  ),
);
const entry = fc.oneof(
  fc.tuple(
    field,
    fc.oneof(
      wish,
      fc.constantFrom(null, 7, 12.5, true),
      fc.array(wish, { minLength: 1, maxLength: 3 }),
    ),
  ),
  fc.tuple(
    fc
      .tuple(
        field,
        fc.constantFrom(
          'contains',
          'startswith',
          'endswith',
          'contains|all',
          'cased',
          'contains|cased',
        ),
      )
      .map((parts) => parts.join('|')),
    fc.array(
      wish.filter((one) => one !== ''),
      { minLength: 1, maxLength: 2 },
    ),
  ),
  fc.tuple(
    field.map((name) => `${name}|re`),
    fc.constantFrom('^user', 'b$', '[0-9]+\\.', 'Сч[её]т', '(?:a|b)+'),
  ),
  fc.tuple(
    field.map((name) => `${name}|re|i`),
    fc.constantFrom('^USER', 'СЧ[ЕЁ]Т'),
  ),
  fc.tuple(
    field.map((name) => `${name}|cidr`),
    fc.constantFrom('10.0.0.0/8', ['192.0.2.0/24', '10.1.2.3/32']),
  ),
  fc.tuple(
    fc.tuple(field, fc.constantFrom('gt', 'gte', 'lt', 'lte')).map((parts) => parts.join('|')),
    fc.constantFrom(5, 7, 12.5),
  ),
  fc.tuple(
    field.map((name) => `${name}|exists`),
    fc.boolean(),
  ),
);
const map = fc
  .array(entry, { minLength: 1, maxLength: 3 })
  .map((entries) => Object.fromEntries(entries));
const keyword = fc.constantFrom('login', 'счет', 'a\\*b', 'a*b', 'deep', 'k');
const selection = fc.oneof(
  map,
  fc.array(map, { minLength: 1, maxLength: 2 }),
  fc.array(keyword, { minLength: 1, maxLength: 2 }),
) as fc.Arbitrary<Selection>;
const names = ['sel_a', 'sel_b', 'filter_a', 'filter_b'];

const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'condition' },
    fc.constantFrom(...names).map((name): Condition => ({ is: 'name', name })),
    fc.constantFrom('sel_', 'filter_').map((prefix): Condition => ({ is: 'some', prefix })),
    fc.constantFrom('sel_', 'filter_').map((prefix): Condition => ({ is: 'each', prefix })),
    tie('tree').map((of): Condition => ({ is: 'not', of })),
    fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const),
        fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
      )
      .map(([is, of]): Condition => ({ is, of })),
  ),
})).tree;

const selections = fc.record(Object.fromEntries(names.map((name) => [name, selection])));

function ruleText(parts: Record<string, Selection>, tree: Condition): string {
  // Every selection is named, so that none is refused as unused, and the last part changes nothing.
  const named = `${conditionText(tree)} or (all of them and not all of them)`;
  return stringify({
    title: 'Random',
    id: 'random',
    logsource: { product: 'vestigo' },
    detection: { ...parts, condition: named },
    vestigo: { quiet: '900000w' },
  });
}

async function foundIn(text: string, events: readonly MappedEvent[]) {
  const rules = rulesOf(text);
  expect(rules.problems).toEqual([]);
  const evidence = evidenceOf(events);
  const { findings, problems } = await detectIn(rules, evidence);
  expect(problems).toEqual([]);
  const rows = findings.flatMap((finding) => [...finding.rows]).toSorted((a, b) => a - b);
  return { rows, rules, evidence, findings };
}

test('a detection finds what event-by-event evaluation finds, and its query the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEvent, { minLength: 1, maxLength: 12 }),
      selections,
      condition,
      async (events, parts, tree) => {
        const { rows, rules, evidence } = await foundIn(ruleText(parts, tree), events);
        const expected = events.flatMap((one, row) => (holds(tree, parts, one) ? [row] : []));
        expect(rows).toEqual(expected);
        const [rule] = rules.rules;
        const query = rule ? ruleQuery(rule) : null;
        if (query === null || query.length > 9000) return;
        const set = evidence.index.sift({
          type: 'query',
          query: parseQuery(query, { zone: 'UTC' }),
        });
        expect(events.flatMap((_one, row) => (set.has(row) ? [row] : []))).toEqual(expected);
      },
    ),
    { numRuns: 120 },
  );
});

const hostile = ['^(a+)+$', '(?:a{0,1000}){1000}x'];

test('expressions that go back and forth are stopped, and the others run on', async () => {
  const userAgent = `${'a'.repeat(60)}!`;
  const events = [event('2026-10-01T00:00:00Z', 'user_login', { userAgent })];
  const rule = (title: string, expression: string) =>
    stringify({
      title,
      logsource: { product: 'pachca' },
      detection: { sel: { 'userAgent|re': expression }, condition: 'sel' },
    });
  const slow = hostile.map((expression, at) => rule(`Slow ${at}`, expression));
  const text = [...slow, rule('Sane', '!$')].join('---\n');
  const { findings, problems } = await detectIn(rulesOf(text), evidenceOf(events));
  expect(findings.map(({ title }) => title)).toEqual(['Sane']);
  expect(problems.map(({ rule: title, code, what }) => `${title} ${code} ${what}`)).toEqual(
    hostile.map((_, at) => `Slow ${at} regex time`),
  );
  expect(problems[0]?.line).toBe(6);
}, 60_000);
