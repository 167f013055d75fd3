import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lockCode, lockMinutes } from '../../../shared/privacy.ts';
import type { Settings } from '../../../shared/settings.ts';
import { useAction } from '../../api.ts';
import { useAppInfo } from '../../state/preferences.ts';
import { usePrivacy } from '../../state/privacy.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choice.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { FailureNotice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './privacy.module.css';

interface PrivacySettingsProps {
  settings: Settings;
  onChange: (change: Partial<Settings>) => void;
}

/** When the window locks, what unlocks it, and who may take its picture. */
export function PrivacySettings({ settings, onChange }: PrivacySettingsProps) {
  const { t } = useTranslation('privacy');
  const linux = useAppInfo()?.platform === 'linux';
  const choices = lockMinutes.map((minutes) => ({
    id: String(minutes),
    label: t('settings.minutes', { count: minutes }),
  }));
  return (
    <>
      <Select
        label={t('settings.lock')}
        value={settings.lockMinutes === null ? 'never' : String(settings.lockMinutes)}
        choices={[...choices, { id: 'never', label: t('settings.never') }]}
        onChange={(id) =>
          onChange({ lockMinutes: lockMinutes.find((minutes) => String(minutes) === id) ?? null })
        }
      />
      <Code />
      <Checkbox
        label={t('settings.capture')}
        note={t(linux ? 'settings.captureLinux' : 'settings.captureNote')}
        value={settings.hiddenFromCapture}
        isDisabled={linux && !settings.hiddenFromCapture}
        onChange={(hiddenFromCapture) => onChange({ hiddenFromCapture })}
      />
    </>
  );
}

function Code() {
  const { t } = useTranslation('privacy');
  const { hasCode } = usePrivacy();
  const [asking, setAsking] = useState(false);
  const remove = useAction('privacy.setCode');
  return (
    <section aria-label={t('settings.code')}>
      <div className={styles.code}>
        <p>{t(hasCode ? 'settings.codeSet' : 'settings.codeNone')}</p>
        <Button onPress={() => setAsking(true)}>
          {t(hasCode ? 'settings.change' : 'settings.setCode')}
        </Button>
        {hasCode && (
          <Button isPending={remove.isPending} onPress={() => remove.mutate({ code: null })}>
            {t('settings.remove')}
          </Button>
        )}
      </div>
      {remove.error && <FailureNotice failure={remove.error} />}
      {asking && <CodeDialog onClose={() => setAsking(false)} />}
    </section>
  );
}

function CodeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('privacy');
  const [code, setCode] = useState('');
  const [again, setAgain] = useState('');
  const set = useAction('privacy.setCode');
  const differs = again !== '' && again !== code;
  return (
    <FormDialog
      title={t('settings.code')}
      submit={t('settings.set')}
      canSubmit={lockCode.safeParse(code).success && again === code}
      isPending={set.isPending}
      dirty={false}
      failure={set.error}
      onSubmit={() => set.mutate({ code }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p className="muted">{t('settings.codeNote')}</p>
      <TextField
        label={t('settings.newCode')}
        type="password"
        value={code}
        onChange={setCode}
        autoFocus
      />
      <TextField
        label={t('settings.again')}
        type="password"
        value={again}
        onChange={setAgain}
        error={differs ? t('settings.differs') : undefined}
      />
    </FormDialog>
  );
}
