import { fold } from '../../shared/query/fold.ts';

const letters: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'c',
  ч: 'ch',
  ш: 'sh',
  щ: 'sch',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
};

/** What the many ways of writing Russian in Latin letters differ in, and one form for each. */
const ways: readonly (readonly [RegExp, string])[] = [
  [/shch/g, 'sch'],
  [/kh/g, 'h'],
  [/ts/g, 'c'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/[yj]/g, 'i'],
  [/ie/g, 'e'],
  [/i+/g, 'i'],
];

/**
 * The words of a name in Latin letters, in a form in which the usual ways of writing them agree:
 * `Юлия`, `Yulia`, `Julija` and `Iuliia` are one. Good for comparing, not for reading.
 */
export function latinName(name: string): string[] {
  return fold(name)
    .split(/[^\p{L}]+/u)
    .map((word) => Array.from(word, (letter) => letters[letter] ?? letter).join(''))
    .map((word) => ways.reduce((text, [way, one]) => text.replaceAll(way, one), word))
    .filter((word) => word !== '');
}
