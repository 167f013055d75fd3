import { createRequire } from 'node:module';

/**
 * What this room uses of better-sqlite3-multiple-ciphers, whose own declarations its `exports` hide.
 * Results are `unknown` on purpose: what comes out of a file is parsed.
 */
export interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): this;
  pragma(sql: string, options?: { simple: boolean }): unknown;
  transaction<A extends unknown[], T>(
    work: (...args: A) => T,
  ): { (...args: A): T; immediate(...args: A): T };
  readonly inTransaction: boolean;
  key(key: Uint8Array): number;
  /** The whole database as an unencrypted file would hold it. */
  serialize(): Buffer;
  close(): this;
}

type Bindable = string | number | bigint | Uint8Array | null;
type Bound = Bindable[] | [Record<string, Bindable>];

export interface Statement {
  run(...parameters: Bound): { changes: number; lastInsertRowid: number | bigint };
  get(...parameters: Bound): unknown;
  all(...parameters: Bound): unknown[];
  iterate(...parameters: Bound): IterableIterator<unknown>;
  /** Gives the first column instead of an object. */
  pluck(): this;
  /** Gives columns in a list instead of an object. */
  raw(): this;
}

interface SqliteError extends Error {
  /** An extended result code by its name, e.g. `SQLITE_IOERR_READ`. */
  readonly code: string;
}

interface Options {
  readonly?: boolean;
  fileMustExist?: boolean;
  /** Milliseconds to wait for a lock. */
  timeout?: number;
}

interface Sqlite {
  /** A path, or what `serialize` gave: then it is in memory only. */
  new (file: string | Buffer, options?: Options): Database;
  readonly SqliteError: new (message: string, code: string) => SqliteError;
}

function isSqlite(value: unknown): value is Sqlite {
  return typeof value === 'function';
}

function load(): Sqlite {
  const loaded: unknown = createRequire(import.meta.url)('better-sqlite3-multiple-ciphers');
  if (!isSqlite(loaded)) throw new TypeError('better-sqlite3-multiple-ciphers has another form');
  return loaded;
}

export const Sqlite = load();

/** The bytes of a whole file, as SQLite knows it. */
export function fileBytes(db: Database): number {
  const told = (name: string) => Number(db.pragma(name, { simple: true }));
  return told('page_count') * told('page_size');
}
