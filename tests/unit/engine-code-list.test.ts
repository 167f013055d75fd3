import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CodeList } from '../../src/main/store/engine/code-list.ts';

const code = fc.oneof(
  fc.nat(3),
  fc.integer({ min: 250, max: 260 }),
  fc.integer({ min: 65_530, max: 65_540 }),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);
const step = fc.oneof(
  fc.record({ push: code }),
  fc.record({ append: fc.array(code, { maxLength: 200 }) }),
  fc.record({ set: code, at: fc.nat() }),
  fc.record({ resize: fc.nat(300) }),
);

test('codes are kept whatever they are and however wide the list has become', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const list = new CodeList();
      let codes: number[] = [];
      for (const one of steps) {
        if ('push' in one) {
          list.push(one.push);
          codes.push(one.push);
        } else if ('append' in one) {
          list.append(Uint32Array.from(one.append));
          codes.push(...one.append);
        } else if ('resize' in one) {
          list.resize(one.resize);
          codes = Array.from({ length: one.resize }, (_, i) => codes[i] ?? 0);
        } else if (codes.length > 0) {
          list.set(one.at % codes.length, one.set);
          codes[one.at % codes.length] = one.set;
        }
        expect([...list.data.subarray(0, list.length)]).toEqual(codes);
      }
    }),
    { numRuns: 500 },
  );
});

test('a list of few codes takes a byte a row', () => {
  const list = new CodeList();
  list.append(new Uint32Array(1000).fill(255));
  expect(list.data.BYTES_PER_ELEMENT).toBe(1);
  list.push(256);
  expect(list.data.BYTES_PER_ELEMENT).toBe(2);
  list.push(65_536);
  expect(list.data.BYTES_PER_ELEMENT).toBe(4);
});
