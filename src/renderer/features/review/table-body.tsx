import { useCallback, useImperativeHandle, useLayoutEffect, useRef, type Ref } from 'react';
import { useStore, type Store } from '../../state/store.ts';
import { chosen } from '../marks/chosen.ts';
import type { ColumnInfo } from './columns.ts';
import type { Cell } from './grid-keys.ts';
import { useReview, useReviewModel } from './review-context.ts';
import { TableRow, type RowStyle } from './table-row.tsx';
import { useVirtualRows } from './use-virtual-rows.ts';
import styles from './table.module.css';

/** What the table asks of its body. */
export interface BodyHandle {
  reveal(index: number): void;
  /** To the very first row. */
  toTop(): void;
  /** The first row in sight, and how many fit. */
  sight(): { first: number; fit: number };
}

/** The row whose event is open. Not state of the screen, which would be drawn anew with every row. */
export interface Opened {
  row: number | null;
}

interface TableBodyProps {
  ref: Ref<BodyHandle>;
  scroller: HTMLElement | null;
  rowHeight: number;
  headHeight: number;
  columns: readonly ColumnInfo[];
  style: RowStyle;
  cursor: { index: number | null; column: Cell['column'] };
  opened: Store<Opened>;
  /** Whether the row with the cursor is among those drawn: no other can be named. */
  onCursorDrawn: (drawn: boolean) => void;
}

/** The rows. Scrolling renders this alone, and in it only the rows that come into sight. */
export function TableBody(props: TableBodyProps) {
  const { ref, scroller, rowHeight, headHeight, columns, style, cursor } = props;
  const opened = useStore(props.opened, (now) => now.row);
  const model = useReviewModel();
  const pages = useReview((review) => review.pages);
  const rows = useReview((review) => review.rows);
  const placement = useReview((review) => review.placement);
  const version = useReview((review) => review.version);
  const chosenRows = useStore(chosen, (now) => now.rows);

  const onLook = useCallback(
    (first: number, last: number, offset: number) => model.look(first, last, offset),
    [model],
  );
  const onScrolling = useCallback((on: boolean) => model.scroll(on), [model]);
  const isHere = useCallback((index: number) => pages?.row(index) !== undefined, [pages]);
  const virtual = useVirtualRows({
    scroller,
    rows,
    rowHeight,
    head: headHeight,
    version,
    isHere,
    onLook,
    onScrolling,
  });
  const { sight, viewport, goTo, revealRow, firstInSight } = virtual;
  const placed = useRef<number>(null);
  useLayoutEffect(() => {
    // Effects run anew when the screen comes back into sight: the table stays where it was.
    if (placed.current === placement.turn) return;
    placed.current = placement.turn;
    goTo(placement.index * rowHeight + placement.offset);
    // Only a new placement moves the table.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [placement.turn]);
  useImperativeHandle(
    ref,
    () => ({
      reveal: revealRow,
      toTop: () => goTo(0),
      sight: () => ({ first: firstInSight(), fit: Math.max(1, Math.floor(viewport / rowHeight)) }),
    }),
    [revealRow, goTo, firstInSight, viewport, rowHeight],
  );

  const { onCursorDrawn } = props;
  const { index: at } = cursor;
  const drawn = at !== null && at >= sight.first && at <= sight.last;
  useLayoutEffect(() => onCursorDrawn(drawn), [onCursorDrawn, drawn]);

  const size = rows === 0 ? 0 : Math.max(0, sight.last - sight.first + 1);
  const shift = sight.origin * rowHeight - sight.shift;
  return (
    <div role="rowgroup" className={styles.body} style={{ height: virtual.height }}>
      <div className={styles.block} style={{ transform: `translateY(${shift}px)` }}>
        {Array.from({ length: size }, (_, at) => {
          const index = sight.first + at;
          const element = index - sight.origin;
          const row = pages?.row(index);
          return (
            <TableRow
              key={element}
              row={row}
              index={index}
              top={element * rowHeight}
              columns={columns}
              style={style}
              selected={row !== undefined && row.row === opened}
              chosen={row !== undefined && chosenRows.has(row.row)}
              cursor={cursor.index === index ? cursor.column : -1}
            />
          );
        })}
      </div>
    </div>
  );
}
