import type { Arena } from './arena.ts';

/** Entries whose places are taken that far are not found: whoever made them wants it to be slow. */
const longestProbe = 64;

/**
 * Finds entries of an arena by their bytes: twelve bytes an entry at most, where a `Map` of texts
 * takes a hundred and makes each of them a string. Null entries are in no place.
 */
export class EntryTable {
  private readonly entries: Arena;
  private readonly isKept: (entry: number) => boolean;
  /** Entries by the hash of their bytes, 0 where free. Made when something is first looked for. */
  private slots: Uint32Array | null = null;
  /** Entries below this are in `slots`. */
  private placed = 0;
  /** Where the entry belongs that was looked for last and not found; below zero: nowhere. */
  private free = -1;

  /** `isKept` leaves out entries that their bytes do not tell apart. */
  constructor(entries: Arena, isKept: (entry: number) => boolean = () => true) {
    this.entries = entries;
    this.isKept = isKept;
  }

  /** The entry of these bytes; 0 when there is none, and null when it would be too far to look. */
  find(bytes: Buffer, from: number, to: number): number | null {
    const slots = this.roomy();
    const mask = slots.length - 1;
    let slot = hashOf(bytes, from, to) & mask;
    for (let probe = 0; probe < longestProbe; probe += 1) {
      const known = slots[slot] ?? 0;
      if (known === 0) {
        this.free = slot;
        return 0;
      }
      if (this.entries.equals(known, bytes, from, to)) return known;
      slot = (slot + 1) & mask;
    }
    this.free = -1;
    return null;
  }

  /** Takes in the last entry of the arena: what was looked for just now, or `other`. */
  keepLast(other = false): void {
    const entry = this.entries.entries - 1;
    if (!this.slots || this.placed !== entry) return;
    this.placed = entry + 1;
    if (other) {
      const { bytes, from, to } = this.entries.slice(entry);
      if (!this.isKept(entry) || this.find(bytes, from, to) !== 0) return;
    }
    if (this.free >= 0) this.slots[this.free] = entry;
    this.free = -1;
  }

  /** To be called when entries have gone; those that have come are taken in with the next question. */
  clear(): void {
    this.slots = null;
    this.placed = 0;
  }

  /** The table of all entries with room for one more; at most half full. */
  private roomy(): Uint32Array {
    const size = this.entries.entries;
    if (this.slots && this.placed === size && size * 2 < this.slots.length) return this.slots;
    const slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(512, size * 3))));
    const mask = slots.length - 1;
    this.entries.forEach((entry, bytes, from, to) => {
      if (to === from || !this.isKept(entry)) return;
      let slot = hashOf(bytes, from, to) & mask;
      let probe = 0;
      while (slots[slot] !== 0 && probe < longestProbe) {
        slot = (slot + 1) & mask;
        probe += 1;
      }
      if (probe < longestProbe) slots[slot] = entry;
    });
    this.slots = slots;
    this.placed = size;
    return slots;
  }
}

/** Four bytes at a time, as Murmur does: one at a time is a tenth of what an import costs. */
function hashOf(bytes: Buffer, from: number, to: number): number {
  let hash = to - from;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const word =
      (bytes[i] ?? 0) |
      ((bytes[i + 1] ?? 0) << 8) |
      ((bytes[i + 2] ?? 0) << 16) |
      ((bytes[i + 3] ?? 0) << 24);
    hash = Math.imul(hash ^ word, 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  for (; i < to; i += 1) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 13)) >>> 0;
}
