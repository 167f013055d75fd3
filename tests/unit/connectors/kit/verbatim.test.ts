import fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyText, sliceElements } from '../../../../src/main/connectors/kit/verbatim.ts';
import { anyCharacter } from '../../../support/any-character.ts';

test('digits, escapes, key order and doubled keys stay to the letter', () => {
  const first = '{"id":12345678901234567890,"b":1.50,"a":"\\u0430\\/\\"[{,","a":1e3}';
  const second = '{ "nested" : [ 1 , { "x" : " a  b " } ] ,\r\n\t"id":2 }';
  const body = `\n{ "meta": {"data":[0]}, "data" : [ ${first} ,\n ${second} ] }`;
  expect(sliceElements(body, 'data')).toEqual([
    { text: first, tooDeep: false },
    { text: '{"nested":[1,{"x":" a  b "}],"id":2}', tooDeep: false },
  ]);
  expect(propertyText(first, 'id')).toBe('12345678901234567890');
  expect(propertyText(first, 'a')).toBe('1e3');
});

test.each([
  ['{"data":{}}', null],
  ['{"data":null}', null],
  ['{"other":[1]}', null],
  ['{"data":[]}', []],
  ['{}', null],
  ['[]', null],
  ['[{"data":[1]}]', null],
  ['{"data":[1, "a,b" ,null]}', ['1', '"a,b"', 'null']],
  ['{"data":[1],"data":[2]}', ['2']],
  ['{"d\\u0061ta":[3]}', ['3']],
  ['"data"', null],
])('%s', (body, texts) => {
  expect(sliceElements(body, 'data')?.map(({ text }) => text) ?? null).toEqual(texts);
});

test('an element nested too deep is kept and marked', () => {
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
  expect(sliceElements(`{"data":[{"a":1},${deep}]}`, 'data')).toEqual([
    { text: '{"a":1}', tooDeep: false },
    { text: deep, tooDeep: true },
  ]);
});

/** JSON text as a program might write it: white space anywhere, any number, any escape. */
const space = fc.stringMatching(/^[ \n\r\t]{0,3}$/);
const text = fc.oneof(
  fc.string({ unit: anyCharacter }).map((value) => JSON.stringify(value)),
  fc.constantFrom('"\\u0000\\ud83d"', '"\\\\"', '"\\\\\\""', '"{[,:]}"', '"посылка"'),
);
const scalar = fc.oneof(
  text,
  fc.constantFrom('true', 'false', 'null', '0', '-0.0', '1e5', '9007199254740993', '1.000'),
);
const { value } = fc.letrec<Record<'value' | 'array' | 'object', string>>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, tie('array'), tie('object')),
  array: fc
    .array(fc.tuple(space, tie('value'), space), { maxLength: 5 })
    .map((items) => `[${items.map((item) => item.join('')).join(',') || ' '}]`),
  object: fc
    .array(fc.tuple(space, text, space, tie('value'), space), { maxLength: 5 })
    .map((items) => `{${items.map(([a, k, b, v, c]) => `${a}${k}${b}:${b}${v}${c}`).join(',')}}`),
}));

test('the slices mean what JSON.parse reads, without white space outside strings', () => {
  const bodies = fc.tuple(fc.array(fc.tuple(space, value, space)), value);
  fc.assert(
    fc.property(bodies, ([items, other]) => {
      const list = `[${items.map((item) => item.join('')).join(',')}]`;
      const body = `{"meta":${other} , "data" : ${list}}`;
      const slices = sliceElements(body, 'data') ?? [];
      const parsed: unknown = JSON.parse(list);
      expect(slices.map((slice): unknown => JSON.parse(slice.text))).toEqual(parsed);
      for (const { text: slice } of slices) {
        expect(slice).not.toMatch(/[\n\r\t]/);
        expect(slice.replaceAll(/"(?:[^"\\]|\\.)*"/g, '')).not.toMatch(/ /);
      }
    }),
  );
});

test('a property of any object is found as JSON.parse finds it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('"a"', '"\\u0061"', '"b"'), value)), (pairs) => {
      const object = `{${pairs.map(([key, one]) => `${key}:${one}`).join(' , ')}}`;
      const parsed = JSON.parse(object) as Record<string, unknown>;
      const found = propertyText(object, 'a');
      if (Object.hasOwn(parsed, 'a')) expect(JSON.parse(found ?? '')).toEqual(parsed['a']);
      else expect(found).toBeNull();
    }),
  );
});
