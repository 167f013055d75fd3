import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { bundleAt, type BundleFile } from '../../../src/main/bundle/bundle-file.ts';
import type { DecryptWith } from '../../../src/shared/bundle.ts';
import { sealSession, type SealOptions } from '../../../src/main/bundle/seal.ts';
import { newSigningKeyText, readSigningKey } from '../../../src/main/bundle/signature.ts';
import { unsealBundle } from '../../../src/main/bundle/unseal.ts';
import { verifyBundle } from '../../../src/main/bundle/verify.ts';
import { openFile } from '../../../src/main/store/file/database.ts';
import {
  createSession,
  openSession,
  type LocalSession,
} from '../../../src/main/store/open-session.ts';
import { toFailure, type Failure } from '../../../src/shared/errors.ts';
import { key } from '../store/events.ts';

export const noKeys: DecryptWith = { identities: [], passphrases: [] };
const signal = new AbortController().signal;
const privateKey = readSigningKey(newSigningKeyText());
if (!privateKey) throw new Error('a new key can be read');
const signer = { privateKey, name: 'Анна' };

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'vestigo-bundle-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A session with everything a session can hold. */
export function goldenSession(): string {
  const path = join(folder(), 'golden.vestigo');
  copyFileSync('tests/fixtures/sessions/v11.vestigo', path);
  return path;
}

export async function open(path: string): Promise<LocalSession> {
  const store = await openSession({ path, key, version: '0.1.0' });
  onTestFinished(() => store.close());
  return store;
}

export async function seal(
  store: LocalSession,
  path: string,
  options: Partial<SealOptions> & Partial<SealOptions['choice']> = {},
) {
  const { selection = null, masked = false, notes = true, ...rest } = options;
  const choice = { selection, masked, notes };
  const all = { path, choice, key: signer, encryptTo: null, overwrite: false, program: '0.1.0' };
  return sealSession(store, { ...all, ...rest }, { signal });
}

export async function verify(bundle: string | Buffer, keys = noKeys) {
  const file = typeof bundle === 'string' ? await bundleAt(bundle) : inMemory(bundle);
  return verifyBundle(file, keys, { signal });
}

function inMemory(bytes: Buffer): BundleFile {
  return {
    name: 'case.vestigo.zip',
    size: bytes.length,
    async *read(count = bytes.length) {
      yield bytes.subarray(0, count);
    },
  };
}

/** Why it is not intact; null where it is. */
export async function faultOf(bundle: string | Buffer, keys = noKeys): Promise<Failure | null> {
  return verify(bundle, keys).then(
    () => null,
    (error: unknown) => toFailure(error),
  );
}

/** Verifies a bundle and brings it into a session: a new one, or the one given. */
export async function unseal(path: string, into?: LocalSession, keys = noKeys) {
  const intact = await verify(path, keys);
  const store = into ?? (await empty());
  const brought = await unsealBundle(store, { file: await bundleAt(path), intact }, { signal });
  return { store, brought };
}

export async function empty(path = join(folder(), 'unsealed.vestigo')): Promise<LocalSession> {
  const store = await createSession({ path, key, name: 'Другое имя', version: '0.1.0' });
  onTestFinished(() => store.close());
  return store;
}

/** What the tables of a session file hold, but for how the index is cut into pieces, and the file's own id. */
export async function tablesOf(path: string): Promise<Record<string, unknown[]>> {
  const { db, close } = await openFile(path, key);
  db.exec(`CREATE TEMP VIEW meta AS SELECT * FROM main.meta WHERE key <> 'file_id'`);
  const named = db
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table'
       AND name NOT IN ('piece', 'batch', 'details_batch', 'sqlite_sequence')`,
    )
    .pluck()
    .all()
    .map(String);
  const tables = named.map((name) => [name, db.prepare(`SELECT * FROM ${name}`).all()] as const);
  close();
  return Object.fromEntries(tables);
}
