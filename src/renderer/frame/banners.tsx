import { useTranslation } from 'react-i18next';
import { useAppInfo } from '../state/preferences.ts';
import { Notice } from '../ui/notice.tsx';

/** What a person must not overlook while working: which runtime this is, and what the keychain cannot do. */
export function Banners() {
  const { t } = useTranslation('common');
  const info = useAppInfo();
  if (!info) return null;
  return (
    <>
      {info.standIn && (
        <Notice tone="warning" banner>
          {t('standIn', { version: info.electron })}
        </Notice>
      )}
      {info.keychain !== 'available' && (
        <Notice tone="warning" banner>
          {t(info.keychain === 'absent' ? 'keychainAbsent' : 'keychainLocked')}
        </Notice>
      )}
    </>
  );
}
