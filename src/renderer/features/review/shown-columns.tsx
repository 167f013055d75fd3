import { ChevronDown, ChevronUp, Pin, PinOff, X, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { moveColumn, pinColumn } from './columns.ts';
import { useColumnName } from './column-name.ts';
import { saveSettings, useColumns } from './use-columns.ts';
import styles from './column-chooser.module.css';

/** The columns that are shown, to be moved, pinned and hidden. */
export function ShownColumns() {
  const { t } = useTranslation(['review', 'table']);
  const name = useColumnName();
  const columns = useColumns();
  /** Moves stay among the pinned columns, or among the others. */
  const step = (icon: LucideIcon, label: string, from: number, to: number) => {
    const [column, other] = [columns[from], columns[to]];
    const apart = !column || !other || Boolean(column.pinned) !== Boolean(other.pinned);
    return (
      <IconButton
        size="small"
        icon={icon}
        label={label}
        isDisabled={apart}
        onPress={() =>
          !apart && saveSettings({ columns: moveColumn(columns, column.field, other.field) })
        }
      />
    );
  };
  return (
    <ul className={styles.list}>
      {columns.map(({ field, pinned }, at) => (
        <li key={field} className={styles.item}>
          <span className={styles.name}>{name(field)}</span>
          <IconButton
            size="small"
            icon={pinned ? PinOff : Pin}
            label={t(pinned ? 'table:unpinNamed' : 'table:pinNamed', { name: name(field) })}
            onPress={() => saveSettings({ columns: pinColumn(columns, field) })}
          />
          {step(ChevronUp, t('table.moveLeft'), at, at - 1)}
          {step(ChevronDown, t('table.moveRight'), at, at + 1)}
          <IconButton
            size="small"
            icon={X}
            label={t('table.hideNamed', { name: name(field) })}
            isDisabled={columns.length < 2}
            onPress={() => saveSettings({ columns: columns.filter((one) => one.field !== field) })}
          />
        </li>
      ))}
    </ul>
  );
}
