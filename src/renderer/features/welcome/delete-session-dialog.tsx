import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecentSession } from '../../../shared/contract.ts';
import { fileFates } from '../../../shared/privacy.ts';
import { refresh, useAction } from '../../api.ts';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** The end of a session: what that means is said, and its name is typed. */
export function DeleteSessionDialog(props: { session: RecentSession; onClose: () => void }) {
  const { session, onClose } = props;
  const { t } = useTranslation('privacy');
  const [fate, setFate] = useState<(typeof fileFates)[number]>('trash');
  const [typed, setTyped] = useState('');
  const end = useAction('sessions.delete');
  const { fileName: file } = session;
  return (
    <FormDialog
      title={t('deletion.title', { name: session.name })}
      size="medium"
      submit={t('deletion.submit')}
      canSubmit={typed.trim() === file}
      isPending={end.isPending}
      dirty={false}
      failure={end.error}
      onSubmit={() =>
        end.mutate(
          { id: session.id, file: fate },
          {
            onSuccess: onClose,
            onSettled: () => void refresh('sessions.recent'),
          },
        )
      }
      onClose={onClose}
    >
      <p>{t(`deletion.${session.protection}`, { file })}</p>
      <ChoiceGroup
        label={t('deletion.fate')}
        value={fate}
        onChange={setFate}
        choices={fileFates.map((id) => ({ id, label: t(`deletion.${id}`) }))}
      />
      <TextField
        label={t('deletion.type', { file })}
        value={typed}
        onChange={setTyped}
        autoFocus
        mono
      />
    </FormDialog>
  );
}
