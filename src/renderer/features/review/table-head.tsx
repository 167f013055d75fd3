import { useMemo, useRef, useState, type DragEvent } from 'react';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';
import {
  columnSizingFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type ColumnSizingState,
  type Header,
  type SortingState,
} from '@tanstack/react-table';
import type { Row, Sort } from '../../../shared/session.ts';
import type { Settings } from '../../../shared/settings.ts';
import { columnInfo, least, moveColumn } from './columns.ts';
import { useColumnName } from './column-name.ts';
import { cellId } from './table-row.tsx';
import { saveSettings } from './use-columns.ts';
import styles from './table.module.css';

/** Main sorts and filters; TanStack Table keeps what a header needs: sizes and the order of sorting. */
const features = tableFeatures({ columnSizingFeature, rowSortingFeature });
type Head = Header<typeof features, Row>;
const noRows: Row[] = [];
/** What main does when no order is asked for: said in the header all the same. */
const newestFirst: Sort = [{ field: 'time', descending: true }];

interface HeadOptions {
  columns: Settings['columns'];
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** The table's columns with the sizes of the moment, those of a drag that is going on included. */
export function useHead({ columns, sort, onSort }: HeadOptions) {
  const defs = useMemo(
    () =>
      columns.map(({ field, width }): ColumnDef<typeof features, Row> => ({
        id: field,
        accessorFn: () => null,
        size: width,
        minSize: least,
        maxSize: 2000,
        sortDescFirst: true,
      })),
    [columns],
  );
  const [dragged, setDragged] = useState<ColumnSizingState>({});
  const sorting: SortingState = (sort.length > 0 ? sort : newestFirst).flatMap(
    ({ field, descending }) => {
      const column = columns.find((one) => columnInfo(one.field).sort === field);
      return column ? [{ id: column.field, desc: descending }] : [];
    },
  );
  const table = useTable({
    features,
    columns: defs,
    data: noRows,
    manualSorting: true,
    enableMultiSort: false,
    state: { columnSizing: dragged, sorting },
    onSortingChange: (change) => {
      const next = typeof change === 'function' ? change(sorting) : change;
      onSort(next.map(({ id, desc }) => ({ field: columnInfo(id).sort, descending: desc })));
    },
  });
  const sized = columns.map(({ field, width }) => ({ field, width: dragged[field] ?? width }));
  return {
    headers: table.getFlatHeaders(),
    sized,
    resize: (field: string, width: number) => setDragged({ [field]: width }),
    /** The drag is over: the widths are kept. */
    rest: () => {
      saveSettings({ columns: sized });
      setDragged({});
    },
  };
}

interface TableHeadProps {
  head: ReturnType<typeof useHead>;
  /** The column of the header with the cursor; -1 when the cursor is among the rows. */
  cursor: number;
}

export function TableHead({ head, cursor }: TableHeadProps) {
  const [target, setTarget] = useState<string | null>(null);
  const [moving, setMoving] = useState<string | null>(null);
  return (
    <div role="row" aria-rowindex={1} className={styles.head}>
      {head.headers.map((header, at) => (
        <HeadCell
          key={header.id}
          header={header}
          at={at}
          cursor={at === cursor}
          target={target === header.id && moving !== header.id}
          onResize={(width) => head.resize(header.id, width)}
          onRest={head.rest}
          drag={{
            onDragStart: (event) => {
              event.dataTransfer.effectAllowed = 'move';
              event.dataTransfer.setData('text/plain', header.id);
              setMoving(header.id);
            },
            onDragOver: (event) => {
              if (moving === null) return;
              event.preventDefault();
              setTarget(header.id);
            },
            onDrop: (event) => {
              event.preventDefault();
              if (moving) saveSettings({ columns: moveColumn(head.sized, moving, header.id) });
            },
            onDragEnd: () => {
              setMoving(null);
              setTarget(null);
            },
          }}
        />
      ))}
    </div>
  );
}

interface HeadCellProps {
  header: Head;
  at: number;
  cursor: boolean;
  /** A dragged column would land here. */
  target: boolean;
  onResize: (width: number) => void;
  onRest: () => void;
  drag: Record<'onDragStart' | 'onDragOver' | 'onDrop' | 'onDragEnd', (event: DragEvent) => void>;
}

function HeadCell({ header, at, cursor, target, onResize, onRest, drag }: HeadCellProps) {
  const { t } = useTranslation('review');
  const name = useColumnName();
  const sorted = header.column.getIsSorted();
  const direction = sorted === false ? 'none' : sorted === 'desc' ? 'descending' : 'ascending';
  return (
    // The grid has the keyboard: Enter sorts, Shift+F10 opens the menu.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="columnheader"
      id={cellId(-1, at)}
      aria-colindex={at + 1}
      aria-sort={direction}
      data-column={at}
      data-cursor={cursor || undefined}
      className={clsx(styles.headCell, target && styles.target)}
      draggable
      onClick={() => header.column.toggleSorting()}
      title={t('table.headHint')}
      {...drag}
    >
      <span className={styles.headName}>{name(header.id)}</span>
      {sorted === 'desc' ? (
        <ArrowDown aria-hidden />
      ) : sorted === 'asc' ? (
        <ArrowUp aria-hidden />
      ) : null}
      <Handle onResize={onResize} onRest={onRest} />
    </div>
  );
}

/** The edge that is dragged. For the mouse; the keyboard resizes from the menu of the header. */
function Handle({ onResize, onRest }: Pick<HeadCellProps, 'onResize' | 'onRest'>) {
  const grip = useRef<{ x: number; width: number; moved: boolean } | null>(null);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <span
      className={styles.handle}
      draggable
      onDragStart={(event) => {
        // Not the column is dragged, but its edge.
        event.preventDefault();
        event.stopPropagation();
      }}
      onClick={(event) => event.stopPropagation()}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const width = event.currentTarget.parentElement?.offsetWidth ?? least;
        grip.current = { x: event.clientX, width, moved: false };
      }}
      onPointerMove={(event) => {
        const { current } = grip;
        if (!current || (event.clientX === current.x && !current.moved)) return;
        current.moved = true;
        onResize(
          Math.min(2000, Math.max(least, Math.round(current.width + event.clientX - current.x))),
        );
      }}
      onPointerUp={() => {
        if (grip.current?.moved) onRest();
        grip.current = null;
      }}
    />
  );
}
