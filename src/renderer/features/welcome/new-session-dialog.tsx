import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ProtectionFields, protectionOf, useProtecting } from './protection-fields.tsx';
import { enterSession } from './use-open-session.ts';

export function NewSessionDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('welcome');
  const create = useAction('sessions.create');
  const [name, setName] = useState('');
  const protecting = useProtecting();
  const protection = protectionOf(protecting.value);

  function submit(): void {
    if (!protection) return;
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
      canSubmit={name.trim() !== '' && protection !== null}
      isPending={create.isPending}
      dirty={name !== '' || protecting.value.passphrase !== ''}
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
      <ProtectionFields {...protecting} />
    </FormDialog>
  );
}
