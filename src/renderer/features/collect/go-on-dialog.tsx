import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../shared/contract.ts';
import type { Collection } from '../../../shared/session.ts';
import { ChoiceGroup } from '../../ui/choice.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useCollectionWords } from './collection-words.ts';

interface GoOnDialogProps {
  collection: Collection;
  /** Those it may have been, all with a token. */
  sources: readonly Source[];
  onChoose: (source: Source) => void;
  onClose: () => void;
}

/** Several sources share the address, and nobody knows which of them a collection was made with. */
export function GoOnDialog({ collection, sources, onChoose, onClose }: GoOnDialogProps) {
  const { t } = useTranslation('collect');
  const words = useCollectionWords();
  const [id, setId] = useState<string | null>(null);
  const source = sources.find((one) => one.id === id);
  const { owner } = collection;
  const what = `${words.source(collection)}, ${words.asked(collection)}`;
  return (
    <FormDialog
      title={t('goOnWith.title')}
      submit={t('goOn')}
      canSubmit={source !== undefined}
      isPending={false}
      dirty={false}
      onSubmit={() => source && onChoose(source)}
      onClose={onClose}
    >
      <p>{t('goOnWith.text', { what })}</p>
      {owner && <p>{t('goOnWith.owner', { owner: owner.name ?? owner.email ?? owner.id })}</p>}
      <ChoiceGroup
        label={t('goOnWith.source')}
        value={id}
        onChange={setId}
        choices={sources.map((one) => ({ id: one.id, label: one.name }))}
      />
    </FormDialog>
  );
}
