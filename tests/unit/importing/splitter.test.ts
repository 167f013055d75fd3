import {
  assert,
  array,
  integer,
  json,
  jsonValue,
  oneof,
  property,
  constantFrom,
  constant,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxElementBytes, Splitter, type Piece } from '../../../src/main/importing/splitter.ts';
import { Failed } from '../../../src/shared/errors.ts';

function split(text: string | Buffer, chunk = 1 << 20): Piece[] {
  const bytes = Buffer.from(text);
  const splitter = new Splitter();
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; at += chunk) {
    pieces.push(...splitter.push(bytes.subarray(at, at + chunk)));
  }
  return [...pieces, ...splitter.end()];
}
const texts = (pieces: Piece[]) => pieces.map(({ text }) => text);
const problems = (pieces: Piece[]) => pieces.map(({ problem }) => problem);

const a = '{"id":"1","details":{"who":"Ёж \\"[{,"},"n":12345678901234567890}';
const b = '{"eventId":2,"appliedRules":["x","y"],"list":[[],{}]}';

describe('every layout gives the same elements', () => {
  const layouts: Record<string, string> = {
    'a value a line': `${a}\n${b}\n`,
    'a value a line, CRLF, no end': `${a}\r\n\r\n${b}`,
    'one after another': `${a}${b}`,
    'an array': `[${a},${b}]`,
    'an array on many lines': `[\n  ${a},\n  ${b}\n]\n`,
    'an answer': `{"data":[${a},${b}],"meta":{"paginate":{"has_next":false}}}`,
    'an answer with meta first': `{"meta":{"data":[1]},"auditEvents":[${a},${b}]}`,
    'answers a line each': `{"data":[${a}]}\n{"data":[${b}]}\n`,
    'answers on many lines': `{\n "data": [\n${a}\n],\n "x": 1\n}\n{\n "data": [\n${b}\n]\n}`,
    'an array of answers': `[{"data":[${a}]},{"data":[${b}]}]`,
    'empty answers between': `{"data":[]}\n{"data":[${a}]}\n{"auditEvents":[]}\n{"auditEvents":[${b}]}`,
  };
  test.each(Object.entries(layouts))('%s', (_, text) => {
    for (const chunk of [1, 2, 3, 7, 1000]) {
      const pieces = split(text, chunk);
      expect(texts(pieces)).toEqual([a, b]);
      expect(problems(pieces)).toEqual([null, null]);
    }
  });
});

test('a list inside an object that has an id is part of the object', () => {
  const event = '{"id":"1","data":[{"x":1}]}';
  expect(texts(split(`[${event}]`))).toEqual([event]);
  expect(texts(split(event))).toEqual([event]);
  expect(texts(split('{"details":{"data":[1]},"id":"1"}'))).toHaveLength(1);
});

test('a broken line costs that line only', () => {
  const pieces = split(`${a}\n{"id":"2","details":{"x":"cut\n${b}\nnot json at all\n}\n{"id":3`);
  expect(texts(pieces)).toEqual([
    a,
    '{"id":"2","details":{"x":"cut',
    b,
    'not json at all',
    '}',
    '{"id":3',
  ]);
  expect(problems(pieces)).toEqual([
    null,
    'incomplete',
    null,
    'not-json',
    'not-json',
    'incomplete',
  ]);
  expect(pieces.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('an answer that was cut keeps what it had', () => {
  const pieces = split(`{"data":[${a},{"id":"2"`);
  expect(texts(pieces)).toEqual([a, '{"id":"2"']);
  expect(problems(pieces)).toEqual([null, 'incomplete']);
  expect(problems(split(`{"data":[${a},`))).toEqual([null, 'incomplete']);
});

test('values that are no objects are given out as such', () => {
  const pieces = split(`[1, "two, [", null, ${a}, [3]]`);
  expect(texts(pieces)).toEqual(['1', '"two, ["', 'null', a, '[3]']);
  expect(problems(pieces)).toEqual(['not-json', 'not-json', 'not-json', null, 'not-json']);
});

test('depth and length are bounded, bytes that are no UTF-8 are kept', () => {
  const deep = `{"id":"1","x":${'['.repeat(5000)}${']'.repeat(5000)}}`;
  expect(problems(split(`${deep}\n${a}`))).toEqual(['too-deep', null]);
  expect(texts(split(deep))).toEqual([deep]);

  const chunk = Buffer.alloc(1 << 20, 'x');
  const splitter = new Splitter();
  splitter.push(Buffer.from('{"id":"'));
  const fill = () => {
    for (let size = 0; size <= maxElementBytes; size += chunk.length) splitter.push(chunk);
  };
  expect(fill).toThrow(Failed);

  const [piece] = split(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]));
  expect(piece).toMatchObject({ text: '{"ÿ":1}', problem: 'not-utf8' });
});

test('any objects in any layout come back, wherever the chunks are cut', () => {
  const object = jsonValue({ maxDepth: 4 }).map((value) => ({ id: 'ё', value }));
  const separator = constantFrom('\n', '\r\n', '', ' ', '\n\n');
  const layout = oneof(
    separator.map((between) => (items: string[]) => items.join(between)),
    constant((items: string[]) => `[${items.join(',')}]`),
    constant((items: string[]) => `{"data":[${items.join(' ,\n')}],"meta":{"id":[1]}}`),
    constant((items: string[]) =>
      JSON.stringify({ meta: 1, auditEvents: items.map((x) => JSON.parse(x) as unknown) }, null, 2),
    ),
  );
  assert(
    property(array(object), layout, integer({ min: 1, max: 40 }), (objects, lay, chunk) => {
      const text = lay(objects.map((one) => JSON.stringify(one)));
      const pieces = split(text, chunk);
      expect(pieces.every(({ problem }) => problem === null)).toBe(true);
      expect(pieces.map((piece) => JSON.parse(piece.text) as unknown)).toEqual(
        objects.map((one) => JSON.parse(JSON.stringify(one)) as unknown),
      );
    }),
  );
});

test('whatever the bytes are, the chunks make no difference', () => {
  const noise = array(
    oneof(
      constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '\n', '"data"', '"id"', 'ы', ' '),
      json(),
    ),
  );
  assert(
    property(noise, integer({ min: 1, max: 9 }), (parts, chunk) => {
      expect(split(parts.join(''), chunk)).toEqual(split(parts.join('')));
    }),
    { numRuns: 1000 },
  );
});
