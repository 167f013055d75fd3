import { fill } from './index.ts';
import type { Language, TextTree } from './texts.ts';

export type Values = Readonly<Record<string, string | number>>;

/**
 * Texts by their path where there is no i18next, as it would give them: placeholders filled, and,
 * where there is a `count`, in the form that goes with that number. A path that leads nowhere is its
 * own text, to be seen in a test.
 */
export function speaker(texts: TextTree, language: Language) {
  const plural = new Intl.PluralRules(language);
  return (key: string, values: Values = {}): string => {
    const { count } = values;
    const form = typeof count === 'number' ? textAt(texts, `${key}_${plural.select(count)}`) : null;
    return fill(form ?? textAt(texts, key) ?? key, values);
  };
}

function textAt(texts: TextTree, path: string): string | null {
  let found: string | TextTree | undefined = texts;
  for (const step of path.split('.')) {
    if (typeof found !== 'object' || !Object.hasOwn(found, step)) return null;
    found = found[step];
  }
  return typeof found === 'string' ? found : null;
}
