import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from '../../src/shared/query/fold.ts';
import { anyCharacter } from '../support/any-character.ts';

test.each([
  ['ДОГОВОР', 'договор'],
  ['Ещё ЁЖ', 'еще еж'],
  ['е\u0308', 'е'],
  ['Straße STRASSE ẞ', 'strasse strasse ss'],
  ['ΣΊΣΥΦΟΣ', 'σίσυφοσ'],
  ['İstanbul ISTANBUL ıstanbul', 'istanbul istanbul istanbul'],
  ['ﬁn Ⅳ ２６ №', 'fin iv 26 no'],
  ['Й и\u0306', 'й й'],
  ['\ud800x', '\ufffdx'],
])('%s is compared as %s', (text, folded) => {
  expect(fold(text)).toBe(folded);
});

test('every character folds to something stable, and to the same from either case', () => {
  // Beyond these there is nothing that has a case or another form.
  for (let code = 0; code < 0x30000; code += 1) {
    const text = String.fromCodePoint(code);
    const folded = fold(text);
    if (fold(folded) !== folded) expect.fail(`U+${code.toString(16)} is not stable`);
    const cases = [fold(text.toLowerCase()), fold(text.toUpperCase()), fold(text.normalize('NFD'))];
    if (cases.some((one) => one !== folded)) expect.fail(`U+${code.toString(16)} keeps its case`);
  }
});

test('folding is stable and blind to form for any text', () => {
  const unit = fc.oneof(
    fc.string({ unit: anyCharacter, maxLength: 4 }),
    fc.constantFrom(
      'ё',
      'Ё',
      'е\u0308',
      'й',
      'ß',
      'İ',
      'i\u0307',
      '\u0301',
      '\u0300',
      'Σ',
      'ﬀ',
      'ͅ',
    ),
  );
  const text = fc.array(unit, { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (one) => {
      const folded = fold(one);
      expect(fold(folded)).toBe(folded);
      expect(folded.isWellFormed()).toBe(true);
      expect(fold(one.normalize('NFD'))).toBe(folded);
    }),
    { numRuns: 2000 },
  );
});
