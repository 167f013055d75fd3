import { z } from 'zod';
import { Failed } from '../../../shared/errors.ts';
import type { Database } from '../file/sqlite.ts';

const number = z.number().int();

/**
 * The numbers that a bundle's records get in a session. In one that is made of the bundle they stay
 * as they are; in one that has records of its own, new ones follow.
 */
export class Numbering {
  readonly #numbers = new Map<number, number>();
  /** The next number, or null where numbers stay. */
  #next: number | null;

  constructor(db: Database, table: string, column: string, isNew: boolean) {
    const sql = `SELECT coalesce(max(${column}), 0) + 1 FROM ${table}`;
    this.#next = isNew ? null : number.parse(db.prepare(sql).pluck().get());
  }

  /** A number for a record that comes. Throws `bundle.refused` when it has come before. */
  give(theirs: number): number {
    if (this.#numbers.has(theirs)) throw refusal();
    const mine = this.#next ?? theirs;
    if (this.#next !== null) this.#next += 1;
    this.#numbers.set(theirs, mine);
    return mine;
  }

  /** The record is one that the session has under this number. */
  set(theirs: number, mine: number): void {
    if (this.#numbers.has(theirs)) throw refusal();
    this.#numbers.set(theirs, mine);
  }

  has(theirs: number): boolean {
    return this.#numbers.has(theirs);
  }

  /** Throws `bundle.refused` for a record that has not come. */
  of(theirs: number): number {
    const mine = this.#numbers.get(theirs);
    if (mine === undefined) throw refusal();
    return mine;
  }

  orNull(theirs: number | null): number | null {
    return theirs === null ? null : this.of(theirs);
  }
}

/** Something is said of what is not there, or twice of the same. */
export function refusal(): Failed {
  return new Failed('bundle.refused', { reason: 'reference', name: null });
}
