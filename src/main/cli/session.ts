import { renameSync, rmSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Failed } from '../../shared/errors.ts';
import type { Connector } from '../connectors/connector.ts';
import { connectors } from '../connectors/registry.ts';
import { readAgainWith } from '../importing/read-again.ts';
import { openKeychain } from '../secrets/keychain.ts';
import { hiddenBeside } from '../exporters/safe-file.ts';
import { keepSessionKey, newSessionKey, sessionKeyFrom } from '../secrets/session-keys.ts';
import { sessionKeyOf } from '../secrets/accounts.ts';
import { tokenFor } from '../secrets/tokens.ts';
import { inspectSessionFile, newFileId } from '../store/file/header.ts';
import { createSession, openSession } from '../store/open-session.ts';
import type { SessionStore } from '../store/session-store.ts';
import { version } from './version.ts';

const readAgain = readAgainWith(connectors);
const passphrase = () => process.env['VESTIGO_PASSPHRASE'] || null;

/** Opens a session that is there, and closes it whatever happens. Throws `session.*`, `keychain.*`. */
export async function withSession(
  file: string,
  work: (store: SessionStore) => Promise<void>,
): Promise<void> {
  const store = await openExisting(file);
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

async function openExisting(file: string): Promise<SessionStore> {
  const path = resolve(file);
  const { fileId, protection } = inspectSessionFile(path);
  if (protection === 'passphrase') {
    const typed = passphrase();
    if (typed === null) throw new Failed('session.no-key');
    return openSession({ path, key: { passphrase: typed }, version, readAgain });
  }
  const key = await sessionKeyFrom(openKeychain(), fileId);
  if (!key) throw new Failed('session.no-key');
  return openSession({ path, key: { key }, version, readAgain });
}

/**
 * Opens a session or makes it when there is none. A new one is protected by VESTIGO_PASSPHRASE, else
 * by a random key in the keychain, which is kept there before the file exists, so that no file
 * without a key is ever left.
 */
export async function openOrCreate(file: string): Promise<SessionStore> {
  const path = resolve(file);
  return isThere(path) ? openExisting(path) : create(path);
}

/**
 * Makes a session that appears under its name when `fill` has filled it, or not at all. Throws
 * `file.exists` when something is there.
 */
export async function makeSession(
  file: string,
  fill: (store: SessionStore) => Promise<void>,
): Promise<void> {
  const path = resolve(file);
  if (isThere(path)) throw new Failed('file.exists', { writing: true });
  const hidden = hiddenBeside(path);
  const store = await create(hidden);
  try {
    try {
      await fill(store);
    } finally {
      await store.close();
    }
    // Nothing is written over that came meanwhile.
    if (isThere(path)) throw new Failed('file.exists', { writing: true });
    renameSync(hidden, path);
  } catch (error) {
    await discard(hidden);
    throw error;
  }
}

async function discard(path: string): Promise<void> {
  const { fileId, protection } = inspectSessionFile(path);
  for (const end of ['', '-journal', '-wal']) rmSync(`${path}${end}`, { force: true });
  if (protection === 'keychain') await openKeychain().delete(sessionKeyOf(fileId));
}

async function create(path: string): Promise<SessionStore> {
  const name = basename(path, '.vestigo');
  const typed = passphrase();
  if (typed !== null) return created({ path, name, key: { passphrase: typed }, version });

  const keychain = openKeychain();
  const fileId = newFileId('keychain');
  const key = newSessionKey();
  await keepSessionKey(keychain, fileId, key);
  try {
    return await created({ path, name, key: { key }, fileId, version });
  } catch (error) {
    await keychain.delete(sessionKeyOf(fileId));
    throw error;
  }
}

async function created(options: Parameters<typeof createSession>[0]): Promise<SessionStore> {
  try {
    return await createSession(options);
  } catch (error) {
    const missing = error instanceof Failed && error.failure.kind === 'file.not-found';
    throw missing ? new Failed('file.not-found', { writing: true }, { cause: error }) : error;
  }
}

/** An empty file is nothing yet: a temporary name taken beforehand, or a creation that was killed. */
function isThere(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** VESTIGO_TOKEN, else the keychain's token for this very address. Throws `source.no-token`. */
export async function tokenOf({ kind }: Connector, address: string): Promise<string> {
  const given = process.env['VESTIGO_TOKEN']?.trim();
  if (given) return given;
  const stored = await tokenFor(openKeychain(), kind, address).catch((error: unknown) => {
    const absent = error instanceof Failed && error.failure.kind === 'keychain.absent';
    if (absent) return null;
    throw error;
  });
  if (!stored) throw new Failed('source.no-token');
  return stored;
}
