import type { KeychainState } from '../../../shared/contract.ts';

/** A locked keychain may ask its owner for a password: until that is answered it is locked. */
const PATIENCE_MS = 1500;

export async function askKeychain(probe: () => Promise<KeychainState>): Promise<KeychainState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<KeychainState>((resolve) => {
    timer = setTimeout(() => resolve('locked'), PATIENCE_MS);
  });
  return Promise.race([probe(), late]).finally(() => clearTimeout(timer));
}
