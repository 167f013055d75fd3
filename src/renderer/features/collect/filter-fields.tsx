import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SourceKind } from '../../../shared/event.ts';
import { events } from '../../../shared/locales/events.ts';
import type { Filters } from '../../../shared/session.ts';
import { SuggestField } from '../../ui/suggest-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './collect.module.css';

interface FilterFieldsProps {
  kind: SourceKind;
  filters: Filters;
  onChange: (filters: Filters) => void;
}

type TextFilter = Exclude<keyof Filters, 'apiKeys'>;
type EventKey = keyof typeof events.en.keys;

/** Words are there for Jay Guard's actions too. */
const actions: ReadonlySet<string> = new Set(['allow', 'redact', 'deny', 'block']);
const pachcaKeys = Object.keys(events.en.keys).filter((key): key is EventKey => !actions.has(key));

/** The filters that the service itself knows: what they leave out is not collected. */
export function FilterFields({ kind, filters, onChange }: FilterFieldsProps) {
  const { t } = useTranslation(['collect', 'events']);

  const [keys, setKeys] = useState(filters.apiKeys?.join(', ') ?? '');
  const set = (name: TextFilter, typed: string) => onChange({ ...filters, [name]: typed });

  const text = (name: TextFilter) => (
    <TextField
      label={t(`filters.${name}`)}
      value={filters[name] ?? ''}
      onChange={(typed) => set(name, typed)}
      placeholder={t(name === 'application' ? 'filters.any.application' : 'filters.any.id')}
      mono
    />
  );

  if (kind === 'jayguard') {
    return (
      <div className={styles.fields}>
        {text('application')}
        <TextField
          label={t('filters.apiKeys')}
          value={keys}
          onChange={(typed) => {
            setKeys(typed);
            onChange({ ...filters, apiKeys: typed.split(/[\s,;]+/) });
          }}
          placeholder={t('filters.any.keys')}
          note={t('filters.apiKeysNote')}
          mono
        />
      </div>
    );
  }
  return (
    <div className={styles.fields}>
      <SuggestField
        mono
        label={t('filters.eventKey')}
        placeholder={t('filters.any.event')}
        suggestions={pachcaKeys.map((id) => ({ id, label: t(`events:keys.${id}`) }))}
        value={filters.eventKey ?? ''}
        onChange={(typed) => set('eventKey', typed)}
      />
      <div className={styles.pair}>
        {text('actorId')}
        {text('actorType')}
      </div>
      <div className={styles.pair}>
        {text('entityId')}
        {text('entityType')}
      </div>
    </div>
  );
}
