import { openDialog } from '../../state/navigation.ts';
import { createStore } from '../../state/store.ts';
import type { Sides } from './sides.ts';

/** What was compared last is there again when the dialog is opened anew; null: nothing yet. */
export const compared = createStore<{ sides: Sides | null }>({ sides: null });

export function openComparison(sides: Sides): void {
  compared.set({ sides });
  openDialog('compare');
}
