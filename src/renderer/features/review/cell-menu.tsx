import {
  AppWindow,
  Braces,
  Clock,
  ClockArrowDown,
  Copy,
  Eye,
  Filter,
  FilterX,
  Scale,
  MessagesSquare,
  Network,
  PanelRight,
  Sheet,
  TextQuote,
  User,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat, useSettings } from '../../state/preferences.ts';
import { mostCopied } from '../../../shared/contract.ts';
import { askUnmaskedCopy } from '../../state/privacy.ts';
import { actedOn } from '../marks/chosen.ts';
import { ContextMenu, type MenuEntry, type Spot } from '../../ui/menu.tsx';
import { cellText, termOf } from './columns.ts';
import { copy } from './copy.ts';
import { everythingWith } from './pivots.ts';
import type { ShownRow } from './row-pages.ts';
import { openTableDialog } from './table-dialogs.tsx';
import { pivotKeys, type Pivot } from './table-keys.ts';
import type { CopyFormat } from './use-copy-rows.ts';

interface CellMenuProps {
  row: ShownRow;
  field: string;
  spot: Spot;
  onPivot: (pivot: Pivot, minutes?: number) => void;
  onCopy: (format: CopyFormat) => void;
  onOpen: () => void;
  onClose: () => void;
}

const minutesOffered = [5, 15, 60] as const;

/** What can be done with a cell's value, and from its event. */
export function CellMenu({ row, field, spot, onPivot, onCopy, onOpen, onClose }: CellMenuProps) {
  const { t } = useTranslation(['review', 'table', 'comparison', 'privacy']);
  const format = useFormat();
  const { aroundMinutes } = useSettings();
  const term = termOf(row, field);
  const text = field === 'time' ? row.time : (term?.value ?? cellText(row, field));
  const short = text.length <= 32 ? text : `${text.slice(0, 31)}…`;
  const everything = everythingWith(row);
  const count = Math.max(1, actedOn().length);
  const pivot = (id: Pivot, label: string, icon: NonNullable<MenuEntry['icon']>): MenuEntry => ({
    id,
    label,
    icon,
    shortcut: pivotKeys[id],
    onAction: () => onPivot(id),
  });
  const groups: MenuEntry[][] = [
    term
      ? [
          pivot('include', t('menu.include', { value: short }), Filter),
          pivot('exclude', t('menu.exclude', { value: short }), FilterX),
        ]
      : [],
    [
      {
        id: 'copy',
        label: t('table:copy.value'),
        icon: Copy,
        disabled: text === '',
        onAction: () => copy(text),
      },
      {
        id: 'copy-text',
        label: t('table:copy.text', { count, number: format.number(count) }),
        icon: TextQuote,
        shortcut: 'Ctrl C',
        onAction: () => onCopy('text'),
      },
      { id: 'copy-csv', label: t('table:copy.csv'), icon: Sheet, onAction: () => onCopy('csv') },
      {
        id: 'copy-json',
        label: t('table:copy.json'),
        icon: Braces,
        onAction: () => onCopy('json'),
      },
      {
        id: 'copy-unmasked',
        label: t('privacy:copyUnmasked'),
        icon: Eye,
        onAction: () => askUnmaskedCopy(actedOn().slice(0, mostCopied)),
      },
    ],
    [
      ...(row.actor === null
        ? []
        : [pivot('actor', t('menu.onlyActor', { name: row.actorName ?? row.actor }), User)]),
      ...(everything.address === null
        ? []
        : [pivot('address', t('table:pivot.address', { value: row.ip ?? '' }), Network)]),
      ...(everything.request === null
        ? []
        : [pivot('request', t('table:pivot.request'), AppWindow)]),
      ...(row.actor === null && term === null
        ? []
        : [pivot('compare', t('comparison:action'), Scale)]),
      ...(everything.chat === null ? [] : [pivot('chat', t('table:pivot.chat'), MessagesSquare)]),
    ],
    [
      ...minutesOffered.map((minutes) => ({
        id: `around-${minutes}`,
        label: t('table:pivot.around', { minutes }),
        icon: Clock,
        ...(minutes === aroundMinutes ? { shortcut: pivotKeys.around } : {}),
        onAction: () => onPivot('around', minutes),
      })),
      {
        id: 'around-other',
        label: t('table:pivot.aroundOther'),
        icon: Clock,
        onAction: () => openTableDialog('around'),
      },
    ],
    [
      {
        id: 'jump',
        label: t('table:jump.action'),
        icon: ClockArrowDown,
        shortcut: 'Ctrl G',
        onAction: () => openTableDialog('jump'),
      },
      { id: 'open', label: t('menu.open'), icon: PanelRight, shortcut: '↵', onAction: onOpen },
    ],
  ];
  const filled = groups.filter((group) => group.length > 0);
  const entries = filled.flatMap((group, at) =>
    group.map((entry, place) => (at > 0 && place === 0 ? { ...entry, apart: true } : entry)),
  );
  return <ContextMenu label={t('menu.label')} spot={spot} entries={entries} onClose={onClose} />;
}
