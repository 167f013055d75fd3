/** Texts that break files: for property tests of whatever writes one. */
import * as fc from 'fast-check';
import { anyCharacter } from './any-character.ts';

const marks = String.raw`" ' , ; | \ = + - @ { } < > & 0 a Z ё я 日`.split(' ');
const blanks = [' ', '\t', '\r', '\n', '\r\n', '\u0085', '\u2028', '\uFEFF'];
const characters = [
  '\0',
  '\u0001',
  '\u001F',
  '\u007F',
  '\uFFFE',
  '\uFFFF',
  '\uD800',
  '\uDC00',
  '😀',
];
const words = [']]>', '&amp;', '_x000D_', '_x0041_', '__proto__', String.raw`\n`, 'NULL', '1e5'];
const formulas = ['=1+1', '-5', '@SUM(A1)', 'msg=', ' act=x'];
const unit = fc.constantFrom(...marks, ...blanks, ...characters, ...words, ...formulas);

export const nastyText = fc.oneof(
  { weight: 12, arbitrary: fc.string({ unit, maxLength: 12 }) },
  { weight: 3, arbitrary: fc.string({ unit: anyCharacter, maxLength: 30 }) },
  { weight: 1, arbitrary: fc.constantFrom('я'.repeat(40_000), `x${'😀'.repeat(20_000)}`) },
);

/**
 * Keys of objects that are more than keys to careless programs. None with a backslash: Node 24's own
 * JSON.parse takes such a key that it has seen for the next one whose JSON has the same letters (`\\`
 * for `\"`), so that it cannot tell what was written (V8 13.6; 11.3 does not).
 */
export const nastyKey = fc
  .oneof(
    fc.constantFrom('__proto__', 'constructor', 'toString', 'length', 'a b', '', '=1'),
    fc.string({ unit, maxLength: 4 }),
  )
  .filter((key) => !key.includes('\\'));
