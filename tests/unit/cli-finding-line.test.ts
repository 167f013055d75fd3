import { expect, test } from 'vitest';
import { findingLine } from '../../src/main/cli/finding-line.ts';
import { pack } from '../../src/main/rules/pack.ts';
import type { Found } from '../../src/main/rules/run/detect.ts';

const found: Found = {
  key: 'k',
  rule: 'pachca-second-factor-failures-then-success',
  title: 'Repeated second-factor failures, then success',
  severity: 'high',
  from: Date.UTC(2026, 9, 20, 18, 40) * 1000,
  to: Date.UTC(2026, 9, 20, 18, 46) * 1000,
  rows: new Uint32Array(9),
  group: { actor_id: '99792' },
  reason: { kind: 'in-order', figures: { timespan: 900, rules: 'a → b' } },
  query: null,
};
const said = (given: Partial<Found>, language: 'ru' | 'en') =>
  findingLine({ ...found, ...given }, pack(), language).replaceAll(/[\u00a0\u202f]/g, ' ');

test('a finding on a line is in one language to its last word', () => {
  expect(said({}, 'ru')).toMatch(
    /Высокая · Несколько неудач второго фактора, затем успех · Участник \(ID\) 99792 · .*«Пять неудач второго фактора за десять минут» → «Второй фактор принят»\n$/,
  );
  expect(said({}, 'en')).toMatch(
    /High · Repeated second-factor failures, then success · Actor \(ID\) 99792 · .*“Five failures of a second factor within ten minutes” → “A second factor was accepted”\n$/,
  );
});

test('a stretch that was not collected is said in words, and so is what no rule explains', () => {
  const group = { source: 'pachca', state: 'none' };
  const given = { rule: 'vestigo-not-collected', group } as const;
  const reason = { kind: 'not-collected', figures: group } as const;
  expect(said({ ...given, reason }, 'ru')).toContain('Источник Пачка · Покрытие не собрано');
  expect(said({ ...given, reason }, 'ru')).toContain('Пачка: не собрано');
  expect(said({ rule: 'elsewhere', title: 'Theirs', reason: null }, 'ru')).toContain(
    ' · Theirs · ',
  );
});
