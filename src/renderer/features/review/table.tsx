import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';
import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../api.ts';
import { useSettings, useZone } from '../../state/preferences.ts';
import { shown } from '../../state/selection.ts';
import { useStore, type Store } from '../../state/store.ts';
import type { SessionInfo } from '../../../shared/session.ts';
import { chosen, toggleChosen } from '../marks/chosen.ts';
import { CellMenu } from './cell-menu.tsx';
import { HeadMenu } from './head-menu.tsx';
import type { Spot } from '../../ui/menu.tsx';
import { columnInfo, gridTemplate, leastWidth, pinOffsets, sortField } from './columns.ts';
import { cellAfter, type Cell } from './grid-keys.ts';
import { sortAfterPress } from './sort-keys.ts';
import { TableDialogs } from './table-dialogs.tsx';
import { actionOf, type TableAction } from './table-keys.ts';
import { useChoosing } from './use-choosing.ts';
import { useCopyRows } from './use-copy-rows.ts';
import { usePivot } from './use-pivot.ts';
import { useReview, useReviewModel } from './review-context.ts';
import { NewAbove } from './new-above.tsx';
import { TableBody, type BodyHandle, type Opened } from './table-body.tsx';
import { TableHead, useHead } from './table-head.tsx';
import { cellId, type RowStyle } from './table-row.tsx';
import { useColumns } from './use-columns.ts';
import { zoned } from './time-axis.ts';
import styles from './table.module.css';

/** Row heights, px: of one line and of three. The drawing needs them as numbers. */
const rowHeights = {
  compact: { line: 24, wrapped: 60 },
  comfortable: { line: 30, wrapped: 72 },
} as const;
const headHeight = 28;

interface TableProps {
  opened: Store<Opened>;
  /** Enter or a double click: the person wants to look into the event. */
  onOpen: () => void;
}

type OpenMenu = { kind: 'cell' | 'head'; cell: Cell; spot: Spot };

