import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Arena } from '../../src/main/store/engine/arena.ts';
import { elementEnd, foldedBytes, valueEnd } from '../../src/main/store/engine/folded-bytes.ts';
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
    const texts = Array.from({ length: 70_000 }, (_, n) => `${folded(n)} ${n % 50_000}`);
    for (const text of texts) pool.code(text);
    const steps = pool.prepare();
    // Begun, and not at its end yet.
    expect(steps.next().done).toBe(false);
    if (change === 'more') pool.code('а');
    if (change === 'fewer' || change === 'others') pool.truncate(40_000);
    if (change === 'others') for (let n = 0; pool.size < 50_001; n += 1) pool.code(`другое ${n}`);
    for (const _ of { [Symbol.iterator]: () => steps }) continue;
    const prepared = pool.ranks();
    const asked = new Arena();
    pool.texts.forEach((_entry, bytes, from, to) => asked.addBytes(bytes, from, to));
    expect(
      Buffer.compare(Buffer.from(prepared.buffer), Buffer.from(rankEntries(asked).buffer)),
    ).toBe(0);
  }
});
