import { clsx } from 'clsx';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { parseInstant } from '../../../shared/instant.ts';
import { holdsMask } from '../../../shared/masking.ts';
import { TagDots, TagList } from '../marks/tag-chip.tsx';
import { cellText, type ColumnInfo } from './columns.ts';
import type { ShownRow } from './row-pages.ts';
import { StateMarks } from './event-states.tsx';
import { meaningOf } from './meaning.ts';
import { rowTime } from './time-axis.ts';
import styles from './table.module.css';

/** How times are written in the table, and whether a row has several lines: the same for all rows. */
export interface RowStyle {
  zone: string;
  language: string;
  withYear: boolean;
  wrapped: boolean;
}

interface TableRowProps {
  /** Undefined while its page is on the way. */
  row: ShownRow | undefined;
  index: number;
  /** Its place in the drawn block, px; the same for whatever row the element shows. */
  top: number;
  columns: readonly ColumnInfo[];
  style: RowStyle;
  selected: boolean;
  /** Chosen to be marked together with others. */
  chosen: boolean;
  /** The column of the cell with the cursor, -1 when it is in another row. */
  cursor: number;
}

export function cellId(index: number, column: number): string {
  return `cell-${index}-${column}`;
}

/** Drawn again only when its own data changes: scrolling moves it without touching it. */
export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { row, index, top, columns, style, selected, chosen, cursor } = props;
  const meaning = row ? meaningOf(row) : 'plain';
  // Beside the event's name; where that is not shown, in the first column.
  const marksAt = Math.max(
    0,
    columns.findIndex(({ field }) => field === 'event'),
  );
  const tagsAt = placeOfTags(columns, marksAt);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected || chosen}
      data-chosen={chosen || undefined}
      data-open={selected || undefined}
      data-index={index}
      data-row={row?.row}
      className={clsx(styles.row, styles[meaning])}
      style={{ top }}
    >
      {columns.map((column, at) => (
        <div
          key={column.field}
          role="gridcell"
          // Of hundreds of cells one has to be named, and names are dear to change.
          id={at === cursor ? cellId(index, at) : undefined}
          aria-colindex={at + 1}
          data-column={at}
          data-cursor={at === cursor || undefined}
          className={clsx(
            styles.cell,
            column.mono && styles.mono,
            styles[toneOf(column.field)],
            column.pin !== null && styles.pinned,
          )}
          style={column.pin === null ? undefined : { left: `var(--pin-${column.pin})` }}
        >
          {row &&
          ((at === marksAt && row.flags.length > 0) || (at === tagsAt && row.tags.length > 0)) ? (
            <span className={styles.marked}>
              {at === tagsAt && at !== marksAt && (
                <span className={styles.tags}>
                  <TagList tags={row.tags} />
                </span>
              )}
              <span className={styles.markedText}>{contentOf(row, column.field, style)}</span>
              {at === tagsAt && at === marksAt && row.tags.length > 0 && (
                <TagDots tags={row.tags} />
              )}
              {at === marksAt && <StateMarks flags={row.flags} />}
            </span>
          ) : row ? (
            contentOf(row, column.field, style)
          ) : (
            <Bone index={index} at={at} />
          )}
        </div>
      ))}
    </div>
  );
});

/**
 * Where tags are shown that have no column of their own: by their names before the text, which has
 * the most room; without it by their colours, with the other marks.
 */
function placeOfTags(columns: readonly ColumnInfo[], marksAt: number): number {
  if (columns.some(({ field }) => field === 'tags')) return -1;
  const text = columns.findIndex(({ field }) => field === 'summary');
  return text === -1 ? marksAt : text;
}

/** Not a component: there would be one more to compare for each of hundreds of cells. */
function contentOf(row: ShownRow, field: string, style: RowStyle): ReactNode {
  if (field === 'time') {
    const instant = parseInstant(row.time);
    return instant === null
      ? row.time
      : rowTime(instant, style.zone, style.language, style.withYear);
  }
  if (field === 'findings' && row.source === 'jayguard' && !row.findings?.length)
    return <NoFindings fetched={row.findings !== null} />;
  // Most rows have none, and need not listen to what tags there are.
  if (field === 'tags') return row.tags.length > 0 && <TagList tags={row.tags} />;
  if (field === 'event' && !style.wrapped) return eventKey(row.event);
  const plain = cellText(row, field);
  const text = style.wrapped ? breakable(plain) : plain;
  return holdsMask(text) ? <span className={styles.faint}>{text}</span> : text;
}

/** Keys differ in their last word: where there is no room for all of it, the middle gives way. */
function eventKey(name: string): ReactNode {
  const end = name.length > 16 ? name.lastIndexOf('_') : -1;
  if (end < 6) return name;
  return (
    <span className={styles.parted}>
      <span className={styles.markedText}>{name.slice(0, end)}</span>
      <span>{name.slice(end)}</span>
    </span>
  );
}

/** With places to break a line at: a long key after `_` and `:`, a time before its clock. */
function breakable(text: string): string {
  return text.replace(/_(?=\S)|:(?=[^\d\s])|(?<=\d)(?=T\d\d:)/g, '$&\u200b');
}

/** "Not fetched" is never shown as "none": nobody knows yet. */
function NoFindings({ fetched }: { fetched: boolean }) {
  const { t } = useTranslation('review');
  return (
    <span className={fetched ? styles.faint : styles.unknown}>
      {t(fetched ? 'cells.noFindings' : 'cells.unfetched')}
    </span>
  );
}

/** A bar where the text will be; its width differs from row to row, but not from time to time. */
function Bone({ index, at }: { index: number; at: number }) {
  return (
    <span className={styles.bone} style={{ width: `${38 + ((index * 7 + at * 23) % 45)}%` }} />
  );
}

/** Event keys carry the colour of their meaning; what is read second is quieter. */
function toneOf(field: string): 'key' | 'quiet' | 'loud' {
  if (field === 'event') return 'key';
  return field === 'ip' || field === 'userAgent' || field === 'target' || field === 'targetType'
    ? 'quiet'
    : 'loud';
}
