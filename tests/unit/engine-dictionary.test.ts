import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dictionary } from '../../src/main/store/engine/dictionary.ts';
import { foldedBytes, valueEnd } from '../../src/main/store/engine/folded-bytes.ts';
import { fold } from '../../src/shared/query/fold.ts';

test('a value has one code, given as a text or as the bytes that lie in memory', () => {
  const step = fc.record({
    text: fc.oneof(
      fc.constantFrom('', 'a', 'A', 'я', 'Я', 'ё', '1', '01', 'ab'),
      fc.string({ unit: fc.constantFrom('a', '1', 'я'), maxLength: 6 }),
    ),
    asBytes: fc.boolean(),
    drop: fc.constantFrom(0, 0, 0, 0, 1, 2, 5),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const dictionary = new Dictionary();
      let texts: string[] = [''];
      for (const { text, asBytes, drop } of steps) {
        const bytes = Buffer.from([...foldedBytes(text), valueEnd]);
        const code =
          asBytes && fold(text) === text
            ? dictionary.codeOfPlain(bytes, 0, bytes.length)
            : dictionary.code(text);
        const known = texts.indexOf(text, 1);
        expect(code).toBe(known > 0 ? known : texts.length);
        if (known < 0) texts.push(text);
        const left = Math.max(1, texts.length - drop);
        dictionary.truncate(left);
        texts = texts.slice(0, left);
      }
      expect(texts.slice(1).map((_, i) => dictionary.text(i + 1))).toEqual(texts.slice(1));
    }),
    { numRuns: 300 },
  );
});
