import { parseInstant } from '../../../shared/instant.ts';
import type { Row, Selection, Sort } from '../../../shared/session.ts';
import type { Main } from './review-state.ts';

/** Beyond every event. */
const endOfTime = Number.MAX_SAFE_INTEGER;

/**
 * Where, in this order, the event nearest to an instant (µs) stands; of two equally near ones the
 * later. null: the selection is empty. Two numbers and two rows are asked for, however many events
 * there are.
 */
export async function nearestTo(
  instant: number,
  { selection, sort }: { selection: Selection; sort: Sort },
  main: Pick<Main, 'count' | 'rows' | 'position'>,
): Promise<number | null> {
  const { from, to } = selection.period ?? { from: instant, to: endOfTime };
  const later = { from: Math.max(from, instant), to };
  const after =
    later.from >= later.to
      ? 0
      : (await main.count({ selection: { ...selection, period: later } })).matching;
  // Newest first: the last of those after it, and the first of those before.
  const offset = Math.max(0, after - 1);
  const rows = await main.rows({ selection, sort: [], offset, limit: 2 });
  const nearest = rows.toSorted((a, b) => distance(a, instant) - distance(b, instant))[0];
  return nearest ? main.position({ selection, sort, row: nearest.row }) : null;
}

function distance({ time }: Row, instant: number): number {
  return Math.abs((parseInstant(time) ?? instant) - instant);
}
