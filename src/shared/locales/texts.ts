/**
 * Texts of one part of the program in both languages, side by side, so that neither can be
 * forgotten: `defineTexts` does not compile when the Russian keys differ from the English ones.
 * Placeholders are i18next's: `{{name}}`. Plurals are keys with i18next's endings (`_one`, `_few`,
 * `_many`, `_other`): English carries all four too (few and many equal to other), so that the
 * shapes stay the same.
 */
export interface TextTree {
  [key: string]: string | TextTree;
}

type SameShape<T> = { [K in keyof T]: T[K] extends string ? string : SameShape<T[K]> };

export function defineTexts<const T extends TextTree>(en: T, ru: SameShape<T>) {
  return { en, ru };
}

export const languages = ['ru', 'en'] as const;
export type Language = (typeof languages)[number];
