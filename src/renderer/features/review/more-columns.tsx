import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { chosen } from '../marks/chosen.ts';
import { knownColumns } from './columns.ts';
import { useColumnName } from './column-name.ts';
import { rawKeys } from './raw-value.ts';
import { saveSettings, useColumns } from './use-columns.ts';
import styles from './column-chooser.module.css';

const newWidth = 140;
/** Of each kind: a search finds the others. */
const mostShown = 24;

/**
 * Columns that are not shown: fields, the keys of `details` that the session has, and the keys of
 * the JSON of the event with the cursor. What is typed can be a key that is in none of them.
 */
export function MoreColumns() {
  const { t } = useTranslation(['review', 'table']);
  const columns = useColumns();
  const [typed, setTyped] = useState('');
  const kinds = useOffered(typed.trim());
  const key = typed.trim().replace(/^(?:details|raw)\./, '');
  const shown = new Set(columns.map(({ field }) => field));
  const add = (field: string) => {
    saveSettings({ columns: [...columns, { field, width: newWidth }] });
    setTyped('');
  };
  const typedFields = [`details.${key}`, `raw.${key}`].filter(
    (field) =>
      key !== '' && !shown.has(field) && !kinds.some(({ fields }) => fields.includes(field)),
  );
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        // Enter takes the first that is offered.
        const [first] = [...kinds.flatMap(({ fields }) => fields), ...typedFields];
        if (key !== '' && first !== undefined) add(first);
      }}
    >
      <TextField
        label={t('table:columns.search')}
        autoFocus
        value={typed}
        onChange={setTyped}
        placeholder={t('table:columns.placeholder')}
      />
      {kinds.map(({ id, fields }) => (
        <section key={id} aria-label={t(`table:columns.${id}`)}>
          <h4>{t(`table:columns.${id}`)}</h4>
          {id === 'raw' && <p className="muted">{t('table:columns.rawHint')}</p>}
          <Fields fields={fields} onAdd={add} />
        </section>
      ))}
      {typedFields.length > 0 && (
        <div className={styles.more}>
          {typedFields.map((field) => (
            <Button key={field} size="small" icon={Plus} onPress={() => add(field)}>
              {t(field.startsWith('raw.') ? 'table:columns.addRaw' : 'table:columns.addDetails', {
                key,
              })}
            </Button>
          ))}
        </div>
      )}
    </form>
  );
}

interface FieldsProps {
  fields: readonly string[];
  onAdd: (field: string) => void;
}

function Fields({ fields, onAdd }: FieldsProps) {
  const name = useColumnName();
  return (
    <div className={styles.more}>
      {fields.slice(0, mostShown).map((field) => (
        <Button key={field} size="small" icon={Plus} onPress={() => onAdd(field)}>
          {field.startsWith('raw.') ? field.slice('raw.'.length) : name(field)}
        </Button>
      ))}
    </div>
  );
}

/** What can be added and has `typed` in its name or key, by kind; kinds without any are left out. */
function useOffered(typed: string) {
  const name = useColumnName();
  const columns = useColumns();
  const { cursor } = useStore(chosen);
  const details = useCall('review.detailKeys', undefined, { fresh: true }).data ?? [];
  const record = useCall('review.event', { row: cursor ?? 0 }, { enabled: cursor !== null }).data;
  const shown = new Set(columns.map(({ field }) => field));
  const wanted = typed.toLowerCase();
  const fits = (field: string) =>
    !shown.has(field) &&
    (name(field).toLowerCase().includes(wanted) || field.toLowerCase().includes(wanted));
  const kinds: { id: 'fields' | 'details' | 'raw'; fields: string[] }[] = [
    { id: 'fields', fields: knownColumns.filter(fits) },
    { id: 'details', fields: details.map(({ key }) => `details.${key}`).filter(fits) },
    {
      id: 'raw',
      fields: (record ? rawKeys(record.raw) : []).map((key) => `raw.${key}`).filter(fits),
    },
  ];
  return kinds.filter(({ fields }) => fields.length > 0);
}
