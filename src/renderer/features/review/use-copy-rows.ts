import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { mostClipboard, mostCopied } from '../../../shared/contract.ts';
import type { Settings } from '../../../shared/settings.ts';
import { useFormat, useZone } from '../../state/preferences.ts';
import { toast, toastFailure } from '../../ui/toast.tsx';
import { exportColumns } from '../export/export-columns.ts';
import { actedOn } from '../marks/chosen.ts';
import { useColumnName } from './column-name.ts';
import { withTags } from './columns.ts';
import { useReviewModel } from './review-context.ts';
import type { RowPages, ShownRow } from './row-pages.ts';
import { tableText } from './shown-text.ts';

export type CopyFormat = 'text' | 'csv' | 'json';

/** As many rows as one request may name. */
const atOnce = 1000;

/**
 * Copies the chosen rows, else the row with the cursor: as the table shows them, as an export's CSV
 * of its columns, or as whole events in JSON. What does not fit is said.
 */
export function useCopyRows(columns: Settings['columns']): (format: CopyFormat) => Promise<void> {
  const { t } = useTranslation('review');
  const model = useReviewModel();
  const name = useColumnName();
  const format = useFormat();
  const zone = useZone();
  const words = { unfetched: t('cells.unfetched'), noFindings: t('cells.noFindings') };

  async function asText(rows: number[], pages: RowPages | null) {
    const named = withTags(columns).map(({ field }) => ({ field, name: name(field) }));
    const lines = tableText(await read(rows, pages), named, zone, words).split('\n');
    let length = 0;
    const fitting = lines.filter((line) => (length += line.length + 1) <= mostClipboard);
    return { text: fitting.join('\n'), rows: fitting.length - 1 };
  }

  return async (wanted) => {
    const { pages } = model.get();
    const acted = inTableOrder(actedOn(), pages);
    const rows = acted.slice(0, mostCopied);
    if (rows.length === 0) return;
    try {
      const copied =
        wanted === 'text'
          ? await asText(rows, pages)
          : await api.call('review.copy', {
              rows,
              format: wanted,
              columns: exportColumns(columns),
            });
      await api.call('clipboard.write', { text: copied.text });
      toast({
        title: 'table:copy.copied',
        params: {
          count: copied.rows,
          number: format.number(copied.rows),
          of: format.number(acted.length),
        },
        ...(copied.rows < acted.length ? { text: 'table:copy.cut' } : {}),
      });
    } catch (error) {
      toastFailure(error);
    }
  };
}

/** As they stand in the table where all of them are here, else as they were chosen. */
function inTableOrder(rows: number[], pages: RowPages | null): number[] {
  const places = new Map<number, number>();
  for (const { row, index } of pages?.loaded() ?? []) places.set(row.row, index);
  if (!rows.every((row) => places.has(row))) return rows;
  return rows.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
}

async function read(rows: number[], pages: RowPages | null): Promise<ShownRow[]> {
  const known = new Map<number, ShownRow>();
  for (const { row } of pages?.loaded() ?? []) known.set(row.row, row);
  const missing = rows.filter((row) => !known.has(row));
  for (let at = 0; at < missing.length; at += atOnce) {
    const records = await api.call('review.records', { rows: missing.slice(at, at + atOnce) });
    for (const { row, raw } of records) known.set(row.row, { ...row, raw });
  }
  return rows.flatMap((row) => known.get(row) ?? []);
}