/** The grid of events. The cursor is a cell; its row is the selected one, whatever the order. */
export function Table({ opened, onOpen }: TableProps) {
  const { t } = useTranslation('review');
  const model = useReviewModel();
  const pages = useReview((review) => review.pages);
  const rows = useReview((review) => review.rows);
  const settled = useReview((review) => review.settled);
  const placement = useReview((review) => review.placement);
  const sort = useStore(shown, (now) => now.sort);
  const { density, wrap } = useSettings();
  const rowHeight = rowHeights[density][wrap ? 'wrapped' : 'line'];
  const columns = useColumns();
  const style = useRowStyle(wrap);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const body = useRef<BodyHandle>(null);
  const head = useHead(columns);
  const infos = useMemo(() => columns.map(columnInfo), [columns]);
  const choosing = useChoosing();
  const copyRows = useCopyRows(columns);
  const pivot = usePivot();

  const [cursor, setCursor] = useCursor(placement);
  const current = useReview((review) =>
    cursor.index === null ? undefined : review.pages?.row(cursor.index),
  );
  useEffect(() => {
    // Only a person chooses: where new data has put the cursor's row, it is not chosen again.
    if (!current || !cursor.chosen) return;
    model.focus(current.row);
    chosen.set({ cursor: current.row });
    opened.set({ row: current.row });
    // The row, not its object: a refresh brings the same row again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [current?.row, cursor.chosen]);

  const [menu, setMenu] = useState<OpenMenu | null>(null);

  function move(next: Cell): void {
    setCursor(next);
    if (next.index >= 0) body.current?.reveal(next.index);
    revealColumn(scroller, next, pinOffsets(head.sized).at(-1) ?? 0);
  }

  const press = useCallback(
    (at: number, more: boolean) => {
      const field = sortField(infos[at]?.field ?? '');
      if (field !== null) shown.set({ sort: sortAfterPress(sort, field, more) });
    },
    [infos, sort],
  );

  function perform(action: TableAction, cell: Cell): void {
    if (action === 'menu') openMenu(cell, spotOf(cell));
    else if (action === 'sort' || action === 'sortMore') press(cell.column, action === 'sortMore');
    else if (action === 'chooseAll') void choosing.all();
    else if (action === 'copy') void copyRows('text');
    else if (!current) return;
    else if (action === 'open') onOpen();
    else if (action === 'choose') {
      toggleChosen(current.row);
      choosing.rest();
      move({ index: Math.min(rows - 1, cell.index + 1), column: cell.column });
    } else pivot(action, current, infos[cell.column]?.field ?? '');
  }

  function onKeyDown(event: KeyboardEvent): void {
    const cell = { index: cursor.index ?? -1, column: cursor.column };
    const action = actionOf(event, cursor.index === -1);
    const page = Math.max(1, (body.current?.sight().fit ?? 2) - 1);
    const next = cellAfter(event, cell, { rows, columns: infos.length, page });
    const beyond = event.key === 'ArrowRight' && cell.column === infos.length - 1;
    if (action) perform(action, cell);
    else if (beyond && !event.altKey) perform('open', cell);
    else if (!next) return;
    else {
      if (event.shiftKey && cell.index >= 0 && next.index >= 0 && next.index !== cell.index) {
        void choosing.extend(cell.index, next.index);
      } else if (next.index !== cell.index) choosing.rest();
      move(next);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  const menuRow = menu?.kind === 'cell' ? pages?.row(menu.cell.index) : undefined;

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
  const pins = pinOffsets(head.sized);
  const active = named ? cellId(cursor.index ?? -1, cursor.column) : undefined;
  return (
    <>
      <div
        ref={setScroller}
        className={clsx(styles.scroller, wrap && styles.wrapped)}
        role="grid"
        tabIndex={0}
        aria-label={t('table.label')}
        aria-rowcount={rows + 1}
        aria-colcount={infos.length}
        aria-activedescendant={active}
        aria-multiselectable
        aria-busy={!settled}
        // Which rows these are: another number when others have taken their place.
        data-turn={placement.turn}
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
          if (!cell || cell.index < 0) return;
          if (event.shiftKey && cursor.index !== null && cursor.index >= 0) {
            void choosing.extend(cursor.index, cell.index);
          } else choosing.rest();
          setCursor(cell);
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
          ...Object.fromEntries(pins.map((left, at) => [`--pin-${at}`, `${left}px`])),
        }}
        data-pins={pins.length - 1 || undefined}
      >
        <div role="rowgroup" className={styles.headGroup}>
          <TableHead
            head={head}
            cursor={cursor.index === -1 ? cursor.column : -1}
            sort={sort}
            onPress={press}
          />
        </div>
        <TableBody
          ref={body}
          scroller={scroller}
          rowHeight={rowHeight}
          headHeight={headHeight}
          columns={infos}
          style={style}
          cursor={cursor}
          opened={opened}
          onCursorDrawn={setDrawn}
        />
      </div>
      <NewAbove sort={sort} onShow={() => body.current?.toTop()} />
      {menu?.kind === 'cell' && menuRow && (
        <CellMenu
          row={menuRow}
          field={infos[menu.cell.column]?.field ?? ''}
          spot={menu.spot}
          onPivot={(kind, minutes) =>
            pivot(kind, menuRow, infos[menu.cell.column]?.field ?? '', minutes)
          }
          onCopy={(format) => void copyRows(format)}
          onOpen={onOpen}
          onClose={() => setMenu(null)}
        />
      )}
      {menu?.kind === 'head' && (
        <HeadMenu
          columns={head.sized}
          at={menu.cell.column}
          spot={menu.spot}
          sort={sort}
          onSort={(next) => shown.set({ sort: next })}
          onClose={() => setMenu(null)}
        />
      )}
      <TableDialogs
        row={current ?? pages?.row(0)}
        onGo={(index) => {
          move({ index, column: Math.max(0, cursor.column) });
          scroller?.focus();
        }}
        onAround={(minutes) => current && pivot('around', current, '', minutes)}
      />
    </>
  );
}

/**
 * The cursor keeps to its row: a new placement says where that row is now. `chosen` is true while its
 * place is the one that the person went to.
 */
function useCursor(placement: { turn: number; cursor: number | null; landed: boolean }) {
  const [state, setState] = useState<{ index: number | null; column: number; turn: number }>({
    index: null,
    column: 0,
    turn: 0,
  });
  const moved = state.turn !== placement.turn && state.index !== -1;
  const cursor = moved
    ? { index: placement.cursor, column: state.column, chosen: placement.landed }
    : { ...state, chosen: true };
  const set = (cell: Cell) => setState({ ...cell, turn: placement.turn });
  return [cursor, set] as const;
}

function useRowStyle(wrapped: boolean): RowStyle {
  const { i18n } = useTranslation();
  const zone = useZone();
  const info = useCall('session.info').data;
  const withYear = info ? spansYears(info, zone) : false;
  const { language } = i18n;
  return useMemo(
    () => ({ zone, language, withYear, wrapped }),
    [zone, language, withYear, wrapped],
  );
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

/** A column beside the visible part, or under the pinned ones, comes into sight. */
function revealColumn(scroller: HTMLElement | null, { column }: Cell, pinned: number): void {
  const cell = document.getElementById(cellId(-1, column));
  if (!scroller || !cell || getComputedStyle(cell).position === 'sticky') return;
  const left = cell.offsetLeft;
  const right = left + cell.offsetWidth;
  if (left < scroller.scrollLeft + pinned) scroller.scrollLeft = left - pinned;
  else if (right > scroller.scrollLeft + scroller.clientWidth)
    scroller.scrollLeft = right - scroller.clientWidth;
}
