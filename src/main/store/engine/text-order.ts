import type { Arena } from './arena.ts';
import { byteOrder } from './folded-bytes.ts';

/** Compares two entries by the code points of their texts; a text comes before a longer one. */
export function compareEntries(arena: Arena, a: number, b: number): number {
  const left = arena.slice(a);
  const right = arena.slice(b);
  const length = Math.min(left.to - left.from, right.to - right.from);
  for (let i = 0; i < length; i += 1) {
    const x = left.bytes[left.from + i] ?? 0;
    const y = right.bytes[right.from + i] ?? 0;
    if (x !== y) return (byteOrder[x] ?? 0) - (byteOrder[y] ?? 0);
  }
  return left.to - left.from - (right.to - right.from);
}

/** For each entry its place in the order of texts, from 1 and equal for equal ones; 0 is null. */
export function rankEntries(arena: Arena): Uint32Array {
  const ranks = new Uint32Array(arena.entries);
  const entries: number[] = [];
  arena.forEach((entry, _bytes, from, to) => {
    if (to > from) entries.push(entry);
  });
  entries.sort((a, b) => compareEntries(arena, a, b));
  let rank = 0;
  entries.forEach((entry, index) => {
    const before = entries[index - 1];
    if (before === undefined || compareEntries(arena, before, entry) !== 0) rank += 1;
    ranks[entry] = rank;
  });
  return ranks;
}
