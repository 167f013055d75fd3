import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  searchName,
  searchPlaces,
  type SavedSearch,
  type SearchPlace,
} from '../../../shared/searches.ts';
import { refresh, useAction } from '../../api.ts';
import { useZone } from '../../state/preferences.ts';
import { useShown } from '../../state/selection.ts';
import { Checkbox, ChoiceGroup } from '../../ui/choice.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { stretchText } from './time-axis.ts';
import field from '../../ui/field.module.css';
import styles from './searches.module.css';

interface SaveSearchDialogProps {
  /** The one to change; absent: what is shown becomes a new one. */
  search?: SavedSearch;
  onClose: () => void;
}

/** A name for what is shown, or another for what was saved. */
export function SaveSearchDialog({ search, onClose }: SaveSearchDialogProps) {
  const { t, i18n } = useTranslation('searches');
  const zone = useZone();
  const shown = useShown();
  const { query, period } = search ?? shown;
  const [name, setName] = useState(search?.name ?? '');
  const [place, setPlace] = useState<SearchPlace>('session');
  const [withPeriod, setWithPeriod] = useState(search !== undefined);
  const save = useAction('searches.save');
  const known = searchName.safeParse(name);

  function submit(): void {
    if (!known.success) return;
    const draft = { name: known.data, query, period: withPeriod ? period : null };
    const input = search ? { ...draft, id: search.id, place: search.place } : { ...draft, place };
    save.mutate(input, {
      onSuccess() {
        void refresh('searches.list');
        onClose();
      },
    });
  }

  return (
    <FormDialog
      title={t(search ? 'form.editTitle' : 'save')}
      submit={t('form.save')}
      canSubmit={known.success}
      isPending={save.isPending}
      dirty={name.trim() !== (search?.name ?? '')}
      failure={save.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label={t('form.name')} value={name} onChange={setName} autoFocus isRequired />
      <div className={styles.facts}>
        <span className={field.label}>{t('form.query')}</span>
        <code className={styles.query}>{query.trim() || t('everything')}</code>
      </div>
      {period && (
        <Checkbox
          label={t('form.period', {
            period: stretchText(period.from, period.to, zone, i18n.language),
          })}
          value={withPeriod}
          onChange={setWithPeriod}
        />
      )}
      {!search && (
        <ChoiceGroup
          label={t('form.place')}
          value={place}
          onChange={setPlace}
          choices={searchPlaces.map((id) => ({
            id,
            label: t(`form.${id}`),
            note: t(`form.${id}Note`),
          }))}
        />
      )}
    </FormDialog>
  );
}
