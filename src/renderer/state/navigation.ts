import { createStore, useStore } from './store.ts';

/** All but `sources` and `welcome` need an open session; without one `welcome` stands in their place. */
export type Screen = 'review' | 'overview' | 'findings' | 'collect' | 'sources' | 'welcome';
export type OpenDialog =
  | 'export'
  | 'import'
  | 'settings'
  | 'shortcuts'
  | 'quarantine'
  | 'details'
  | 'tags'
  | 'people'
  | 'compare'
  | 'saved'
  | 'recent'
  | 'reveals'
  | 'seal'
  | 'bundle'
  | 'signers'
  | 'origins'
  | 'save-search';

interface Place {
  screen: Screen;
  dialog: OpenDialog | null;
}

export const navigation = createStore<Place>({ screen: 'welcome', dialog: null });

export function usePlace(): Place {
  return useStore(navigation);
}

export function goTo(screen: Screen): void {
  navigation.set({ screen, dialog: null });
}

export function openDialog(dialog: OpenDialog | null): void {
  navigation.set({ dialog });
}
