import type { MarkTarget } from '../../../shared/marks.ts';
import { createStore } from '../../state/store.ts';

/** What the dialog for tagging is open for; null: it is closed. */
export const tagging = createStore<{ target: MarkTarget | null }>({ target: null });

export function openTagging(target: MarkTarget): void {
  tagging.set({ target });
}
