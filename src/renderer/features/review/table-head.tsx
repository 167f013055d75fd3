import { memo, useMemo, useRef, useState, type DragEvent } from 'react';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';
import {
  columnSizingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type ColumnSizingState,
  type Header,
} from '@tanstack/react-table';
import type { Row, Sort } from '../../../shared/session.ts';
import type { Settings } from '../../../shared/settings.ts';
import { least, moveColumn, sortField } from './columns.ts';
import { useColumnName } from './column-name.ts';
import { sortPlace } from './sort-keys.ts';
import { cellId } from './table-row.tsx';
import { saveSettings } from './use-columns.ts';
import styles from './table.module.css';

/** Main sorts and filters; TanStack Table keeps the columns and their sizes. */
const features = tableFeatures({ columnSizingFeature });
type Head = Header<typeof features, Row>;
const noRows: Row[] = [];

/** The table's columns with the sizes of the moment, those of a drag that is going on included. */
export function useHead(columns: Settings['columns']) {
  const defs = useMemo(
    () =>
      columns.map(({ field, width }): ColumnDef<typeof features, Row> => ({
        id: field,
        accessorFn: () => null,
        size: width,
        minSize: least,
        maxSize: 2000,
      })),
    [columns],
  );
  const [dragged, setDragged] = useState<ColumnSizingState>({});
  const table = useTable({
    features,
    columns: defs,
    data: noRows,
    state: { columnSizing: dragged },
  });
  const headers = table.getFlatHeaders();
  return useMemo(() => {
    const sized = columns.map((column) => ({
      ...column,
      width: dragged[column.field] ?? column.width,
    }));
    return {
      headers,
      sized,
      resize: (field: string, width: number) => setDragged({ [field]: width }),
      /** The drag is over: the widths are kept. */
      rest: () => {
        saveSettings({ columns: sized });
        setDragged({});
      },
    };
  }, [headers, columns, dragged]);
}

interface TableHeadProps {
  head: ReturnType<typeof useHead>;
  /** The column of the header with the cursor; -1 when the cursor is among the rows. */
  cursor: number;
  sort: Sort;
  /** A header was pressed; `more`: as a further key. */
  onPress: (at: number, more: boolean) => void;
}

/** Drawn again only when columns or order change: rows come with every key. */
export const TableHead = memo(function TableHead({ head, cursor, sort, onPress }: TableHeadProps) {
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
          pinned={head.sized[at]?.pinned ?? false}
          sort={sort}
          onPress={(more) => onPress(at, more)}
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
});

interface HeadCellProps {
  header: Head;
  at: number;
  cursor: boolean;
  pinned: boolean;
  sort: Sort;
  onPress: (more: boolean) => void;
  /** A dragged column would land here. */
  target: boolean;
  onResize: (width: number) => void;
  onRest: () => void;
  drag: Record<'onDragStart' | 'onDragOver' | 'onDrop' | 'onDragEnd', (event: DragEvent) => void>;
}

function HeadCell({ header, at, cursor, pinned, sort, target, onPress, ...rest }: HeadCellProps) {
  const { t } = useTranslation(['review', 'table']);
  const name = useColumnName();
  const field = sortField(header.id);
  const place = sortPlace(sort, field);
  const direction = place?.descending ? 'descending' : 'ascending';
  return (
    // The grid has the keyboard: Enter sorts, Shift+F10 opens the menu.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="columnheader"
      id={cellId(-1, at)}
      aria-colindex={at + 1}
      aria-sort={place?.place === 1 ? direction : undefined}
      data-column={at}
      data-cursor={cursor || undefined}
      data-sorted={place ? true : undefined}
      className={clsx(styles.headCell, target && styles.target, pinned && styles.pinned)}
      style={pinned ? { left: `var(--pin-${at})` } : undefined}
      draggable
      onClick={(event) => onPress(event.shiftKey)}
      title={t('table.headHint')}
      {...rest.drag}
    >
      <span className={styles.headName}>{name(header.id)}</span>
      {place && (place.descending ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />)}
      {place && place.of > 1 && (
        <>
          <span className={styles.place} aria-hidden>
            {place.place}
          </span>
          {place.place > 1 && (
            <span className="visually-hidden">
              {t('table:sort.place', {
                place: place.place,
                direction: t(`table:sort.${direction}`),
              })}
            </span>
          )}
        </>
      )}
      <Handle onResize={rest.onResize} onRest={rest.onRest} />
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
