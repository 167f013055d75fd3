import type { SecretStore } from './secret-store.ts';

const account = 'signing-key';

/**
 * The text of the analyst's key for bundles; `make` makes it when there is none yet. Throws what the
 * store throws.
 */
export async function ownSigningKey(store: SecretStore, make: () => string): Promise<string> {
  const kept = await store.get(account);
  if (kept !== null) return kept;
  const made = make();
  await store.set(account, made);
  return made;
}
