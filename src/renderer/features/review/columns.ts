import type { Row } from '../../../shared/session.ts';
import { defaultSettings, type Settings } from '../../../shared/settings.ts';
import { gist, shortValue } from './gist.ts';

/** A column of the table by its `field` in the settings. */
export interface ColumnInfo {
  field: string;
  /** The field main sorts by, and the one that "include" writes into the query. */
  sort: string;
  /** Values line up when they are set in one width. */
  mono: boolean;
}

/** Fields a person can choose, in the order of the list; `details.KEY` comes on top of these. */
export const knownColumns = [
  'time',
  'event',
  'source',
  'actor',
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
] as const;
export type KnownColumn = (typeof knownColumns)[number];

export function isKnownColumn(field: string): field is KnownColumn {
  return knownColumns.some((one) => one === field);
}

const monospaced = new Set(['time', 'event', 'ip', 'id', 'target', 'targetType']);
const sortedBy: Readonly<Record<string, string>> = { actor: 'actorName', summary: 'text' };

export function columnInfo(field: string): ColumnInfo {
  return { field, sort: sortedBy[field] ?? field, mono: monospaced.has(field) };
}

/** What a cell shows, but for time (zones) and tags (badges). Empty where there is nothing. */
export function cellText(row: Row, field: string): string {
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
function valuesOf(row: Row, field: string): string[] {
  const fields: Readonly<Record<string, unknown>> = row;
  const value = field.startsWith('details.')
    ? row.details[field.slice(8)]
    : field === 'summary'
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
export function termOf(row: Row, field: string): { field: string; value: string } | null {
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
  const tracks = columns.map((column) =>
    column.field === 'summary' ? `minmax(${leastOf(column)}px, 1fr)` : `${column.width}px`,
  );
  if (!columns.some(({ field }) => field === 'summary')) tracks.push('minmax(0, 1fr)');
  return tracks.join(' ');
}

/** The width, px, below which the table scrolls sideways. */
export function leastWidth(columns: Settings['columns']): number {
  return columns.reduce((sum, column) => sum + leastOf(column), 0);
}

function leastOf({ field, width }: Settings['columns'][number]): number {
  if (field !== 'summary') return width;
  const usual = defaultSettings.columns.find((one) => one.field === field)?.width;
  return width === usual ? leastFlexible : width;
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
