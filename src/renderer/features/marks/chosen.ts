import { createStore } from '../../state/store.ts';

/**
 * Rows that were chosen one by one, and the row with the cursor. They are rows of the session and no
 * places in the table, so that sorting and new events leave them alone.
 */
export const chosen = createStore<{ rows: ReadonlySet<number>; cursor: number | null }>({
  rows: new Set(),
  cursor: null,
});

export function toggleChosen(row: number): void {
  const rows = new Set(chosen.get().rows);
  if (!rows.delete(row)) rows.add(row);
  chosen.set({ rows });
}

export function chooseNone(): void {
  chosen.set({ rows: new Set() });
}

/** What a key acts on: the chosen rows, else the row with the cursor. */
export function actedOn(): number[] {
  const { rows, cursor } = chosen.get();
  if (rows.size > 0) return [...rows];
  return cursor === null ? [] : [cursor];
}
