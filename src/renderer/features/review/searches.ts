import type { RecentQuery, SavedSearch } from '../../../shared/searches.ts';
import { api, refresh, useCall } from '../../api.ts';
import { goTo } from '../../state/navigation.ts';
import { shown } from '../../state/selection.ts';
import { toastFailure } from '../../ui/toast.tsx';
import { focusQueryBar } from './query-bar.tsx';
import { writeQuery } from './query-text.ts';

/** Saved searches and the history of queries; null until they are known. */
export function useSearches(): { saved: SavedSearch[]; recent: RecentQuery[] } | null {
  return useCall('searches.list', undefined, { fresh: true }).data ?? null;
}

/** Writes a search into the query bar; without a period of its own, what is chosen stays. */
export function applySearch(
  { query, period }: Pick<SavedSearch, 'query' | 'period'>,
  zone: string,
) {
  writeQuery(query, zone);
  if (period) shown.set({ period });
  goTo('review');
  // When the dialog has given the focus back.
  requestAnimationFrame(() => requestAnimationFrame(focusQueryBar));
}

export async function removeSearch({ id, place }: SavedSearch): Promise<void> {
  await api.call('searches.remove', { id, place }).catch(toastFailure);
  await refresh('searches.list');
}

export async function clearHistory(): Promise<void> {
  await api.call('searches.forgetRecent').catch(toastFailure);
  await refresh('searches.list');
}
