import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../shared/contract.ts';
import { sourceKinds, type SourceKind } from '../../../shared/event.ts';
import { refresh, useAction } from '../../api.ts';
import { useAppInfo } from '../../state/preferences.ts';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface SourceDialogProps {
  /** null: a new one. */
  source: Source | null;
  onSaved: (source: Source) => void;
  onClose: () => void;
}

/** Where each service lives unless a company runs its own; main checks and completes what is typed. */
const defaultAddress: Record<SourceKind, string> = {
  pachca: 'https://api.pachca.com/api/shared/v1',
  jayguard: 'https://app.jayguard.com',
};

/** The token field is write-only: nothing ever comes back into it. */
export function SourceDialog({ source, onSaved, onClose }: SourceDialogProps) {
  const { t } = useTranslation(['sources', 'common']);
  const keychain = useAppInfo()?.keychain ?? 'available';
  const save = useAction('sources.save');
  const [kind, setKind] = useState<SourceKind>(source?.kind ?? 'pachca');
  const [name, setName] = useState(source?.name ?? '');
  const [address, setAddress] = useState(source?.address ?? defaultAddress[kind]);
  const [token, setToken] = useState('');
  const [keep, setKeep] = useState<'keychain' | 'run'>(
    keychain === 'available' && source?.token !== 'run' ? 'keychain' : 'run',
  );
  const hasToken = source !== null && source.token !== 'missing';
  const moved = source !== null && address.trim() !== source.address;

  function chooseKind(next: SourceKind): void {
    setKind(next);
    if (address === defaultAddress[kind]) setAddress(defaultAddress[next]);
  }

  function submit(): void {
    save.mutate(
      {
        ...(source ? { id: source.id } : {}),
        kind,
        name: name.trim() || t(`common:${kind}`),
        address,
        keep,
        ...(token.trim() ? { token } : {}),
      },
      {
        onSuccess: (saved) => {
          void refresh('sources.list');
          onSaved(saved);
        },
      },
    );
  }

  return (
    <FormDialog
      title={source ? t('edit.title', { name: source.name }) : t('add.title')}
      submit={t('saveAndTest')}
      canSubmit={address.trim() !== '' && (source !== null || token.trim() !== '')}
      isPending={save.isPending}
      dirty={token !== '' || moved || (source ? name !== source.name : name !== '')}
      failure={save.error}
      onSubmit={submit}
      onClose={onClose}
    >
      {!source && (
        <ChoiceGroup
          label={t('kind')}
          look="bar"
          value={kind}
          onChange={chooseKind}
          choices={sourceKinds.map((id) => ({ id, label: t(`common:${id}`) }))}
        />
      )}
      <TextField
        label={t('name')}
        value={name}
        onChange={setName}
        placeholder={t(`common:${kind}`)}
        autoFocus
      />
      <TextField label={t('address')} value={address} onChange={setAddress} mono />
      {moved && hasToken && <Notice tone="warning">{t('addressChanged')}</Notice>}
      <TextField
        label={t(`token.${kind}`)}
        type="password"
        value={token}
        onChange={setToken}
        mono
        placeholder={hasToken && !moved ? t('token.unchanged') : ''}
        note={t(`token.${kind}Note`)}
      />
      <ChoiceGroup
        label={t('keep.label')}
        value={keep}
        onChange={setKeep}
        choices={[
          {
            id: 'keychain',
            label: t('keep.keychain'),
            note: t(`keep.keychainNote.${keychain}`),
            disabled: keychain !== 'available',
          },
          { id: 'run', label: t('keep.run'), note: t('keep.runNote') },
        ]}
      />
    </FormDialog>
  );
}
