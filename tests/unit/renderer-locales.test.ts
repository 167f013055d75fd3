import i18next from 'i18next';
import { describe, expect, test } from 'vitest';
import { textsOf } from '../../src/shared/locales/index.ts';
import { startTexts } from '../../src/renderer/i18n.ts';

type Texts = { [key: string]: string | Texts };

/** Every text by its whole key, `part:a.b`. */
function flat(texts: Texts, path = ''): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]) => {
    const here = path === '' ? `${key}:` : path.endsWith(':') ? path + key : `${path}.${key}`;
    return typeof value === 'string' ? [[here, value] as [string, string]] : flat(value, here);
  });
}

const en = new Map(flat(textsOf('en')));
const ru = new Map(flat(textsOf('ru')));
const placeholders = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)]
    .map((match) => match[1])
    .toSorted((a = '', b = '') => a.localeCompare(b));

describe('texts in two languages', () => {
  test('have the same keys', () => {
    expect([...ru.keys()]).toEqual([...en.keys()]);
  });

  test('have the same placeholders', () => {
    const different = [...en].filter(
      ([key, text]) => placeholders(text).join(',') !== placeholders(ru.get(key) ?? '').join(','),
    );
    expect(different).toEqual([]);
  });

  test('speak of nothing that only the command line has', () => {
    const strange = [...en, ...ru].filter(([, text]) => text.includes('VESTIGO_'));
    expect(strange).toEqual([]);
  });

  test('have all four forms of a plural', () => {
    for (const key of en.keys()) {
      const base = /^(.*)_(one|few|many|other)$/.exec(key)?.[1];
      if (base === undefined) continue;
      const forms = ['one', 'few', 'many', 'other'].filter((form) => en.has(`${base}_${form}`));
      expect(forms, base).toHaveLength(4);
    }
  });

  test('are set with the marks of their language', () => {
    // The review screen shows the query language, whose quotes are straight.
    const typed = (key: string) => key.startsWith('review:') || key.startsWith('cli:');
    const wrong = [...ru].filter(
      ([key, text]) =>
        !typed(key) && (/["“”]/.test(text) || / - /.test(text) || /\.\.\./.test(text)),
    );
    expect(wrong).toEqual([]);
    const straight = [...en].filter(
      ([key, text]) => !typed(key) && /["«»]|\.\.\.|\w'\w/.test(text),
    );
    expect(straight).toEqual([]);
  });

  test('choose the Russian plural by number', async () => {
    await startTexts('ru');
    const say = (count: number) => i18next.t('common:sourceCount', { count });
    expect([1, 2, 5, 11, 21, 104].map(say)).toEqual([
      '1 источник',
      '2 источника',
      '5 источников',
      '11 источников',
      '21 источник',
      '104 источника',
    ]);
  });
});
