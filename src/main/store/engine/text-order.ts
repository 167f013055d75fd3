import type { Arena } from './arena.ts';
import { byteOrder } from './folded-bytes.ts';

/** Entries in the order of their texts' code points; a text comes before a longer one. */
export interface TextOrder {
  readonly entries: Uint32Array;
  /** 1 where an entry has the text of the one before it. */
  readonly tied: Uint8Array;
}

/** Bytes looked at in one round, and the bits that leaves in a double for an entry's place. */
const keyBytes = 3;
const placeUnit = 2 ** 29;
/** Groups this small are put in order by comparing. */
const few = 12;

/**
 * Sorts entries by the first value of each; null entries are left out. Rounds of three bytes: all
 * that are equal so far are sorted by the next three, as numbers, by the native sort.
 */
export function textOrder(arena: Arena): TextOrder {
  const { entries, chunks, starts, buffers } = positions(arena);
  const count = entries.length;
  const packed = new Float64Array(count);
  const places = Uint32Array.from({ length: count }, (_, i) => i);
  const tied = new Uint8Array(count);

  function compare(a: number, b: number, depth: number): number {
    const left = buffers[chunks[a] ?? 0] ?? Buffer.alloc(0);
    const right = buffers[chunks[b] ?? 0] ?? Buffer.alloc(0);
    let i = (starts[a] ?? 0) + depth;
    let j = (starts[b] ?? 0) + depth;
    for (; ; i += 1, j += 1) {
      const x = byteOrder[left[i] ?? 0] ?? 0;
      const y = byteOrder[right[j] ?? 0] ?? 0;
      if (x !== y || x === 0) return x - y;
    }
  }

  function sortFew(from: number, to: number, depth: number): void {
    for (let i = from + 1; i < to; i += 1) {
      const place = places[i] ?? 0;
      let at = i;
      while (at > from && compare(places[at - 1] ?? 0, place, depth) > 0) {
        places[at] = places[at - 1] ?? 0;
        at -= 1;
      }
      places[at] = place;
    }
    for (let i = from + 1; i < to; i += 1) {
      tied[i] = compare(places[i - 1] ?? 0, places[i] ?? 0, depth) === 0 ? 1 : 0;
    }
  }

  /** Fills `packed` with keys and places; returns whether all keys are the same. */
  function pack(from: number, to: number, depth: number): boolean {
    let same = true;
    let first = -1;
    for (let i = from; i < to; i += 1) {
      const place = places[i] ?? 0;
      const key = keyAt(buffers[chunks[place] ?? 0], (starts[place] ?? 0) + depth);
      if (first < 0) first = key;
      else if (key !== first) same = false;
      packed[i] = key * placeUnit + place;
    }
    return same;
  }

  /** How many bytes all of a group have in common from `depth` on; below zero when all are the same. */
  function sharedBytes(from: number, to: number, depth: number): number {
    const first = places[from] ?? 0;
    const model = buffers[chunks[first] ?? 0] ?? Buffer.alloc(0);
    const start = (starts[first] ?? 0) + depth;
    let shared = 0;
    while ((byteOrder[model[start + shared] ?? 0] ?? 0) > 0) shared += 1;
    const length = shared;
    let same = true;
    for (let i = from + 1; i < to; i += 1) {
      const place = places[i] ?? 0;
      const bytes = buffers[chunks[place] ?? 0] ?? model;
      const at = (starts[place] ?? 0) + depth;
      let j = 0;
      while (j < shared && bytes[at + j] === model[start + j]) j += 1;
      shared = j;
      if (same) same = j === length && (byteOrder[bytes[at + j] ?? 0] ?? 0) === 0;
    }
    return same ? -1 : shared;
  }

  // A stack of its own: how deep it goes depends on the texts.
  const groups = [0, count, 0];
  while (groups.length > 0) {
    const depth = groups.pop() ?? 0;
    const to = groups.pop() ?? 0;
    const from = groups.pop() ?? 0;
    if (to - from <= few) {
      sortFew(from, to, depth);
      continue;
    }
    if (pack(from, to, depth)) {
      const shared = sharedBytes(from, to, depth);
      if (shared >= 0) groups.push(from, to, depth + shared);
      else tied.fill(1, from + 1, to);
      continue;
    }
    packed.subarray(from, to).sort();
    for (let start = from; start < to;) {
      const key = Math.floor((packed[start] ?? 0) / placeUnit);
      const next = (key + 1) * placeUnit;
      let end = start;
      while (end < to && (packed[end] ?? 0) < next) {
        places[end] = (packed[end] ?? 0) - key * placeUnit;
        end += 1;
      }
      // A key whose last byte is an end has nothing behind it: all of its group are the same.
      if ((key & 0xff) === 0) tied.fill(1, start + 1, end);
      else if (end - start > 1) groups.push(start, end, depth + keyBytes);
      start = end;
    }
  }
  return { entries: places.map((place) => entries[place] ?? 0), tied };
}

/** For each entry its place in the order of texts, from 1 and equal for equal ones; 0 is null. */
export function rankEntries(arena: Arena): Uint32Array {
  const ranks = new Uint32Array(arena.entries);
  const { entries, tied } = textOrder(arena);
  let rank = 0;
  for (let i = 0; i < entries.length; i += 1) {
    if (tied[i] === 0) rank += 1;
    ranks[entries[i] ?? 0] = rank;
  }
  return ranks;
}

/** Compares two entries as `textOrder` does. */
export function compareEntries(arena: Arena, a: number, b: number): number {
  const left = arena.slice(a);
  const right = arena.slice(b);
  const length = Math.min(left.to - left.from, right.to - right.from);
  for (let i = 0; i < length; i += 1) {
    const x = byteOrder[left.bytes[left.from + i] ?? 0] ?? 0;
    const y = byteOrder[right.bytes[right.from + i] ?? 0] ?? 0;
    if (x !== y || x === 0) return x - y;
  }
  return left.to - left.from - (right.to - right.from);
}

/** Three bytes as a number in their order; zero from the text's end on. */
function keyAt(bytes: Buffer | undefined, at: number): number {
  if (!bytes) return 0;
  const a = byteOrder[bytes[at] ?? 0] ?? 0;
  if (a === 0) return 0;
  const b = byteOrder[bytes[at + 1] ?? 0] ?? 0;
  if (b === 0) return a << 16;
  return (a << 16) | (b << 8) | (byteOrder[bytes[at + 2] ?? 0] ?? 0);
}

function positions(arena: Arena) {
  const entries = new Uint32Array(arena.entries);
  const chunks = new Uint16Array(arena.entries);
  const starts = new Uint32Array(arena.entries);
  const buffers: Buffer[] = [];
  let count = 0;
  arena.forEach((entry, bytes, from, to) => {
    if (buffers.at(-1) !== bytes) buffers.push(bytes);
    if (to === from) return;
    entries[count] = entry;
    chunks[count] = buffers.length - 1;
    starts[count] = from;
    count += 1;
  });
  return { entries: entries.subarray(0, count), chunks, starts, buffers };
}
