import { defaultSettings, type Settings } from '../../../shared/settings.ts';
import { gist, shortValue } from './gist.ts';
import { isRaw, rawText } from './raw-value.ts';
import type { ShownRow } from './row-pages.ts';

/** A column of the table by its `field` in the settings. */
export interface ColumnInfo {
  field: string;
  /** The field main sorts by; null where it cannot. */
  sort: string | null;
  /** Values line up when they are set in one width. */
  mono: boolean;
  /** Its place among the pinned columns; null: it scrolls. */
  pin: number | null;
}

/** Fields a person can choose, in the order of the list; `details.KEY`, `raw.KEY` come on top. */
export const knownColumns = [
  'time',
  'event',
  'source',
  'actor',
  'person',
  'target',
  'targetType',
  'ip',
  'userAgent',
  'summary',
  'text',
  'content',
  'application',
  'filter',
  'rules',
  'findings',
  'tags',
  'note',
  'id',
  'raw',
] as const;
export type KnownColumn = (typeof knownColumns)[number];

export function isKnownColumn(field: string): field is KnownColumn {
  return knownColumns.some((one) => one === field);
}

const monospaced = new Set(['time', 'event', 'ip', 'id', 'target', 'targetType']);
const sortedBy: Readonly<Record<string, string>> = { actor: 'actorName', summary: 'text' };

/** What is known of a column; `at` is its place in the table, where pinned ones come first. */
export function columnInfo({ field, pinned }: Settings['columns'][number], at: number): ColumnInfo {
  const mono = monospaced.has(field) || isRaw(field);
  return { field, sort: sortField(field), mono, pin: pinned ? at : null };
}

/** The field that stands for a column in the order; null where main cannot sort by it. */
export function sortField(field: string): string | null {
  return isRaw(field) ? null : (sortedBy[field] ?? field);
}

/** Pinned columns first; each kind in its order. */
export function pinnedFirst(columns: Settings['columns']): Settings['columns'] {
  return [...columns.filter(({ pinned }) => pinned), ...columns.filter(({ pinned }) => !pinned)];
}

/** The column that tags have in what leaves the table: on the screen they stand before the text. */
export function withTags(columns: readonly { field: string }[]): readonly { field: string }[] {
  const text = columns.findIndex(({ field }) => field === 'summary');
  if (text === -1 || columns.some(({ field }) => field === 'tags')) return columns;
  return columns.toSpliced(text + 1, 0, { field: 'tags' });
}

/** What a cell shows, but for time (zones) and tags (badges). Empty where there is nothing. */
export function cellText(row: ShownRow, field: string): string {
  if (isRaw(field)) return rawText(row, field);
  if (field.startsWith('details.')) return shortValue(row.details[field.slice(8)] ?? '');
  if (field === 'summary') return gist(row);
  if (field === 'actor') return row.actorName ?? row.actor ?? '';
  if (field === 'findings') return (row.findings ?? []).map(({ method }) => method).join(', ');
  const values = valuesOf(row, field);
  return field === 'text' || field === 'content' || field === 'note'
    ? values.join(' ').slice(0, 400).replace(/\s+/g, ' ')
    : values.join(', ');
}

/** A field's values as the query language compares them; empty where there is nothing to ask for. */
function valuesOf(row: ShownRow, field: string): string[] {
  const fields: Readonly<Record<string, unknown>> = row;
  const value = field.startsWith('details.')
    ? row.details[field.slice(8)]
    : field === 'summary' || isRaw(field)
      ? null
      : fields[field];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((one) =>
    typeof one === 'string'
      ? [one]
      : typeof one === 'number' || typeof one === 'boolean'
        ? [String(one)]
        : [],
  );
}

/** The field and value that a cell stands for: a person's name where it is known, else the id. */
export function termOf(row: ShownRow, field: string): { field: string; value: string } | null {
  const asked = field === 'actor' && row.actorName !== null ? 'actorName' : field;
  const value = valuesOf(row, asked)[0];
  return value === undefined || value === '' || asked === 'time' ? null : { field: asked, value };
}

/** Least width of a column, px; the one that takes the room left over has its own. */
export const least = 48;
const leastFlexible = 150;

/**
 * The columns' widths as a CSS grid. `summary` takes the room that is left (and as its least width
 * what a person has given it); without it an empty track at the end does.
 */
export function gridTemplate(columns: Settings['columns']): string {
  const hasFlexible = columns.some(isFlexible);
  const tracks = columns.map((column) => {
    if (isFlexible(column)) return `minmax(${leastOf(column)}px, 1fr)`;
    return hasFlexible && isNames(column)
      ? `minmax(${column.width}px, 0.3fr)`
      : `${column.width}px`;
  });
  if (!hasFlexible) tracks.push('minmax(0, 1fr)');
  return tracks.join(' ');
}

/** Names of people, in a width that nobody has given them: they take a part of what is left. */
function isNames({ field, width, pinned }: Settings['columns'][number]): boolean {
  return field === 'actor' && width === usualWidth(field) && !pinned;
}

function usualWidth(field: string): number | undefined {
  return defaultSettings.columns.find((one) => one.field === field)?.width;
}

/** The width, px, below which the table scrolls sideways. */
export function leastWidth(columns: Settings['columns']): number {
  return columns.reduce((sum, column) => sum + leastOf(column), 0);
}

/** A pinned column keeps its width: what stands beside it must know where it ends. */
function isFlexible({ field, pinned }: Settings['columns'][number]): boolean {
  return field === 'summary' && !pinned;
}

/** Where each pinned column begins, px from the left edge, and where the last one ends. */
export function pinOffsets(columns: Settings['columns']): number[] {
  const offsets = [0];
  for (const { width, pinned } of columns) {
    if (pinned) offsets.push((offsets.at(-1) ?? 0) + width);
  }
  return offsets;
}

function leastOf(column: Settings['columns'][number]): number {
  const { field, width } = column;
  if (!isFlexible(column)) return width;
  return width === usualWidth(field) ? leastFlexible : width;
}

/** `columns` with `field` pinned after those that are, or let go to stand first of the others. */
export function pinColumn(columns: Settings['columns'], field: string): Settings['columns'] {
  const turned = columns.map(({ pinned, ...column }) => {
    const wanted = column.field === field ? !pinned : pinned;
    return wanted ? { ...column, pinned: true } : column;
  });
  return pinnedFirst(turned);
}

/** `columns` with `field` moved to stand before or after `other`. */
export function moveColumn(
  columns: Settings['columns'],
  field: string,
  other: string,
): Settings['columns'] {
  const from = columns.findIndex((one) => one.field === field);
  const to = columns.findIndex((one) => one.field === other);
  const moving = columns[from];
  if (!moving || to === -1) return columns;
  return columns.toSpliced(from, 1).toSpliced(to, 0, moving);
}
