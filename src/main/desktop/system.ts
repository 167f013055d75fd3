import { app } from 'electron';
import type { Language } from '../../shared/locales/texts.ts';
import type { Settings } from '../../shared/settings.ts';

/** The first of the system's languages that the program speaks; English when it speaks none. */
export function systemLanguage(): Language {
  for (const tag of app.getPreferredSystemLanguages()) {
    const language = tag.slice(0, 2).toLowerCase();
    if (language === 'ru' || language === 'en') return language;
  }
  return 'en';
}

export function systemZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function languageOf(settings: Settings): Language {
  return settings.language === 'system' ? systemLanguage() : settings.language;
}
