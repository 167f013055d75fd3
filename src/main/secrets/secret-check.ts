import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { SecretStore } from './secret-store.ts';

/** Tells whether a secret is the one it was made from, and nothing else about it. */
export interface SecretCheck {
  readonly salt: string;
  readonly hash: string;
}

/** 64 MB and about a tenth of a second for each guess. */
const cost = { N: 2 ** 16, r: 8, p: 1, maxmem: 2 ** 27 };
const LOCK_CODE = 'lock-code';

export async function checkFor(secret: string): Promise<SecretCheck> {
  const salt = randomBytes(16);
  return { salt: salt.toString('hex'), hash: (await derive(secret, salt)).toString('hex') };
}

export async function isSecret(secret: string, check: SecretCheck): Promise<boolean> {
  const hash = await derive(secret, Buffer.from(check.salt, 'hex'));
  return timingSafeEqual(hash, Buffer.from(check.hash, 'hex'));
}

function derive(secret: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize('NFC'), salt, 32, cost, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** The check of the code that locks the window; null: none is set. Throws what the store throws. */
export async function lockCodeIn(store: SecretStore): Promise<SecretCheck | null> {
  const text = await store.get(LOCK_CODE);
  const [salt, hash] = text?.split(':') ?? [];
  return salt && hash ? { salt, hash } : null;
}

/** null takes it away. */
export async function keepLockCode(store: SecretStore, check: SecretCheck | null): Promise<void> {
  if (check) await store.set(LOCK_CODE, `${check.salt}:${check.hash}`);
  else await store.delete(LOCK_CODE);
}
