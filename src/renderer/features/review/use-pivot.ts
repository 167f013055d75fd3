import type { ShownRow } from './row-pages.ts';
import { useSettings, useZone } from '../../state/preferences.ts';
import { shown } from '../../state/selection.ts';
import { showAround, takeLanding, landOn } from '../../state/trail.ts';
import { toast } from '../../ui/toast.tsx';
import { termOf } from './columns.ts';
import { around, everythingWith } from './pivots.ts';
import { onlyTerm, toggleTerm } from './query-edit.ts';
import { typed, writeQuery } from './query-text.ts';
import type { Pivot } from './table-keys.ts';

/**
 * Goes from a cell to other events; the cursor stays on its event where that is among them.
 * `minutes` is for `around`, else what the person used last.
 */
export function usePivot(): (pivot: Pivot, row: ShownRow, field: string, minutes?: number) => void {
  const zone = useZone();
  const { aroundMinutes } = useSettings();

  function put(row: number, edit: (query: string) => string): void {
    const before = shown.get().query;
    landOn(row);
    writeQuery(edit(typed.get().text), zone);
    // What the bar holds may be no query: then nothing new is shown.
    if (shown.get().query === before) takeLanding();
  }

  /** @returns whether there was anything to follow */
  function go(pivot: Pivot, row: ShownRow, field: string, minutes: number): boolean {
    if (pivot === 'include' || pivot === 'exclude') {
      const term = termOf(row, field);
      if (term) put(row.row, (query) => toggleTerm(query, term.field, term.value, pivot));
      return term !== null;
    }
    if (pivot === 'actor') {
      const { actor } = row;
      if (actor !== null) put(row.row, (query) => onlyTerm(query, 'actor', actor));
      return row.actor !== null;
    }
    if (pivot === 'around') {
      showAround(row.row, { period: around(row, minutes) });
      return true;
    }
    const query = everythingWith(row)[pivot];
    if (query !== null) showAround(row.row, { query, period: null });
    return query !== null;
  }

  return (pivot, row, field, minutes = aroundMinutes) => {
    if (!go(pivot, row, field, minutes)) toast({ title: 'table:pivot.nothing' });
  };
}
