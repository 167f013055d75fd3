import { useMemo } from 'react';
import type { Selection, Sort } from '../../shared/session.ts';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { useZone } from './preferences.ts';
import { createStore, useStore } from './store.ts';

/** What the review screen shows right now. Export takes it from here, to the letter. */
export interface Shown {
  /** As typed, the last text that could be read. */
  query: string;
  /** µs: `from` is inside, `to` is not. */
  period: Selection['period'];
  /** Empty: newest first. */
  sort: Sort;
  /** In the order shown. Kept over runs in the settings. */
  columns: Settings['columns'];
}

const nothingChosen = { query: '', period: null, sort: [] };

export const shown = createStore<Shown>({ ...nothingChosen, columns: defaultSettings.columns });

/** Another session: its own query and period; the columns stay. */
export function resetShown(): void {
  shown.set(nothingChosen);
}

export function useShown(): Shown {
  return useStore(shown);
}

/** Query, period and zone in the form in which main wants them. */
export function useSelection(): Selection {
  const query = useStore(shown, (now) => now.query);
  const period = useStore(shown, (now) => now.period);
  const zone = useZone();
  return useMemo(() => ({ query, period, zone }), [query, period, zone]);
}

/** The same, as it is at this moment. */
export function selectionIn(zone: string): Selection {
  const { query, period } = shown.get();
  return { query, period, zone };
}
