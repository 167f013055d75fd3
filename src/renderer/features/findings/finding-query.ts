import type { Finding } from '../../../shared/rules.ts';
import { quoteValue } from '../../../shared/query/quote.ts';
import { api } from '../../api.ts';
import { goTo } from '../../state/navigation.ts';
import { shown } from '../../state/selection.ts';
import { toastFailure } from '../../ui/toast.tsx';

/** A query that names events one by one; more would be no text to read or to change. */
const mostNamed = 200;

/** Whether a query can show exactly the events of a finding, or its period where it has none. */
export function canShow({ query, rows, events }: Finding): boolean {
  return query !== null || (rows.length === events && events <= mostNamed);
}

/** Leaves for the table, which then has exactly the events of this finding. */
export async function showFinding(finding: Finding): Promise<void> {
  if (!canShow(finding)) return;
  try {
    const { from, to, events } = finding;
    // What was not collected has no events: its stretch of time is what there is to see.
    if (events === 0) shown.set({ query: '', period: { from, to: to + 1 } });
    else {
      const query = finding.query ?? (await namedEvents(finding.rows));
      shown.set({ query, period: null });
    }
    goTo('review');
  } catch (error) {
    toastFailure(error);
  }
}

async function namedEvents(rows: number[]): Promise<string> {
  const records = await api.call('review.records', { rows });
  const named = records.map(({ row }) => `(source:${row.source} id:${quoteValue(row.id)})`);
  return named.join(' OR ');
}
