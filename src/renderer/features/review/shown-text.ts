import { parseInstant } from '../../../shared/instant.ts';
import { cellText } from './columns.ts';
import type { ShownRow } from './row-pages.ts';
import { fullTime } from './time-axis.ts';

interface Words {
  /** Details that nobody asked for: never the same as none. */
  unfetched: string;
  noFindings: string;
}

/**
 * Rows as the table shows them: a line each under the columns' names, tabs between cells. Times are
 * whole and in the zone shown.
 */
export function tableText(
  rows: readonly ShownRow[],
  columns: readonly { field: string; name: string }[],
  zone: string,
  words: Words,
): string {
  const lines = rows.map((row) => columns.map(({ field }) => cell(row, field, zone, words)));
  const head = columns.map(({ name }) => name);
  return [head, ...lines].map((line) => line.map(flat).join('\t')).join('\n');
}

function cell(row: ShownRow, field: string, zone: string, words: Words): string {
  if (field === 'time') {
    const instant = parseInstant(row.time);
    return instant === null ? row.time : fullTime(instant, zone);
  }
  if (field === 'findings' && row.source === 'jayguard' && !row.findings?.length) {
    return row.findings === null ? words.unfetched : words.noFindings;
  }
  return cellText(row, field);
}

/** A cell stays a cell. */
function flat(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ');
}
