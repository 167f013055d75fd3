import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { textsOf } from '../shared/locales/index.ts';
import type { Language } from '../shared/locales/texts.ts';

/** The texts are in the program: nothing is fetched, nothing can be missing at run time. */
export async function startTexts(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { en: textsOf('en'), ru: textsOf('ru') },
    defaultNS: 'common',
    // React escapes.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    returnNull: false,
  });
}
