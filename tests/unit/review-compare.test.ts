import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldPairs, linePairs } from '../../src/renderer/features/review/compare.ts';
import { asksForDetails } from '../../src/renderer/features/review/query-edit.ts';
import type { Row } from '../../src/shared/session.ts';

const version = (part: object) =>
  ({
    time: '2026-11-21T11:07:31.204Z',
    event: 'user_login',
    rules: [],
    details: {},
    ...part,
  }) as unknown as Row;

describe('two versions of an event', () => {
  test('have the fields of either, and it is told which differ', () => {
    const pairs = fieldPairs(
      version({ ip: '10.0.0.1', actor: null, details: { limit: 5, gone: true, same: [1, 2] } }),
      version({ ip: '10.0.0.2', actor: null, details: { limit: '5', same: [1, 2] } }),
    );
    expect(pairs.map(({ field, differs }) => [field, differs])).toEqual([
      ['time', false],
      ['event', false],
      ['ip', true],
      ['details.limit', true],
      ['details.gone', true],
      ['details.same', false],
    ]);
    expect(pairs[4]).toMatchObject({ left: 'true', right: null });
  });

  const text = fc
    .array(fc.constantFrom('{', '}', '"a": 1', '"b": 2', '"c": 3'), { maxLength: 12 })
    .map((lines) => lines.join('\n'));

  test('line by line: both sides are whole, equal lines are equal, and as many as there can be', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const pairs = linePairs(left, right);
        const side = (name: 'left' | 'right') =>
          pairs.flatMap((pair) => pair[name] ?? []).join('\n');
        expect(side('left')).toBe(left);
        expect(side('right')).toBe(right);
        for (const pair of pairs) if (pair.same) expect(pair.left).toBe(pair.right);
        const same = pairs.filter((pair) => pair.same).length;
        expect(same).toBe(longestCommon(left.split('\n'), right.split('\n')));
      }),
    );
  });

  test('too long to compare line by line, they still begin and end together', () => {
    const lines = (word: string) => Array.from({ length: 3000 }, (_, at) => `${word}${at}`);
    const left = ['{', ...lines('a'), '}'].join('\n');
    const right = ['{', ...lines('b'), '}'].join('\n');
    const pairs = linePairs(left, right);
    expect(pairs[0]).toEqual({ left: '{', right: '{', same: true });
    expect(pairs.at(-1)).toEqual({ left: '}', right: '}', same: true });
    expect(pairs.filter(({ same }) => same)).toHaveLength(2);
  });
});

/** By trying everything. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  const known = new Map<string, number>();
  const from = (i: number, j: number): number => {
    const key = `${i} ${j}`;
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const [x, y] = [a[i], b[j]];
    const length =
      x === undefined || y === undefined
        ? 0
        : Math.max(x === y ? 1 + from(i + 1, j + 1) : 0, from(i + 1, j), from(i, j + 1));
    known.set(key, length);
    return length;
  };
  return from(0, 0);
}

test.each([
  ['has:findings', true],
  ['посылка -finding:person', true],
  ['(content:x OR event:allow)', true],
  ['findings event:allow', false],
  ['has:note ip:10.*', false],
  ['"has:findings"', false],
])('whether %s asks for what only details tell', (query, asks) => {
  expect(asksForDetails(query)).toBe(asks);
});
