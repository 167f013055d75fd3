import { randomBytes, scrypt } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { Failed } from '../../../shared/errors.ts';
import { ciphers, type Cipher } from '../../../shared/session.ts';
import type { SessionKey } from '../session-store.ts';
import { fileFailure } from './failures.ts';

// Runs in Electron's main process, too: nothing here may load SQLite.

/**
 * The first 24 bytes of a session are in the clear.
 *
 * - 0–15: the file's public id. Its first byte says how the file is unlocked, the rest is random.
 *   It is the cipher's salt, the salt of a passphrase, and the key's account name in the keychain.
 *   ChaCha20-Poly1305 authenticates it with page 1; a session in AEGIS-256 keeps a copy inside.
 * - 16–23: SQLite's page size, format (1 or 2, twice), the bytes reserved in a page for the cipher's
 *   nonce and tag, and its three fixed payload fractions: by these a session is recognised.
 */
const headerLength = 24;
const idLength = 16;

/** Events lie in blobs of some ten thousand bytes: larger pages mean shorter chains of them. */
export const pageSize = 8192;

export type Protection = 'keychain' | 'passphrase';

/** What each cipher takes of a page for nonce and tag: 16 + 16 bytes, and 32 + 32. */
const reserved: Record<Cipher, number> = { 'AEGIS-256': 64, 'ChaCha20-Poly1305': 32 };

/** A form is never reused: one with other parameters of scrypt gets a byte of its own. */
const forms: Record<Protection, number> = { keychain: 1, passphrase: 2 };

/** OWASP's second choice for scrypt: 128 MB and about half a second for each guess. */
const scryptCost = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };

export interface SessionFileInfo {
  /** 32 hex digits, public: the account under which the keychain keeps the file's key. */
  fileId: string;
  protection: Protection;
  cipher: Cipher;
}

/**
 * Files that this process holds open, by device and inode. Opening and closing such a file a second
 * time would drop this process's POSIX locks on it, and with them the guard against a second writer.
 */
const held = new Map<string, SessionFileInfo>();

function identify(path: string): string {
  const { dev, ino } = statSync(path, { bigint: true });
  return `${dev}:${ino}`;
}

/** Remembers that `path` is open here until the returned function is called. */
export function hold(path: string, info: SessionFileInfo): () => void {
  const identity = identify(path);
  held.set(identity, info);
  return () => held.delete(identity);
}

export function isHeld(path: string): boolean {
  return held.has(identify(path));
}

/**
 * Whatever is written, and whoever agreed to its taking a file's place: a session that is open here
 * stays, under any of its names. Throws `file.exists`.
 */
export function spareHeld(...paths: string[]): void {
  if (paths.some((path) => existsSync(path) && isHeld(path))) {
    throw new Failed('file.exists', { writing: true });
  }
}

/** A fresh public id, for asking the keychain to keep a key before the file exists. */
export function newFileId(protection: Protection): string {
  const id = randomBytes(idLength);
  id[0] = forms[protection];
  return id.toString('hex');
}

/**
 * What a session file says of itself without its key. Throws `session.not-found`,
 * `session.not-a-session`, `session.newer-version` (a way of unlocking this program does not know)
 * and `file.not-permitted`.
 */
export function inspectSessionFile(path: string): SessionFileInfo {
  try {
    const open = held.get(identify(path));
    if (open) return open;
    if (!statSync(path).isFile()) throw new Failed('session.not-a-session');
    return readHeader(path);
  } catch (error) {
    throw fileFailure(error);
  }
}

function readHeader(path: string): SessionFileInfo {
  const header = Buffer.alloc(headerLength);
  const file = openSync(path, 'r');
  try {
    if (readSync(file, header, 0, headerLength, 0) < headerLength) {
      throw new Failed('session.not-a-session');
    }
  } finally {
    closeSync(file);
  }
  const isSqlite = header.toString('latin1', 0, 15) === 'SQLite format 3';
  const cipher = ciphers.find((one) => reserved[one] === header[20]);
  const hasFractions = header.subarray(21).equals(Buffer.from([64, 32, 32]));
  if (isSqlite || !cipher || !hasFractions) throw new Failed('session.not-a-session');
  if (header.readUInt16BE(16) !== pageSize || header[18] !== header[19]) {
    throw new Failed('session.damaged');
  }
  const fileId = header.toString('hex', 0, idLength);
  if (header[0] === forms.keychain) return { fileId, protection: 'keychain', cipher };
  if (header[0] === forms.passphrase) return { fileId, protection: 'passphrase', cipher };
  throw new Failed('session.newer-version');
}

/** The 32 bytes that encrypt the pages. A passphrase is normalised: й typed in two ways is one. */
export function pageKey(key: SessionKey, fileId: string): Promise<Buffer> {
  if ('key' in key) {
    if (key.key.length !== 32) throw new Failed('session.wrong-key');
    return Promise.resolve(Buffer.from(key.key));
  }
  const passphrase = key.passphrase.normalize('NFKC');
  return new Promise((resolve, reject) => {
    scrypt(passphrase, Buffer.from(fileId, 'hex'), 32, scryptCost, (error, derived) => {
      if (error) reject(error);
      else resolve(derived);
    });
  });
}
