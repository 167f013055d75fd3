import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { useSettings, useZone } from '../../state/preferences.ts';
import { shown, useShown } from '../../state/selection.ts';
import type { Row, SessionInfo } from '../../../shared/session.ts';
import { chosen, toggleChosen } from '../marks/chosen.ts';
import { CellMenu, HeadMenu } from './table-menus.tsx';
import type { Spot } from '../../ui/menu.tsx';
import { columnInfo, gridTemplate, leastWidth } from './columns.ts';
import { cellAfter, type Cell } from './grid-keys.ts';
import { useReview, useReviewModel } from './review-context.ts';
import { NewAbove } from './new-above.tsx';
import { TableBody, type BodyHandle } from './table-body.tsx';
import { TableHead, useHead } from './table-head.tsx';
import { cellId, type TimeStyle } from './table-row.tsx';
import { useColumns } from './use-columns.ts';
import { zoned } from './time-axis.ts';
import styles from './table.module.css';

/** Row heights of the two densities, px; the drawing needs them as numbers. */
const rowHeights = { compact: 24, comfortable: 30 } as const;
const headHeight = 28;

interface TableProps {
  selected: number | null;
  onSelect: (row: Row) => void;
  /** Enter or a double click: the person wants to look into the event. */
  onOpen: () => void;
}

type OpenMenu = { kind: 'cell' | 'head'; cell: Cell; spot: Spot };

