import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api.ts';
import { useAppInfo } from '../../state/preferences.ts';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { strengthOf } from './strength.ts';
import { enterSession } from './use-open-session.ts';

export function NewSessionDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('welcome');
  const keychain = useAppInfo()?.keychain ?? 'available';
  const create = useAction('sessions.create');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<'keychain' | 'passphrase'>(
    keychain === 'available' ? 'keychain' : 'passphrase',
  );
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const strength = strengthOf(passphrase);
  const ready = kind === 'keychain' || (strength !== 'short' && passphrase === again);

  function submit(): void {
    const protection = kind === 'keychain' ? { kind } : { kind, passphrase };
    create.mutate(
      { name, protection },
      {
        // null: the person closed the system's dialog; the form is still there.
        onSuccess: (session) => {
          if (!session) return;
          onClose();
          enterSession(session);
        },
      },
    );
  }

  return (
    <FormDialog
      title={t('new.title')}
      submit={t('new.create')}
      canSubmit={name.trim() !== '' && ready}
      isPending={create.isPending}
      dirty={name !== '' || passphrase !== ''}
      failure={create.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label={t('new.name')}
        value={name}
        onChange={setName}
        placeholder={t('new.nameExample')}
        autoFocus
      />
      {keychain !== 'available' && (
        <Notice tone="info">
          {t(keychain === 'absent' ? 'new.keychainAbsent' : 'new.keychainLocked')}
        </Notice>
      )}
      <ChoiceGroup
        label={t('new.protection')}
        value={kind}
        onChange={setKind}
        choices={[
          {
            id: 'keychain',
            label: t('new.keychain'),
            note: t('new.keychainNote'),
            disabled: keychain !== 'available',
          },
          { id: 'passphrase', label: t('new.passphrase'), note: t('new.passphraseNote') },
        ]}
      />
      {kind === 'passphrase' && (
        <>
          <TextField
            label={t('passphrase.label')}
            type="password"
            value={passphrase}
            onChange={setPassphrase}
            note={
              <span aria-live="polite">{t(`strength.${passphrase ? strength : 'advice'}`)}</span>
            }
          />
          <TextField
            label={t('new.again')}
            type="password"
            value={again}
            onChange={setAgain}
            error={again !== '' && again !== passphrase ? t('new.differs') : undefined}
          />
        </>
      )}
    </FormDialog>
  );
}
