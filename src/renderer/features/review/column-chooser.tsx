import { useState } from 'react';
import { ChevronDown, ChevronUp, Columns3, Plus, RotateCcw, X } from 'lucide-react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import overlay from '../../ui/overlay.module.css';
import { defaultSettings, type Settings } from '../../../shared/settings.ts';
import { knownColumns, moveColumn } from './columns.ts';
import { useColumnName } from './column-name.ts';
import { saveSettings, useColumns } from './use-columns.ts';
import styles from './column-chooser.module.css';

const newWidth = 140;

/** Which columns, in which order; any key of `details` can be one. */
export function ColumnChooser() {
  const { t } = useTranslation('review');
  return (
    <DialogTrigger>
      <IconButton icon={Columns3} label={t('table.columns')} />
      <Popover className={overlay.popover ?? ''} placement="bottom end" offset={4}>
        <Dialog aria-label={t('table.columns')} className={styles.panel ?? ''}>
          <ChooserPanel />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function ChooserPanel() {
  const { t } = useTranslation('review');
  const name = useColumnName();
  const columns = useColumns();
  const [key, setKey] = useState('');
  const chosen = new Set(columns.map(({ field }) => field));
  const put = (next: Settings['columns']) => saveSettings({ columns: next });
  const add = (field: string) => put([...columns, { field, width: newWidth }]);
  const wanted = key.trim().replace(/^details\./, '');
  return (
    <>
      <h3>{t('table.shownColumns')}</h3>
      <ul className={styles.list}>
        {columns.map(({ field }, at) => (
          <li key={field} className={styles.item}>
            <span className={styles.name}>{name(field)}</span>
            <Step
              icon={ChevronUp}
              label={t('table.moveLeft')}
              from={field}
              to={columns[at - 1]?.field}
              columns={columns}
            />
            <Step
              icon={ChevronDown}
              label={t('table.moveRight')}
              from={field}
              to={columns[at + 1]?.field}
              columns={columns}
            />
            <IconButton
              size="small"
              icon={X}
              label={t('table.hideNamed', { name: name(field) })}
              isDisabled={columns.length < 2}
              onPress={() => put(columns.filter((one) => one.field !== field))}
            />
          </li>
        ))}
      </ul>
      <h3>{t('table.moreColumns')}</h3>
      <div className={styles.more}>
        {knownColumns
          .filter((field) => !chosen.has(field))
          .map((field) => (
            <Button key={field} size="small" icon={Plus} onPress={() => add(field)}>
              {name(field)}
            </Button>
          ))}
      </div>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted === '' || chosen.has(`details.${wanted}`)) return;
          add(`details.${wanted}`);
          setKey('');
        }}
      >
        <TextField
          label={t('table.detailKey')}
          value={key}
          onChange={setKey}
          placeholder="chat_id"
        />
        <Button type="submit" isDisabled={wanted === ''}>
          {t('table.add')}
        </Button>
      </form>
      <Button
        size="small"
        variant="quiet"
        icon={RotateCcw}
        onPress={() => put(defaultSettings.columns)}
      >
        {t('table.resetColumns')}
      </Button>
    </>
  );
}

interface StepProps {
  icon: typeof ChevronUp;
  label: string;
  from: string;
  to: string | undefined;
  columns: Settings['columns'];
}

function Step({ icon, label, from, to, columns }: StepProps) {
  return (
    <IconButton
      size="small"
      icon={icon}
      label={label}
      isDisabled={to === undefined}
      onPress={() => to !== undefined && saveSettings({ columns: moveColumn(columns, from, to) })}
    />
  );
}
