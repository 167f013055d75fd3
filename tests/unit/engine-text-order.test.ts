import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Arena } from '../../src/main/store/engine/arena.ts';
import { elementEnd, foldedBytes, valueEnd } from '../../src/main/store/engine/folded-bytes.ts';
import { PooledTexts } from '../../src/main/store/engine/pooled-texts.ts';
import { roughBits, RoughKeys } from '../../src/main/store/engine/rough-keys.ts';
import { TextKeys } from '../../src/main/store/engine/text-keys.ts';
import { rankEntries } from '../../src/main/store/engine/text-order.ts';
import { TextPool } from '../../src/main/store/engine/text-pool.ts';
import { comparePoints } from '../support/naive-search.ts';

/** Ranks by comparing text by text; null is 0. */
function naiveRanks(texts: readonly (string | null)[]): number[] {
  const distinct = [...new Set(texts.filter((text) => text !== null))].toSorted(comparePoints);
  const rankOf = new Map(distinct.map((text, index) => [text, index + 1]));
  return texts.map((text) => (text === null ? 0 : (rankOf.get(text) ?? 0)));
}

function ranks(texts: readonly (string | null)[]): number[] {
  const arena = new Arena();
  for (const text of texts) {
    if (text === null) arena.addNull();
    else arena.addValues([text]);
  }
  return [...rankEntries(arena)];
}

/** Folded; ends, one byte and many, shared beginnings. */
const piece = fc.constantFrom(
  '',
  'а',
  'я',
  'ab',
  'а' + 'б'.repeat(9),
  '\u0450',
  'ґ',
  '🙂',
  '0',
  ' ',
);
const text = fc.array(piece, { maxLength: 5 }).map((parts) => parts.join(''));

test('texts are ordered by code points, equal ones together, nulls last', () => {
  fc.assert(
    fc.property(fc.array(fc.option(text, { nil: null }), { maxLength: 120 }), (texts) => {
      expect(ranks(texts)).toEqual(naiveRanks(texts));
    }),
    { numRuns: 500 },
  );
});

