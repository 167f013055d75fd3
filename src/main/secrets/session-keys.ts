import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { sessionKeyOf } from './accounts.ts';
import type { SecretStore } from './secret-store.ts';

const KEY_BYTES = 32;

export function newSessionKey(): Uint8Array {
  return randomBytes(KEY_BYTES);
}

/** The key of a session file, null when the store has none. Throws what the store throws. */
export async function sessionKeyFrom(
  store: SecretStore,
  fileId: string,
): Promise<Uint8Array | null> {
  const text = await store.get(sessionKeyOf(fileId));
  if (text === null) return null;
  const key = Buffer.from(text, 'base64');
  return key.length === KEY_BYTES ? key : null;
}

export function keepSessionKey(store: SecretStore, fileId: string, key: Uint8Array): Promise<void> {
  return store.set(sessionKeyOf(fileId), Buffer.from(key).toString('base64'));
}

export function forgetSessionKey(store: SecretStore, fileId: string): Promise<void> {
  return store.delete(sessionKeyOf(fileId));
}
