import { useTranslation } from 'react-i18next';
import { refresh } from '../api.ts';
import { useAppInfo } from '../state/preferences.ts';
import { Button } from '../ui/button.tsx';
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
        <Notice
          tone="warning"
          banner
          action={
            info.keychain === 'locked' && (
              <Button
                variant="link"
                size="small"
                onPress={() => void refresh('app.info', 'sources.list')}
              >
                {t('checkAgain')}
              </Button>
            )
          }
        >
          {t(info.keychain === 'absent' ? 'keychainAbsent' : 'keychainLocked')}
        </Notice>
      )}
    </>
  );
}
