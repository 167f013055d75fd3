import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameContent } from '../../../src/main/store/canonical.ts';
import {
  compress,
  cutIntoChunks,
  decompress,
  PackedTexts,
  packTexts,
  putBack,
  takeOut,
} from '../../../src/main/store/payload.ts';

const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 40 });

test('packed texts are read back, each by itself', () => {
  fc.assert(
    fc.property(texts, (list) => {
      const packed = new PackedTexts(decompress(compress(packTexts(list))));
      expect(packed.all()).toEqual(list);
    }),
  );
});

test('halves of a character at the borders of two texts do not become one', () => {
  const packed = new PackedTexts(packTexts(['a\ud83d', '\ude00b']));
  expect(packed.all()).toEqual(['a\ufffd', '\ufffdb']);
});

test('a blob that leans on another is read with it and not without', () => {
  const dictionary = Buffer.from('{"id":"e1","event":"user_login","text":"Посылка у двери"}');
  const bytes = Buffer.from('{"id":"e1","event_key":"user_login","text":"Посылка у двери"}');
  const blob = compress(bytes, dictionary);
  expect(decompress(blob, dictionary).equals(bytes)).toBe(true);
  expect(() => decompress(blob)).toThrow('session.damaged');
  expect(() => new PackedTexts(Buffer.from([9, 0, 0, 0, 1]))).toThrow('session.damaged');
});

test('a body is put together again to the letter, whatever was cut from it', () => {
  fc.assert(
    fc.property(texts, texts, fc.integer({ min: 0, max: 40 }), (gaps, objects, foreign) => {
      const body = gaps.map((gap, index) => gap + (objects[index] ?? '')).join('');
      const cut = objects.map((one, index) => (index === foreign ? 'not in the body' : one));
      for (const list of [objects, cut, []]) {
        expect(putBack(takeOut(body, list), list)).toBe(body);
      }
    }),
  );
  expect(takeOut('[1,2,3]', ['1', '2', '3'])).toEqual(['[', ',', ',', ']']);
});

test('chunks hold at most 16 and about as many each, and an item of any size has one', () => {
  const lengths = (sizes: number[]) =>
    cutIntoChunks(sizes, (size) => size).map((chunk) => chunk.length);
  expect(lengths(Array<number>(50).fill(10))).toEqual([13, 13, 13, 11]);
  expect(lengths([300_000, 1, ...Array<number>(30).fill(10)])).toEqual([1, 16, 15]);
  expect(lengths([])).toEqual([]);
});

test('key order and white space do not make other content; digits and types do', () => {
  expect(sameContent('{"a":1,"b":[{"c":2,"d":3}]}', '{ "b":[{"d":3,"c":2}], "a":1 }')).toBe(true);
  expect(sameContent('{"a":9007199254740993}', '{"a":9007199254740992}')).toBe(false);
  expect(sameContent('{"a":1}', '{"a":"#1"}')).toBe(false);
  expect(sameContent('{"a":[1,2]}', '{"a":[2,1]}')).toBe(false);
});
