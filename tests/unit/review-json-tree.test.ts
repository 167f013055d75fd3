import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  childrenOf,
  pathText,
  rootOf,
  searchJson,
  stringOf,
  type JsonNode,
} from '../../src/renderer/features/review/json-tree.ts';
import { firstOpen, rowsOf, step } from '../../src/renderer/features/review/json-rows.ts';
import { jsonPieces, layOut } from '../../src/renderer/features/review/json-text.ts';

const every = Number.POSITIVE_INFINITY;

/** The value put together again from the tree alone. */
function rebuilt(text: string, node: JsonNode): unknown {
  const children = childrenOf(text, node, every);
  if (node.kind === 'array') return children.map((child) => rebuilt(text, child));
  if (node.kind === 'object')
    return Object.fromEntries(
      children.map((child) => [stringOf(child.key ?? ''), rebuilt(text, child)]),
    );
  return JSON.parse(text.slice(node.from, node.to));
}

const allOpen = (text: string): Map<number, number> => {
  const opened = new Map<number, number>();
  const open = (node: JsonNode) => {
    opened.set(node.from, every);
    childrenOf(text, node, every).forEach(open);
  };
  const root = rootOf(text);
  if (root) open(root);
  return opened;
};

describe('the tree of a JSON text', () => {
  test('holds every value of it, however it is written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = ` ${JSON.stringify(value, null, indent)}\n`;
        const root = rootOf(text);
        expect(root && rebuilt(text, root)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('keeps digits, doubles of a key and their order, and breaks off where the text does', () => {
    const text = '{"id": 12345678901234567890123, "a": 1, "a": 2.50, "тег \\"x\\"": [tru';
    const root = rootOf(text);
    const children = root ? childrenOf(text, root, every) : [];
    expect(children.map(({ key, from, to }) => [key, text.slice(from, to)])).toEqual([
      ['"id"', '12345678901234567890123'],
      ['"a"', '1'],
      ['"a"', '2.50'],
      ['"тег \\"x\\""', '[tru'],
    ]);
    expect(rootOf('')).toBeNull();
  });

  test('a path is written as it would be typed', () => {
    const text = '{"details":{"filters":[1,{"with space":null,"имя":0}]}}';
    const ways = searchJson(text, 'a', 10).concat(searchJson(text, 'имя', 10));
    expect(ways.map(pathText)).toEqual([
      'details',
      'details.filters[1]."with space"',
      'details.filters[1].имя',
    ]);
  });

  test('a word is found in keys and values whatever its case, ё and escapes', () => {
    const text = '{"Ёлка":{"x":["\\u0401ж","никто"]},"n":1204}';
    expect(searchJson(text, 'елка', 9).map(pathText)).toEqual(['Ёлка']);
    expect(searchJson(text, 'ЕЖ', 9).map(pathText)).toEqual(['Ёлка.x[0]']);
    expect(searchJson(text, '20', 9).map(pathText)).toEqual(['n']);
    expect(searchJson(text, '', 9)).toEqual([]);
    expect(searchJson('["a","a","a"]', 'a', 2)).toHaveLength(2);
  });

  test('of a text that breaks off, all that is there is shown', () => {
    const shown = (text: string) => {
      const root = rootOf(text);
      const nodes = root ? [root, ...childrenOf(text, root, 10)] : [];
      return nodes.map(({ key, kind, from, to }) => [key, kind, text.slice(from, to)]);
    };
    expect(shown('"a\\"')).toEqual([[null, 'string', '"a\\"']]);
    expect(shown('{"a":1,"b":"до}')).toEqual([
      [null, 'object', '{"a":1,"b":"до}'],
      ['"a"', 'number', '1'],
      // Its closing brace may have been one: what cannot be told is not left out.
      ['"b"', 'string', '"до}'],
    ]);
    expect(shown('{"a":1,"b')).toEqual([
      [null, 'object', '{"a":1,"b'],
      ['"a"', 'number', '1'],
    ]);
    expect(shown('{a:1}')).toEqual([[null, 'object', '{a:1}']]);
  });

  test('each line knows its parent, and members come a step at a time', () => {
    const text = JSON.stringify({ many: Array.from({ length: 250 }, (_, at) => at) });
    const opened = firstOpen(text);
    const rows = rowsOf(text, opened);
    expect(rows.map(({ depth }) => depth)).toEqual([0, 1]);
    const many = rows[1];
    opened.set(many?.node.from ?? -1, step);
    const open = rowsOf(text, opened);
    expect(open).toHaveLength(2 + step + 1);
    expect(open.at(-1)).toMatchObject({ more: { shown: step }, parent: 1 });
    expect(open[50]).toMatchObject({ parent: 1, depth: 2 });
    expect(many?.size).toBe(250);
  });

  test('all open, there is a line for every value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const count = (one: unknown): number =>
          one !== null && typeof one === 'object'
            ? 1 + Object.values(one).reduce((sum: number, inner) => sum + count(inner), 0)
            : 1;
        expect(rowsOf(text, allOpen(text))).toHaveLength(count(JSON.parse(text)));
      }),
    );
  });

  test('a text of megabytes is opened, searched and laid out', () => {
    const long = `${'я"\\'.repeat(800_000)}конец`;
    const text = JSON.stringify({ long, list: Array.from({ length: 200_000 }, (_, at) => [at]) });
    const rows = rowsOf(text, firstOpen(text));
    expect(rows.length).toBeLessThan(10);
    expect(searchJson(text, 'конец', 5).map(pathText)).toEqual(['long']);
    expect(layOut(text).length).toBeGreaterThan(text.length);
    expect(jsonPieces(text.slice(0, 20_000)).length).toBeGreaterThan(1);
  });
});
