import type { Language } from '../../shared/locales/texts.ts';
import type { Settings } from '../../shared/settings.ts';

/** Theme, density and language as the style sheets and the screen reader see them. */
export function applyLook(settings: Settings, language: Language): void {
  const root = document.documentElement;
  root.lang = language;
  root.dataset['density'] = settings.density;
  if (settings.theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = settings.theme;
}
