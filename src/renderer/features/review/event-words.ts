import type { i18n as I18n, TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { sourceKinds } from '../../../shared/event.ts';

/** Event keys and sources in words; a key that is not known is its own word (the set is open). */
export function useEventWords() {
  const { t, i18n } = useTranslation('review');
  return eventWords(i18n, t);
}

export function eventWords(i18n: I18n, t: TFunction<'review'>) {
  const find = (part: 'keys' | 'meanings' | 'details', key: string): string | null => {
    const words: unknown = i18n.getResource(i18n.language, 'events', `${part}.${key}`);
    return typeof words === 'string' ? words : null;
  };
  return {
    event: (key: string): string => find('keys', key) ?? key,
    /** What such an event means for somebody who investigates; null for a key that is not known. */
    meaning: (key: string): string | null => find('meanings', key),
    source(kind: string): string {
      const known = sourceKinds.find((one) => one === kind);
      return known ? t(`source.${known}`) : kind;
    },
    /** What a key of `details` means; null when it is not known. */
    detail: (key: string): string | null => find('details', key),
  };
}
