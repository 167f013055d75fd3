import { expect, test } from 'vitest';
import { Dictionary } from '../../src/main/store/engine/dictionary.ts';
import { foldedBytes, valueEnd } from '../../src/main/store/engine/folded-bytes.ts';

// More than are kept as texts: as they are, in capitals, in Russian, and with signs of four bytes.
const values = Array.from({ length: 70_000 }, (_, i) => {
  if (i % 7 === 0) return `ID-${i}`;
  return i % 7 === 1 ? `запись ${i} 😀` : `id-${i}`;
});
const codes = values.map((_, i) => i + 1);

test('of very many values each has one code, however it came, until it is taken back', () => {
  const dictionary = new Dictionary();
  expect(values.map((value) => dictionary.code(value))).toEqual(codes);
  expect(values.map((value) => dictionary.code(value))).toEqual(codes);
  expect(dictionary.size).toBe(values.length + 1);
  expect(dictionary.find('ID-2')).toBe(0);
  expect(dictionary.find('id-7')).toBe(0);
  const plain = Buffer.concat([foldedBytes('id-69996'), Buffer.of(valueEnd)]);
  expect(dictionary.codeOfPlain(plain, 0, plain.length)).toBe(69_997);
  expect(dictionary.text(69_994)).toBe(values[69_993]);

  dictionary.truncate(69_000);
  const at = values.map((value) => dictionary.find(value));
  expect(at).toEqual(codes.map((code) => (code < 69_000 ? code : 0)));
  expect(dictionary.code('ID-2')).toBe(69_000);
  expect(dictionary.code('id-2')).toBe(3);
});