/** The grid of events. The cursor is a cell; its row is the selected one, whatever the order. */
export function Table({ selected, onSelect, onOpen }: TableProps) {
  const { t } = useTranslation('review');
  const model = useReviewModel();
  const pages = useReview((review) => review.pages);
  const rows = useReview((review) => review.rows);
  const settled = useReview((review) => review.settled);
  const placement = useReview((review) => review.placement);
  useReview((review) => review.version);
  const { sort } = useShown();
  const { density } = useSettings();
  const rowHeight = rowHeights[density];
  const columns = useColumns();
  const time = useTimeStyle();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const body = useRef<BodyHandle>(null);
  const head = useHead({ columns, sort, onSort: (next) => shown.set({ sort: next }) });
  const fields = columns.map(({ field }) => field).join('\n');
  const infos = useMemo(() => fields.split('\n').map(columnInfo), [fields]);

  const [cursor, setCursor] = useCursor(placement);
  const current = cursor.index === null ? undefined : pages?.row(cursor.index);
  useEffect(() => {
    // Only a person chooses: where new data has put the cursor's row, it is not chosen again.
    if (!current || !cursor.chosen) return;
    model.focus(current.row);
    chosen.set({ cursor: current.row });
    onSelect(current);
    // The row, not its object: a refresh brings the same row again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [current?.row, cursor.chosen]);

  const [menu, setMenu] = useState<OpenMenu | null>(null);

  function move(next: Cell): void {
    setCursor(next);
    if (next.index >= 0) body.current?.reveal(next.index);
    revealColumn(scroller, next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const cell = { index: cursor.index ?? -1, column: cursor.column };
    if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      openMenu(cell, spotOf(cell));
    } else if (event.key === 'Enter' && cursor.index === -1) {
      head.headers[cell.column]?.column.toggleSorting();
    } else if (
      event.key === 'Enter' ||
      (event.key === 'ArrowRight' && cell.column === infos.length - 1)
    ) {
      if (current) onOpen();
    } else if (event.key === ' ' && current) {
      toggleChosen(current.row);
      move({ index: Math.min(rows - 1, cell.index + 1), column: cell.column });
    } else {
      const page = Math.max(1, (body.current?.sight().fit ?? 2) - 1);
      const next = cellAfter(event, cell, { rows, columns: infos.length, page });
      if (!next) return;
      move(next);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  function openMenu(cell: Cell, spot: Spot): void {
    setMenu({ kind: cell.index < 0 ? 'head' : 'cell', cell, spot });
  }

  function onContextMenu(event: MouseEvent): void {
    event.preventDefault();
    const cell = cellOf(event.target);
    if (!cell) return;
    setCursor(cell);
    openMenu(cell, { x: event.clientX, y: event.clientY });
  }

  const [drawn, setDrawn] = useState(false);
  const named = cursor.index === -1 || (cursor.index !== null && drawn);
  const active = named ? cellId(cursor.index ?? -1, cursor.column) : undefined;
  return (
    <>
      <div
        ref={setScroller}
        className={styles.scroller}
        role="grid"
        tabIndex={0}
        aria-label={t('table.label')}
        aria-rowcount={rows + 1}
        aria-colcount={infos.length}
        aria-activedescendant={active}
        aria-multiselectable
        aria-busy={!settled}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          // With the keyboard one arrives at a row; the mouse says itself where.
          if (!event.currentTarget.matches(':focus-visible')) return;
          const first = body.current?.sight().first ?? 0;
          if (cursor.index === null && rows > 0) {
            setCursor({ index: Math.min(rows - 1, first), column: 0 });
          }
        }}
        onClick={(event) => {
          const cell = cellOf(event.target);
          if (cell && cell.index >= 0) setCursor(cell);
        }}
        onDoubleClick={(event) => {
          const cell = cellOf(event.target);
          if (cell && cell.index >= 0) onOpen();
        }}
        onContextMenu={onContextMenu}
        style={{
          '--columns': gridTemplate(head.sized),
          '--least-width': `${leastWidth(head.sized)}px`,
          '--row-height': `${rowHeight}px`,
        }}
      >
        <div role="rowgroup" className={styles.headGroup}>
          <TableHead head={head} cursor={cursor.index === -1 ? cursor.column : -1} />
        </div>
        <TableBody
          ref={body}
          scroller={scroller}
          rowHeight={rowHeight}
          headHeight={headHeight}
          columns={infos}
          time={time}
          cursor={cursor}
          selected={selected}
          onCursorDrawn={setDrawn}
        />
      </div>
      <NewAbove sort={sort} onShow={() => body.current?.toTop()} />
      {menu?.kind === 'cell' && pages?.row(menu.cell.index) && (
        <CellMenu
          row={pages.row(menu.cell.index)}
          field={infos[menu.cell.column]?.field}
          spot={menu.spot}
          onOpen={onOpen}
          onClose={() => setMenu(null)}
        />
      )}
      {menu?.kind === 'head' && (
        <HeadMenu
          columns={head.sized}
          at={menu.cell.column}
          spot={menu.spot}
          onSort={(descending) => {
            const sortField = infos[menu.cell.column]?.sort;
            if (sortField !== undefined) shown.set({ sort: [{ field: sortField, descending }] });
          }}
          onClose={() => setMenu(null)}
        />
      )}
    </>
  );
}

/**
 * The cursor keeps to its row: a new placement says where that row is now. `chosen` is true until
 * then: its place is the one that the person went to.
 */
function useCursor(placement: { turn: number; cursor: number | null }) {
  const [state, setState] = useState<{ index: number | null; column: number; turn: number }>({
    index: null,
    column: 0,
    turn: 0,
  });
  const moved = state.turn !== placement.turn && state.index !== -1;
  const cursor = moved
    ? { index: placement.cursor, column: state.column, chosen: false }
    : { ...state, chosen: true };
  const set = (cell: Cell) => setState({ ...cell, turn: placement.turn });
  return [cursor, set] as const;
}

function useTimeStyle(): TimeStyle {
  const { i18n } = useTranslation();
  const zone = useZone();
  const info = useCall('session.info').data;
  const withYear = info ? spansYears(info, zone) : false;
  const { language } = i18n;
  return useMemo(() => ({ zone, language, withYear }), [zone, language, withYear]);
}

function spansYears({ first, last }: SessionInfo, zone: string): boolean {
  return first !== null && last !== null && zoned(first, zone).year !== zoned(last, zone).year;
}

function cellOf(target: EventTarget): Cell | null {
  if (!(target instanceof Element)) return null;
  const cell = target.closest<HTMLElement>('[data-column]');
  const row = target.closest<HTMLElement>('[data-index]');
  if (!cell) return null;
  return { index: Number(row?.dataset['index'] ?? -1), column: Number(cell.dataset['column']) };
}

function spotOf({ index, column }: Cell): Spot {
  const box = document.getElementById(cellId(index, column))?.getBoundingClientRect();
  return box ? { x: box.left + 12, y: box.bottom } : { x: 200, y: 200 };
}

/** A column beside the visible part comes into it. */
function revealColumn(scroller: HTMLElement | null, { column }: Cell): void {
  const cell = document.getElementById(cellId(-1, column));
  if (!scroller || !cell) return;
  const left = cell.offsetLeft;
  const right = left + cell.offsetWidth;
  if (left < scroller.scrollLeft) scroller.scrollLeft = left;
  else if (right > scroller.scrollLeft + scroller.clientWidth)
    scroller.scrollLeft = right - scroller.clientWidth;
}
