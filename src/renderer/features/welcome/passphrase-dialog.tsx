import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/errors.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface PassphraseDialogProps {
  /** Of the session, when it is known. */
  name: string | null;
  pending: boolean;
  failure: Failure | null;
  onSubmit: (passphrase: string) => void;
  onClose: () => void;
}

/** Asks for the passphrase of a session; a wrong one is chosen whole, to be typed over. */
export function PassphraseDialog({ name, pending, failure, ...on }: PassphraseDialogProps) {
  const { t } = useTranslation('welcome');
  const [passphrase, setPassphrase] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const isWrong = failure?.kind === 'session.wrong-key';
  useEffect(() => {
    if (isWrong) field.current?.select();
  }, [isWrong]);
  return (
    <FormDialog
      title={name ? t('passphrase.titleNamed', { name }) : t('passphrase.title')}
      submit={t('passphrase.open')}
      canSubmit={passphrase.length > 0}
      isPending={pending}
      dirty={false}
      onSubmit={() => on.onSubmit(passphrase)}
      onClose={on.onClose}
    >
      <TextField
        label={t('passphrase.label')}
        type="password"
        value={passphrase}
        onChange={setPassphrase}
        autoFocus
        inputRef={field}
        note={isWrong ? undefined : t('passphrase.note')}
        error={isWrong ? <span role="alert">{t('passphrase.wrong')}</span> : undefined}
      />
    </FormDialog>
  );
}
