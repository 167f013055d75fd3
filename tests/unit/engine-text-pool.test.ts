import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bitmap } from '../../src/main/store/engine/bitmap.ts';
import { TextPool } from '../../src/main/store/engine/text-pool.ts';
import type { Pattern } from '../../src/shared/query/query.ts';

const word = (most: number) =>
  fc.string({
    unit: fc.constantFrom('а', 'б', 'в', 'я', ' ', '1', 'é'),
    minLength: 1,
    maxLength: most,
  });
/** Many blocks, and more than one chunk of the arena. */
const texts = fc.uniqueArray(word(40), { minLength: 150, maxLength: 260 });

/** A word letter by letter, or anything with wildcards. */
const patterns = fc.oneof(
  word(6).map((whole) =>
    Array.from(whole, (_, end): Pattern => ({ pieces: [whole.slice(0, end + 1)], whole: false })),
  ),
  fc
    .record({
      pieces: fc.array(fc.oneof(fc.constant(''), word(4)), { minLength: 1, maxLength: 3 }),
      whole: fc.boolean(),
    })
    .filter(({ pieces, whole }) => whole || pieces.some((piece) => piece !== ''))
    .map((pattern): Pattern[] => [pattern]),
);

function matches(text: string, { pieces, whole }: Pattern): boolean {
  const escaped = pieces.map((piece) => piece.replaceAll(/[^\p{L}\d ]/gu, String.raw`\$&`));
  const middle = escaped.join('[^]*');
  return new RegExp(whole ? `^${middle}$` : middle, 'u').test(text);
}

/** The codes from 1 on of those that `wanted` keeps. */
function all(pool: TextPool, wanted: (code: number) => boolean): Bitmap {
  const codes = new Bitmap(pool.size);
  for (let code = 1; code < pool.size; code += 1) if (wanted(code)) codes.add(code);
  return codes;
}

function codesIn(set: Bitmap, within: Bitmap): number[] {
  const codes: number[] = [];
  set
    .copy()
    .and(within)
    .forEach((code) => codes.push(code));
  return codes;
}

test('blocks that are passed over hide no text, whatever was asked before or has gone since', () => {
  fc.assert(
    fc.property(
      texts,
      fc.array(patterns, { minLength: 1, maxLength: 4 }),
      fc.nat(3),
      fc.nat(200),
      (made, asked, every, kept) => {
        const pool = new TextPool(100);
        for (const text of made) expect(pool.code(text)).toBeGreaterThan(0);
        const ask = (present: readonly string[]) => {
          for (const pattern of asked.flat()) {
            const wanted = all(pool, (code) => every === 0 || code % (every + 1) === 0);
            const expected = codesIn(
              all(pool, (code) => matches(present[code - 1] ?? '', pattern)),
              wanted,
            );
            expect(codesIn(pool.matching(pattern, wanted), wanted)).toEqual(expected);
          }
        };
        ask(made);
        pool.truncate(kept + 1);
        const rest = made.slice(0, kept);
        ask(rest);
        const more = [...rest, ...made.map((text) => `${text}яя`)].filter(
          (text, at, list) => list.indexOf(text) === at,
        );
        for (const text of more) pool.code(text);
        for (const _ of pool.prepare());
        ask(more);
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);
