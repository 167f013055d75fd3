import { randomBytes } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unzstd, usualLevel, zstd } from '../../../src/main/store/zstd.ts';

const small = 2 ** 18;
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 100 }).map((text) => Buffer.from(text.repeat(40))),
  // On both sides of what goes through WebAssembly, and of the forms of a length in a frame's head.
  fc.constantFrom(0, 1, 255, 256, 65_791, 65_792, small, small + 1).map((n) => Buffer.alloc(n, 7)),
  fc.constant(randomBytes(small + 1)),
);
const dictionaries = fc.option(bytes, { nil: null });

test('what one side packs the other unpacks: Node’s own and ours, with and without a dictionary', () => {
  fc.assert(
    fc.property(bytes, dictionaries, (plain, dictionary) => {
      const options = dictionary?.length ? { dictionary } : {};
      const ours = Buffer.from(zstd(plain, dictionary, usualLevel));
      expect(zstdDecompressSync(ours, options).equals(plain)).toBe(true);
      expect(unzstd(ours, plain.length, dictionary).equals(plain)).toBe(true);
      const theirs = zstdCompressSync(plain, options);
      expect(unzstd(theirs, plain.length, dictionary).equals(plain)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('the same bytes give the same frame, whatever was packed before', () => {
  const works = fc.array(fc.tuple(bytes, dictionaries), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(bytes, dictionaries, works, (plain, dictionary, others) => {
      const first = zstd(plain, dictionary, usualLevel);
      for (const [other, leaning] of others) zstd(other, leaning, usualLevel);
      expect(Buffer.compare(zstd(plain, dictionary, usualLevel), first)).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test('nothing of another length, and nothing damaged, is given as if it were whole', () => {
  const text = Buffer.from('что сказано, то сказано; '.repeat(200));
  const frame = Buffer.from(zstd(text, null, usualLevel));
  const given = (bytes: Buffer, length: number) => {
    try {
      return unzstd(bytes, length, null);
    } catch {
      return null;
    }
  };
  for (const length of [0, 1, text.length - 1]) {
    expect(given(frame, length)?.length).not.toBe(length);
  }
  for (let at = 0; at < frame.length; at += 1)
    expect(given(frame.subarray(0, at), text.length)).toBe(null);
  expect(given(Buffer.from('not a frame at all'), text.length)).toBe(null);
});

test('a frame of far more than it should be takes no memory', () => {
  const frame = zstdCompressSync(Buffer.alloc(2 ** 28));
  const before = process.memoryUsage().rss;
  expect(() => unzstd(frame, 100, null)).toThrow();
  expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 26);
});
