import { accessSync, closeSync, constants, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileBytes, Sqlite, type Database } from './sqlite.ts';
import { Failed } from '../../../shared/errors.ts';
import { newCipher, type Cipher } from '../../../shared/session.ts';
import type { SessionKey } from '../session-store.ts';
import { migrate, schemaVersion } from '../migrations/migrations.ts';
import { fileFailure } from './failures.ts';
import {
  hold,
  inspectSessionFile,
  isHeld,
  newFileId,
  pageKey,
  pageSize,
  type SessionFileInfo,
} from './header.ts';

/** `VSTG`: says after decrypting that the database is a session. */
const applicationId = 0x56535447;

/** Encrypted or not, evidence is for the one who collected it. SQLite's side files follow the file. */
const ownerOnly = 0o600;

/** Files up to this size are authenticated whole when they are opened: a fifth of a second at most. */
const wholeUpTo = 128 * 2 ** 20;

/** Sessions of an earlier schema up to this size can be read where they cannot be written. */
const copiedUpTo = 2 ** 30;

type Unwritable = 'file.read-only' | 'file.disk-full';

export interface SessionFile extends SessionFileInfo {
  readonly db: Database;
  /** Why nothing can be written, although everything can be read; null where it can. */
  readonly unwritable: Unwritable | null;
  /**
   * To be called before a transaction. Until the first one not a byte of the file changes, so that
   * looking at evidence leaves it as it was. Throws what SQLite throws; to be called again then.
   */
  startWriting(): void;
  close(): void;
}

/**
 * Makes a new session file; it appears under `path` complete or not at all. Throws `file.exists`,
 * `file.not-permitted`, `file.read-only`, `file.disk-full`.
 *
 * @returns the key that opens it: a passphrase is not to be worked through twice
 */
export async function createFile(
  path: string,
  key: SessionKey,
  fileId: string | null,
  fill: (db: Database) => void,
): Promise<{ key: Uint8Array }> {
  const id = fileId ?? newFileId('key' in key ? 'keychain' : 'passphrase');
  const secret = await pageKey(key, id);
  const draft = `${path}.new`;
  try {
    reserve(path);
    rmSync(draft, { force: true });
    try {
      build(draft, secret, id, fill);
      renameSync(draft, path);
    } catch (error) {
      for (const leftover of [draft, `${draft}-journal`, path]) rmSync(leftover, { force: true });
      throw error;
    }
    return { key: secret };
  } catch (error) {
    secret.fill(0);
    throw error instanceof Error && 'code' in error && error.code === 'ENOENT'
      ? new Failed('file.not-found', {}, { cause: error })
      : fileFailure(error);
  }
}

/** Takes the name so that nobody else's file is written over; an empty file holds nothing to lose. */
function reserve(path: string): void {
  try {
    closeSync(openSync(path, 'wx'));
  } catch (error) {
    if (!isEmptyFile(path)) throw error;
  }
}

/** Whether `path` is a file of no bytes: what a creation that was killed leaves behind. */
function isEmptyFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.isFile() && found.size === 0;
}

function build(path: string, secret: Buffer, fileId: string, fill: (db: Database) => void): void {
  closeSync(openSync(path, 'wx', ownerOnly));
  const db = new Sqlite(path, { timeout: 0 });
  try {
    unlock(db, newCipher, secret, Buffer.from(fileId, 'hex'));
    db.pragma(`page_size = ${pageSize}`);
    db.pragma(`application_id = ${applicationId}`);
    migrate(db);
    db.transaction((filled: Database) => {
      fill(filled);
      filled.prepare(`INSERT INTO meta (key, value) VALUES ('file_id', ?)`).run(fileId);
    })(db);
  } finally {
    db.close();
  }
}

/**
 * Opens a session file for this process alone and brings it to the current schema. One of up to
 * `limit` bytes is read whole, so that damage anywhere is told at once and before anything is
 * written; of a larger one each page is authenticated when it is read. Throws every `session.*`
 * failure of files, `file.not-permitted` and `file.disk-full`.
 */
