import type { SecretStore } from './secret-store.ts';

const account = 'signing-key';

/** The analyst's key for bundles, as text; null when there is none. Throws what the store throws. */
export function signingKeyFrom(store: SecretStore): Promise<string | null> {
  return store.get(account);
}

export function keepSigningKey(store: SecretStore, key: string): Promise<void> {
  return store.set(account, key);
}
