import type { ShownRow } from './row-pages.ts';
import { useSettings, useZone } from '../../state/preferences.ts';
import { shown } from '../../state/selection.ts';
import { showAround, takeLanding, landOn } from '../../state/trail.ts';
import { toast } from '../../ui/toast.tsx';
import { openComparison } from '../comparison/open.ts';
import { valueSides, type Sides } from '../comparison/sides.ts';
import { actedOn } from '../marks/chosen.ts';
import { termOf } from './columns.ts';
import { around, everythingWith } from './pivots.ts';
import { onlyTerm, toggleTerm } from './query-edit.ts';
import { typed, writeQuery } from './query-text.ts';
import { useReviewModel } from './review-context.ts';
import type { Pivot } from './table-keys.ts';

/**
 * Goes from a cell to other events; the cursor stays on its event where that is among them.
 * `minutes` is for `around`, else what the person used last.
 */
export function usePivot(): (pivot: Pivot, row: ShownRow, field: string, minutes?: number) => void {
  const zone = useZone();
  const { aroundMinutes } = useSettings();
  const model = useReviewModel();

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
    if (pivot === 'compare') {
      const sides = comparedWith(row, field, otherChosen(row));
      if (sides) openComparison(sides);
      return sides !== null;
    }
    const query = everythingWith(row)[pivot];
    if (query !== null) showAround(row.row, { query, period: null });
    return query !== null;
  }

  /** The row that was chosen together with this one, where it is only one. */
  function otherChosen(row: ShownRow): ShownRow | null {
    const [other, ...more] = actedOn().filter((one) => one !== row.row);
    if (other === undefined || more.length > 0) return null;
    const { pages } = model.get();
    return [...(pages?.loaded() ?? [])].find((one) => one.row.row === other)?.row ?? null;
  }

  return (pivot, row, field, minutes = aroundMinutes) => {
    if (!go(pivot, row, field, minutes)) toast({ title: 'table:pivot.nothing' });
  };
}

/** Values of these are another one for each event: there the actor is compared. */
const single: ReadonlySet<string> = new Set(['id', 'text', 'content', 'note', 'findings']);

/** The cell's value beside all others, or beside that of the other row where the two differ. */
function comparedWith(row: ShownRow, field: string, other: ShownRow | null): Sides | null {
  const term = (single.has(field) ? null : termOf(row, field)) ?? termOf(row, 'actor');
  if (!term) return null;
  const its = other && termOf(other, term.field === 'actorName' ? 'actor' : term.field);
  const value = its?.field === term.field && its.value !== term.value ? its.value : null;
  return valueSides(shown.get(), term.field, term.value, value);
}
