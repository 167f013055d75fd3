import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  Clock,
  Copy,
  EyeOff,
  Filter,
  FilterX,
  PanelRight,
  User,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useZone } from '../../state/preferences.ts';
import { shown } from '../../state/selection.ts';
import { parseInstant } from '../../../shared/instant.ts';
import type { Row } from '../../../shared/session.ts';
import type { Settings } from '../../../shared/settings.ts';
import { cellText, least, moveColumn, termOf } from './columns.ts';
import { useColumnName } from './column-name.ts';
import { ContextMenu, type MenuEntry, type Spot } from '../../ui/menu.tsx';
import { copy } from './copy.ts';
import { toggleTerm, type Stance } from './query-edit.ts';
import { typed, writeQuery } from './query-text.ts';
import { saveSettings } from './use-columns.ts';

const quarter = 15 * 60_000_000;

interface CellMenuProps {
  row: Row | undefined;
  field: string | undefined;
  spot: Spot;
  onOpen: () => void;
  onClose: () => void;
}

/** What can be done with a cell's value, and from its event. */
export function CellMenu({ row, field, spot, onOpen, onClose }: CellMenuProps) {
  const { t } = useTranslation('review');
  const zone = useZone();
  if (!row || field === undefined) return null;
  const term = termOf(row, field);
  const text = field === 'time' ? row.time : (term?.value ?? cellText(row, field));
  const put = (name: string, value: string, stance: Stance) =>
    writeQuery(toggleTerm(typed.get().text, name, value, stance), zone);
  const short = term === null || term.value.length <= 32 ? text : `${text.slice(0, 31)}…`;
  const entries: MenuEntry[] = [
    ...(term
      ? [
          {
            id: 'include',
            label: t('menu.include', { value: short }),
            icon: Filter,
            onAction: () => put(term.field, term.value, 'include'),
          },
          {
            id: 'exclude',
            label: t('menu.exclude', { value: short }),
            icon: FilterX,
            onAction: () => put(term.field, term.value, 'exclude'),
          },
        ]
      : []),
    {
      id: 'copy',
      label: t('menu.copy'),
      icon: Copy,
      disabled: text === '',
      onAction: () => copy(text),
    },
    ...(row.actor === null
      ? []
      : [
          {
            id: 'actor',
            label: t('menu.onlyActor', { name: row.actorName ?? row.actor }),
            icon: User,
            apart: true,
            onAction: () => put('actor', row.actor ?? '', 'include'),
          },
        ]),
    {
      id: 'around',
      label: t('menu.around'),
      icon: Clock,
      apart: row.actor === null,
      onAction: () => {
        const at = parseInstant(row.time);
        if (at !== null) shown.set({ period: { from: at - quarter, to: at + quarter } });
      },
    },
    {
      id: 'open',
      label: t('menu.open'),
      icon: PanelRight,
      shortcut: '↵',
      apart: true,
      onAction: onOpen,
    },
  ];
  return <ContextMenu label={t('menu.label')} spot={spot} entries={entries} onClose={onClose} />;
}

interface HeadMenuProps {
  columns: Settings['columns'];
  at: number;
  spot: Spot;
  onSort: (descending: boolean) => void;
  onClose: () => void;
}

/** Everything the mouse can do with a header, for the keyboard too. */
export function HeadMenu({ columns, at, spot, onSort, onClose }: HeadMenuProps) {
  const { t } = useTranslation('review');
  const name = useColumnName();
  const column = columns[at];
  if (!column) return null;
  const before = columns[at - 1];
  const after = columns[at + 1];
  const widen = (by: number) =>
    saveSettings({
      columns: columns.with(at, {
        ...column,
        width: Math.min(2000, Math.max(least, column.width + by)),
      }),
    });
  const swap = (other: { field: string } | undefined) => {
    if (other) saveSettings({ columns: moveColumn(columns, column.field, other.field) });
  };
  const entries: MenuEntry[] = [
    { id: 'desc', label: t('table.descending'), icon: ArrowDown, onAction: () => onSort(true) },
    { id: 'asc', label: t('table.ascending'), icon: ArrowUp, onAction: () => onSort(false) },
    {
      id: 'left',
      label: t('table.moveLeft'),
      icon: ArrowLeft,
      apart: true,
      disabled: !before,
      onAction: () => swap(before),
    },
    {
      id: 'right',
      label: t('table.moveRight'),
      icon: ArrowRight,
      disabled: !after,
      onAction: () => swap(after),
    },
    { id: 'wider', label: t('table.wider'), apart: true, onAction: () => widen(40) },
    { id: 'narrower', label: t('table.narrower'), onAction: () => widen(-40) },
    {
      id: 'hide',
      label: t('table.hide'),
      icon: EyeOff,
      apart: true,
      disabled: columns.length < 2,
      onAction: () => saveSettings({ columns: columns.toSpliced(at, 1) }),
    },
  ];
  return <ContextMenu label={name(column.field)} spot={spot} entries={entries} onClose={onClose} />;
}