export async function openFile(
  path: string,
  key: SessionKey,
  limit = wholeUpTo,
): Promise<SessionFile> {
  const info = inspectSessionFile(path);
  if (isHeld(path)) throw new Failed('session.in-use');
  const secret = await pageKey(key, info.fileId);
  try {
    const { db, unwritable } = openEither(path, { ...info, secret }, limit);
    const release = hold(path, info);
    return {
      ...info,
      db,
      unwritable,
      startWriting() {
        if (!isInWal(db)) takeWal(db);
      },
      close() {
        disconnect(db, unwritable !== null);
        release();
      },
    };
  } catch (error) {
    throw fileFailure(error);
  } finally {
    secret.fill(0);
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * For writing if that can be, else for reading. A file may be writable where there is no place for
 * its WAL: in a folder that is not, or on a full disk. A WAL that the full disk has no room to take
 * in is read where it lies, under a lock that only a file open for writing can be given.
 */
function openEither(
  path: string,
  unlocking: Unlocking,
  limit: number,
): Pick<SessionFile, 'db' | 'unwritable'> {
  let unwritable: Unwritable = 'file.read-only';
  if (isWritable(path) && (hasWal(path) || isWritable(dirname(path)))) {
    try {
      return { db: connect(path, unlocking, 'write', limit), unwritable: null };
    } catch (error) {
      const code = error instanceof Sqlite.SqliteError ? error.code : '';
      if (!/^SQLITE_(READONLY|CANTOPEN|FULL)/.test(code)) throw error;
      if (code.startsWith('SQLITE_FULL')) unwritable = 'file.disk-full';
    }
  }
  const keepsWal = unwritable === 'file.disk-full' && hasWal(path);
  return { db: connect(path, unlocking, keepsWal ? 'read-wal' : 'read', limit), unwritable };
}

function hasWal(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

type Mode = 'write' | 'read' | 'read-wal';

/** What a file says of itself, and the key of its pages. */
type Unlocking = SessionFileInfo & { secret: Buffer };

function connect(path: string, unlocking: Unlocking, mode: Mode, limit: number): Database {
  const db = new Sqlite(path, { readonly: mode === 'read', fileMustExist: true, timeout: 0 });
  try {
    unlock(db, unlocking.cipher, unlocking.secret);
    // SQLite's own locks, held from the first read to the end: a second process is told at once,
    // and nothing has to be cleaned up after one that was killed. It also keeps the WAL's index in
    // memory, so that there is no -shm file.
    db.pragma('locking_mode = exclusive');
    checkKey(db, path, unlocking);
    // A commit is on the disk before it is reported: the ledger must not forget what it said.
    db.pragma('synchronous = full');
    db.pragma(`journal_size_limit = ${64 * 2 ** 20}`);
    if (statSync(path).size <= limit) checkPages(db);
    // Left by a process that was killed: what it committed is taken in first.
    if (mode === 'write' && isInWal(db)) takeWal(db);
    // A WAL may hold pages that the file has not yet.
    if (mode !== 'read-wal') checkWhole(db, path);
    const version = checkVersion(db);
    checkId(db, unlocking);
    if (mode !== 'write') {
      if (version < schemaVersion) return migratedCopy(db);
    } else if (version < schemaVersion) {
      takeWal(db);
      migrate(db);
    } else if (!isInWal(db)) {
      // The lock of a writer without a word written: nobody else opens the file meanwhile.
      db.exec('BEGIN EXCLUSIVE; COMMIT');
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function isInWal(db: Database): boolean {
  return db.pragma('journal_mode', { simple: true }) === 'wal';
}

/** The WAL is what makes a commit quick; the file says in its first page that there is one. */
function takeWal(db: Database): void {
  db.pragma('journal_mode = wal');
  // After a check SQLite takes the change of mode for unfinished (SQLITE_LOCKED) until it reads.
  db.pragma('schema_version');
  db.pragma('wal_checkpoint(truncate)');
}

/**
 * A session of an earlier schema that cannot be written is brought to this one in memory. Throws
 * `file.read-only` for one that is too large for that.
 */
function migratedCopy(db: Database): Database {
  if (fileBytes(db) > copiedUpTo) throw new Failed('file.read-only');
  const bytes = db.serialize();
  // There is no WAL in memory: what it held is among the pages.
  bytes.fill(1, 18, 20);
  const copy = new Sqlite(bytes);
  try {
    harden(copy);
    migrate(copy);
  } catch (error) {
    copy.close();
    throw error;
  }
  db.close();
  return copy;
}

/** `fileId` is given to a new file; an existing one has it in its first bytes. */
function unlock(db: Database, cipher: Cipher, secret: Buffer, fileId = Buffer.alloc(0)): void {
  if (cipher === 'AEGIS-256') {
    db.pragma(`cipher = 'aegis'`);
    db.pragma(`algorithm = 'aegis-256'`);
  } else {
    db.pragma(`cipher = 'chacha20'`);
  }
  // As a buffer and not as SQL, so that no copy of the key lies about in strings.
  const raw = Buffer.concat([Buffer.from('raw:'), secret, fileId]);
  db.key(raw);
  raw.fill(0);
  harden(db);
}

function harden(db: Database): void {
  // Temporary files would not be encrypted.
  db.pragma('temp_store = memory');
  db.pragma('trusted_schema = off');
  db.pragma('cell_size_check = on');
  db.pragma('foreign_keys = on');
}

/** Page 1 is authenticated like any other: where it cannot be read, the key is another one, or … */
function checkKey(db: Database, path: string, unlocking: Unlocking): void {
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError) || error.code !== 'SQLITE_NOTADB') throw error;
    const kind = fitsUnchecked(path, unlocking) ? 'session.damaged' : 'session.wrong-key';
    throw new Failed(kind, {}, { cause: error });
  }
}

/** … its bytes were changed: then the key still makes sense of most of them. */
function fitsUnchecked(path: string, { cipher, secret }: Unlocking): boolean {
  const db = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 0 });
  try {
    db.pragma('hmac_check = 0');
    unlock(db, cipher, secret);
    return db.pragma('application_id', { simple: true }) === applicationId;
  } catch {
    return false;
  } finally {
    db.close();
  }
}

/** Reads, and so authenticates, every page that is in use. */
function checkPages(db: Database): void {
  if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new Failed('session.damaged');
}

/**
 * SQLite meets missing pages only when it wants to read them, and never looks behind the last one: a
 * file that was cut, or to which something was added, is told of at once.
 */
function checkWhole(db: Database, path: string): void {
  if (statSync(path).size !== fileBytes(db)) throw new Failed('session.damaged');
}

function checkVersion(db: Database): number {
  if (db.pragma('application_id', { simple: true }) !== applicationId) {
    throw new Failed('session.not-a-session');
  }
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > schemaVersion) throw new Failed('session.newer-version');
  return version;
}

/** The id that a file has in the clear is the one it was made with. */
function checkId(db: Database, { cipher, fileId }: SessionFileInfo): void {
  if (cipher === 'ChaCha20-Poly1305') return;
  const made = db.prepare(`SELECT value FROM meta WHERE key = 'file_id'`).pluck().get();
  if (made !== fileId) throw new Failed('session.damaged');
}

/** Leaves one file that also opens from read-only media: no WAL, and a header that wants none. */
function disconnect(db: Database, readOnly: boolean): void {
  try {
    if (!readOnly && isInWal(db)) db.pragma('journal_mode = delete');
  } catch {
    // On a full disk the WAL stays beside the file; the next opening takes it in.
  } finally {
    db.close();
  }
}
