import { goTo } from '../../state/navigation.ts';
import { shown } from '../../state/selection.ts';

/** Leaves for the table with this query; the period on the screen there stays. */
export function showInTable(query: string): void {
  shown.set({ query });
  goTo('review');
}
