import {
  ArrowDown,
  ArrowDownWideNarrow,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  ArrowUpNarrowWide,
  Eye,
  EyeOff,
  FoldHorizontal,
  Pin,
  PinOff,
  RotateCcw,
  UnfoldHorizontal,
  X,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Sort } from '../../../shared/session.ts';
import type { Settings } from '../../../shared/settings.ts';
import { isPersonalField } from '../../../shared/masking.ts';
import { askReveal } from '../../state/privacy.ts';
import { ContextMenu, type MenuEntry, type Spot } from '../../ui/menu.tsx';
import { least, moveColumn, pinColumn, sortField } from './columns.ts';
import { useColumnName } from './column-name.ts';
import { sortPlace, sortWith, sortWithout } from './sort-keys.ts';
import { saveSettings } from './use-columns.ts';

interface HeadMenuProps {
  columns: Settings['columns'];
  at: number;
  spot: Spot;
  sort: Sort;
  onSort: (sort: Sort) => void;
  onClose: () => void;
}

/** Everything the mouse can do with a header, for the keyboard too. */
export function HeadMenu({ columns, at, spot, sort, onSort, onClose }: HeadMenuProps) {
  const { t } = useTranslation(['review', 'table', 'privacy']);
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
    ...sortEntries(),
    {
      id: 'pin',
      label: t(column.pinned ? 'table:unpin' : 'table:pin'),
      icon: column.pinned ? PinOff : Pin,
      apart: true,
      onAction: () => saveSettings({ columns: pinColumn(columns, column.field) }),
    },
    {
      id: 'left',
      label: t('table.moveLeft'),
      icon: ArrowLeft,
      disabled: !before || before.pinned !== column.pinned,
      onAction: () => swap(before),
    },
    {
      id: 'right',
      label: t('table.moveRight'),
      icon: ArrowRight,
      disabled: !after || after.pinned !== column.pinned,
      onAction: () => swap(after),
    },
    {
      id: 'wider',
      label: t('table.wider'),
      icon: UnfoldHorizontal,
      apart: true,
      onAction: () => widen(40),
    },
    {
      id: 'narrower',
      label: t('table.narrower'),
      icon: FoldHorizontal,
      onAction: () => widen(-40),
    },
    ...(isPersonalField(column.field)
      ? [
          {
            id: 'reveal',
            label: t('privacy:reveal.fieldEverywhere'),
            icon: Eye,
            apart: true,
            onAction: () =>
              askReveal({ row: null, field: column.field, label: name(column.field) }),
          },
        ]
      : []),
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

  function sortEntries(): MenuEntry[] {
    const field = sortField(column?.field ?? '');
    if (field === null) return [];
    const place = sortPlace(sort, field);
    const isFurther = sort.length > 0 && !(place && place.of === 1);
    const by = (descending: boolean, more: boolean) => () =>
      onSort(sortWith(sort, field, descending, more));
    return [
      { id: 'desc', label: t('table.descending'), icon: ArrowDown, onAction: by(true, false) },
      { id: 'asc', label: t('table.ascending'), icon: ArrowUp, onAction: by(false, false) },
      ...(isFurther
        ? [
            {
              id: 'more-desc',
              label: t('table:sort.more'),
              icon: ArrowDownWideNarrow,
              apart: true,
              onAction: by(true, true),
            },
            {
              id: 'more-asc',
              label: t('table:sort.moreAscending'),
              icon: ArrowUpNarrowWide,
              onAction: by(false, true),
            },
          ]
        : []),
      ...(place && place.of > 1
        ? [
            {
              id: 'leave',
              label: t('table:sort.leave'),
              icon: X,
              onAction: () => onSort(sortWithout(sort, field)),
            },
          ]
        : []),
      ...(sort.length > 0
        ? [
            {
              id: 'reset',
              label: t('table:sort.reset'),
              icon: RotateCcw,
              onAction: () => onSort([]),
            },
          ]
        : []),
    ];
  }
}
