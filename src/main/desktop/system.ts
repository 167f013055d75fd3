import { app, powerMonitor, systemPreferences } from 'electron';
import { Failed } from '../../shared/errors.ts';
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

/** Calls when the laptop goes to sleep, or its screen is locked where the system tells (not Linux). */
export function lockWithSystem(lock: () => void): void {
  powerMonitor.on('suspend', lock);
  powerMonitor.on('lock-screen', lock);
}

/** Touch ID where there is one, else null. Rejects with `lock.wrong-secret` for anybody else's finger. */
export function systemQuestion(reason: () => string): (() => Promise<void>) | null {
  if (process.platform !== 'darwin' || !systemPreferences.canPromptTouchID()) return null;
  return () =>
    systemPreferences.promptTouchID(reason()).catch(() => {
      throw new Failed('lock.wrong-secret');
    });
}
