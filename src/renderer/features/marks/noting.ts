import { createStore } from '../../state/store.ts';

/** The event whose note is being written, by the key or by the button; null: none. */
export const noting = createStore<{ row: number | null }>({ row: null });
