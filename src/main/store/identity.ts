import { hash } from 'node:crypto';
import type { SourceKind } from '../../shared/event.ts';

/** Bytes kept of each event: 8 of the hash of (source, id), 16 of the hash of its JSON. */
export const identityLength = 24;
const words = identityLength / 4;
const contentWords = 4;

/** Truncated SHA-256: an attacker can choose ids and contents, so the hash must be a strong one. */
export function identityOf(source: SourceKind, id: string, raw: string): Buffer {
  const identity = Buffer.allocUnsafe(identityLength);
  writeIdentity(identity, 0, source, id, raw);
  return identity;
}

/** Writes {@link identityOf} at a place. `raw` may be its UTF-8. */
export function writeIdentity(
  into: Buffer,
  at: number,
  source: SourceKind,
  id: string,
  raw: string | Uint8Array,
): void {
  // As Latin 1, a letter a byte: a Buffer for each takes longer than the hash itself.
  into.write(hash('sha256', `${source}\n${id}`, 'binary'), at, 8, 'latin1');
  into.write(hash('sha256', raw, 'binary'), at + 8, 16, 'latin1');
}

/** Identities one after another as words; copied, because bytes among others need not be aligned. */
export function wordsOf(identities: Uint8Array): Uint32Array {
  return new Uint32Array(new Uint8Array(identities).buffer);
}

interface Candidate {
  row: number;
  sameHash: boolean;
}
const nobody: readonly Candidate[] = [];

/**
 * Finds the rows that may be of one (source, id): a hash table over typed arrays, 32 to 40 bytes an
 * event, against a Map's hundred and more.
 */
export class IdentityTable {
  #rows = 0;
  /** `words` for each row. */
  #identities = new Uint32Array(words * 1024);
  /** Open addressing: row + 1, or 0 for a free place; always at most half full. */
  #slots = new Uint32Array(2048);

  get rows(): number {
    return this.#rows;
  }

  /** Appends the identities of the next rows, `identityLength` bytes each. */
  append(bytes: Uint8Array): void {
    const count = bytes.length / identityLength;
    this.#reserve(this.#rows + count);
    this.#identities.set(wordsOf(bytes), this.#rows * words);
    for (let index = 0; index < count; index++) this.#place(this.#rows++);
  }

  /** Appends the identity at this place in a list of some. */
  add(list: Uint32Array, index: number): void {
    this.#reserve(this.#rows + 1);
    const from = index * words;
    const to = this.#rows * words;
    for (let word = 0; word < words; word++) this.#identities[to + word] = list[from + word] ?? 0;
    this.#place(this.#rows++);
  }

  /**
   * Rows with the same hash of (source, id) as the identity at this place in a list of some, oldest
   * first, and whether the content's hash is equal.
   */
  candidates(list: Uint32Array, index: number): readonly Candidate[] {
    const from = index * words;
    let found: Candidate[] | null = null;
    const mask = this.#slots.length - 1;
    for (let slot = (list[from] ?? 0) & mask; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const row = (this.#slots[slot] ?? 0) - 1;
      if (this.#equal(row, list, from, 0, 2)) {
        found ??= [];
        found.push({ row, sameHash: this.#equal(row, list, from, 2, contentWords) });
      }
    }
    return found ? found.toSorted((a, b) => a.row - b.row) : nobody;
  }

  /** Forgets rows whose transaction failed. */
  truncate(rows: number): void {
    if (rows >= this.#rows) return;
    this.#rows = rows;
    this.#rebuild();
  }

  #equal(row: number, list: Uint32Array, from: number, first: number, count: number): boolean {
    const at = row * words;
    for (let word = first; word < first + count; word++) {
      if (this.#identities[at + word] !== list[from + word]) return false;
    }
    return true;
  }

  #place(row: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#identities[row * words] ?? 0) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = row + 1;
  }

  #reserve(rows: number): void {
    if (rows * words > this.#identities.length) {
      const grown = new Uint32Array(Math.max(rows, this.#rows * 2) * words);
      grown.set(this.#identities);
      this.#identities = grown;
    }
    if (rows * 2 > this.#slots.length) {
      this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(rows * 3)));
      this.#rebuild();
    }
  }

  #rebuild(): void {
    this.#slots.fill(0);
    for (let row = 0; row < this.#rows; row++) this.#place(row);
  }
}
