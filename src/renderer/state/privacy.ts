import type { PrivacyState } from '../../shared/privacy.ts';
import { useCall } from '../api.ts';
import { createStore, useStore } from './store.ts';

/** Until main has said it: masked, and nothing is known of a lock. */
const unknown: PrivacyState = { locked: false, means: 'keychain', hasCode: false, shown: [] };

export function usePrivacy(): PrivacyState {
  return useCall('privacy.state').data ?? unknown;
}

/** What a person wants to be shown; `label` is the field's name in words, '' for more than one. */
export interface WantedReveal {
  row: number | null;
  field: string | null;
  label: string;
}

const wanted = createStore<{ reveal: WantedReveal | null; copy: readonly number[] | null }>({
  reveal: null,
  copy: null,
});

/** Asks for the reason, and shows it then. */
export function askReveal(reveal: WantedReveal): void {
  wanted.set({ reveal });
}

/** Asks for the reason, and puts these rows on the clipboard unmasked then. */
export function askUnmaskedCopy(rows: readonly number[]): void {
  wanted.set({ copy: rows });
}

export function forgetAsking(): void {
  wanted.set({ reveal: null, copy: null });
}

export function useAsking() {
  return useStore(wanted);
}