test('rough keys are in the order of texts, learned from or not', () => {
  // As long as a key has room for and longer, with beginnings of any length in common.
  const letters = fc.string({ unit: fc.constantFrom('а', 'б', 'я', '0'), maxLength: 60 });
  const grown = fc
    .tuple(letters, fc.array(fc.tuple(fc.nat(60), letters), { maxLength: 200 }))
    .map(([common, rests]) => rests.map(([same, rest]) => common.slice(0, same) + rest));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 60 }), grown, grown, (...texts) => {
      const arena = new Arena();
      for (const one of texts.flat()) arena.addValues([one]);
      const learned = Uint32Array.from({ length: texts[0].length + texts[1].length }, (_, i) => i);
      const rough = new RoughKeys(new TextKeys(arena), learned, 0);
      const keys = new Map(texts.flat().map((one, entry) => [one, rough.of(entry, 0)]));
      const inOrder = [...keys.keys()].toSorted(comparePoints).map((one) => keys.get(one) ?? -1);
      expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
      expect(inOrder.every((key) => Number.isInteger(key) && key < 2 ** roughBits)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

// As few as are compared, as many as the native sort gets, so many that digits are counted, and so
// many that all are nearly put in order first.
test.each([20, 500, 9000, 140_000])('%i texts with beginnings in common', (count) => {
  const beginnings = ['', 'общее начало: ', 'общее начало: и ещё', 'q'];
  let state = count;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
  const texts = Array.from({ length: count }, () => {
    if (below(20) === 0) return null;
    const beginning = beginnings[below(beginnings.length)] ?? '';
    return `${beginning}${below(3) === 0 ? '' : below(count * 2).toString(36)}${'я'.repeat(below(4))}`;
  });
  expect(ranks(texts)).toEqual(naiveRanks(texts));
  const one = texts.map(() => 'одно и то же');
  expect(ranks(one)).toEqual(naiveRanks(one));
  expect(ranks(texts.map(() => ''))).toEqual(texts.map(() => 1));
});

test.each([20, 500, 9000, 140_000])('%i lists are ordered by what comes first in them', (count) => {
  const arena = new Arena();
  const firsts = Array.from({ length: count }, (_, n) => ((n * 7919) % 1000).toString(36));
  firsts.forEach((first, n) => {
    const bytes = foldedBytes(`${first}${n % 3}`);
    // Of three that begin alike one is no list.
    bytes[bytes.length - 1] = n % 3 === 0 ? valueEnd : elementEnd;
    const rest = Buffer.concat([bytes, foldedBytes(`${n}`), Buffer.of(valueEnd)]);
    arena.addBytes(rest, 0, rest.length);
  });
  expect([...rankEntries(arena)]).toEqual(naiveRanks(firsts));
});

test('texts put in order beforehand are in the order that they have later, whatever comes meanwhile', () => {
  const folded = (n: number) => `общее начало ${((n * 7919) % 1000).toString(36)}`;
  for (const change of ['nothing', 'more', 'fewer', 'others'] as const) {
    const pool = new TextPool();
    const column = new PooledTexts(pool);
    const texts = Array.from({ length: 70_000 }, (_, n) => `${folded(n)} ${n % 50_000}`);
    for (const text of texts) column.add(text);
    const steps = column.prepare();
    // Begun, and not at its end yet.
    expect(steps.next().done).toBe(false);
    if (change === 'more') texts.push('а');
    if (change === 'fewer' || change === 'others') texts.length = 39_999;
    if (change === 'others') for (let n = 0; n < 10_001; n += 1) texts.push(`другое ${n}`);
    if (texts.length < column.codes.length) {
      column.codes.length = 39_999;
      pool.truncate(40_000);
    }
    for (const text of texts.slice(column.codes.length)) column.add(text);
    // Given up when there are others.
    if (change === 'nothing') while (steps.next().done !== true) continue;
    expect(steps.next().done).toBe(true);
    expect(Buffer.from(column.ranks().buffer)).toEqual(
      Buffer.from(Uint32Array.from(naiveRanks(texts)).buffer),
    );
  }
});

test('an order that is under way is gone on with by who asks for it, not begun anew', () => {
  const pool = new TextPool();
  const column = new PooledTexts(pool);
  const texts = Array.from({ length: 150_000 }, (_, n) => ((n * 7919) % 150_001).toString(36));
  for (const text of texts) column.add(text);
  const begins = vi.spyOn(pool.texts, 'layout');
  const steps = column.prepare();
  for (let step = 0; step < 60; step += 1) expect(steps.next().done).toBe(false);
  expect(begins).toHaveBeenCalledTimes(1);
  expect(dense(column.ranks())).toEqual(naiveRanks(texts));
  expect(steps.next().done).toBe(true);
  // Neither by what comes of which the order is known already, nor by texts of others.
  column.add('0');
  pool.code('другое');
  expect(dense(column.ranks())).toEqual(naiveRanks([...texts, '0']));
  expect(column.prepare().next().done).toBe(true);
  expect(begins).toHaveBeenCalledTimes(1);
});

/** Ranks without gaps. */
function dense(ranks: Uint32Array): number[] {
  const distinct = [...new Set(ranks)].filter((rank) => rank > 0).toSorted((a, b) => a - b);
  const place = new Map(distinct.map((rank, index) => [rank, index + 1]));
  return Array.from(ranks, (rank) => place.get(rank) ?? 0);
}

test('two columns of one pool have their own orders, whatever comes, goes and is found meanwhile', () => {
  const which = fc.constantFrom<0 | 1>(0, 1);
  const some = fc.array(fc.option(text, { nil: null }), { maxLength: 40 });
  const change = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), which, some }),
    fc.record({ kind: fc.constant('keep' as const), which, rows: fc.nat(60) }),
    fc.record({ kind: fc.constant('prepare' as const), which, steps: fc.nat(8) }),
    fc.record({ kind: fc.constant('ask' as const), which }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const pool = new TextPool();
      const made = () => {
        const column = new PooledTexts(pool);
        return { column, texts: [] as (string | null)[], steps: column.prepare() };
      };
      const columns = [made(), made()] as const;
      for (const one of changes) {
        const state = columns[one.which];
        const { column, texts } = state;
        if (one.kind === 'add') {
          for (const text of one.some) column.add(text);
          texts.push(...one.some);
        } else if (one.kind === 'keep') {
          texts.length = Math.min(texts.length, one.rows);
          column.codes.length = texts.length;
          const codes = columns.flatMap((of) => [
            ...of.column.codes.data.subarray(0, of.texts.length),
          ]);
          pool.truncate(1 + Math.max(0, ...codes));
        } else if (one.kind === 'prepare') {
          for (let step = 0; step < one.steps; step += 1) {
            if (state.steps.next().done === true) state.steps = column.prepare();
          }
        } else expect(dense(column.ranks())).toEqual(naiveRanks(texts));
      }
      for (const { column, texts } of columns) {
        expect(dense(column.ranks())).toEqual(naiveRanks(texts));
      }
    }),
    { numRuns: 300 },
  );
});
