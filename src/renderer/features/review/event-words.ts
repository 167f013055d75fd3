import { useTranslation } from 'react-i18next';
import { sourceKinds } from '../../../shared/event.ts';

/** Event keys and sources in words; a key that is not known is its own word (the set is open). */
export function useEventWords() {
  const { t, i18n } = useTranslation(['events', 'review']);
  return {
    event(key: string): string {
      return i18n.exists(`keys.${key}`, { ns: 'events' })
        ? t(`keys.${key}` as 'keys.user_login')
        : key;
    },
    source(kind: string): string {
      const known = sourceKinds.find((one) => one === kind);
      return known ? t(`review:source.${known}`) : kind;
    },
    /** What a key of `details` means; null when it is not known. */
    detail(key: string): string | null {
      return i18n.exists(`details.${key}`, { ns: 'events' })
        ? t(`details.${key}` as 'details.initiator_id')
        : null;
    },
  };
}
