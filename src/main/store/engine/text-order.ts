import type { Arena } from './arena.ts';
import { byteOrder } from './folded-bytes.ts';

/** Entries in the order of their texts' code points; a text comes before a longer one. */
export interface TextOrder {
  readonly entries: Uint32Array;
  /** 1 where an entry has the text of the one before it. */
  readonly tied: Uint8Array;
}

/** Bytes looked at in one round: a key of 32 bits. */
const keyBytes = 4;
/** Groups this small are put in order by comparing; from `many` on by counting digits of 16 bits. */
const few = 24;
const many = 8192;
const digits = 65_536;
const nothing = Buffer.alloc(0);
/** Entries looked at in one step: about a hundredth of a second. */
const stepEntries = 65_536;

interface Keyed {
  places: Uint32Array;
  keys: Uint32Array;
}

/** Sorts entries by the first value of each; null entries are left out, and those not `among`. */
export function textOrder(arena: Arena, among?: (entry: number) => boolean): TextOrder {
  return finished(orderSteps(arena, among));
}

/**
 * The same a step at a time. A group of entries that are equal up to some depth goes on where the
 * first two of them differ, by the next four bytes.
 */
function* orderSteps(arena: Arena, among?: (entry: number) => boolean): Generator<void, TextOrder> {
  const { entries, chunks, starts, buffers } = positions(arena, among);
  const count = entries.length;
  const places = Uint32Array.from({ length: count }, (_, i) => i);
  const tied = new Uint8Array(count);
  /** Of what stands in `places`. */
  const keys = new Uint32Array(count);
  const otherPlaces = new Uint32Array(count);
  const otherKeys = new Uint32Array(count);
  const counts = new Uint32Array(digits + 1);
  const packed = new Float64Array(many);

  function compare(a: number, b: number, depth: number): number {
    const left = buffers[chunks[a] ?? 0] ?? nothing;
    const right = buffers[chunks[b] ?? 0] ?? nothing;
    let i = (starts[a] ?? 0) + depth;
    let j = (starts[b] ?? 0) + depth;
    for (; ; i += 1, j += 1) {
      const x = byteOrder[left[i] ?? 0] ?? 0;
      const y = byteOrder[right[j] ?? 0] ?? 0;
      if (x !== y || x === 0) return x - y;
    }
  }

  /** By inserting: by key, and where keys are the same by all that follows. */
  function sortFew(from: number, to: number, depth: number): void {
    readKeys(from, to, depth);
    for (let i = from + 1; i < to; i += 1) {
      const place = places[i] ?? 0;
      const key = keys[i] ?? 0;
      let at = i;
      while (at > from) {
        const before = keys[at - 1] ?? 0;
        if (before < key || (before === key && compare(places[at - 1] ?? 0, place, depth) <= 0))
          break;
        places[at] = places[at - 1] ?? 0;
        keys[at] = before;
        at -= 1;
      }
      places[at] = place;
      keys[at] = key;
    }
    for (let i = from + 1; i < to; i += 1) {
      const same = keys[i - 1] === keys[i];
      tied[i] = same && compare(places[i - 1] ?? 0, places[i] ?? 0, depth) === 0 ? 1 : 0;
    }
  }

  /** How many bytes all of a group have in common from `depth` on; below zero when all are the same. */
  function sharedBytes(from: number, to: number, depth: number): number {
    const first = places[from] ?? 0;
    const model = buffers[chunks[first] ?? 0] ?? nothing;
    const start = (starts[first] ?? 0) + depth;
    let shared = 0;
    while ((byteOrder[model[start + shared] ?? 0] ?? 0) > 0) shared += 1;
    const length = shared;
    let same = true;
    for (let i = from + 1; i < to; i += 1) {
      const place = places[i] ?? 0;
      const bytes = buffers[chunks[place] ?? 0] ?? nothing;
      const at = (starts[place] ?? 0) + depth;
      let j = 0;
      while (j < shared && bytes[at + j] === model[start + j]) j += 1;
      shared = j;
      if (same) same = j === length && (byteOrder[bytes[at + j] ?? 0] ?? 0) === 0;
    }
    return same ? -1 : shared;
  }

  function readKeys(from: number, to: number, depth: number): void {
    for (let i = from; i < to; i += 1) {
      const place = places[i] ?? 0;
      keys[i] = keyAt(buffers[chunks[place] ?? 0] ?? nothing, (starts[place] ?? 0) + depth);
    }
  }

  /** Counting sort by two bytes of the keys. */
  function sortByHalf(from: number, to: number, shift: number, source: Keyed, target: Keyed): void {
    counts.fill(0);
    for (let i = from; i < to; i += 1) {
      const digit = ((source.keys[i] ?? 0) >>> shift) & 0xffff;
      counts[digit + 1] = (counts[digit + 1] ?? 0) + 1;
    }
    for (let i = 1; i <= digits; i += 1) counts[i] = (counts[i] ?? 0) + (counts[i - 1] ?? 0);
    for (let i = from; i < to; i += 1) {
      const key = source.keys[i] ?? 0;
      const digit = (key >>> shift) & 0xffff;
      const at = counts[digit] ?? 0;
      counts[digit] = at + 1;
      target.places[from + at] = source.places[i] ?? 0;
      target.keys[from + at] = key;
    }
  }

  function sortMany(from: number, to: number): void {
    const [one, other] = [
      { places, keys },
      { places: otherPlaces, keys: otherKeys },
    ];
    sortByHalf(from, to, 0, one, other);
    sortByHalf(from, to, 16, other, one);
  }

  /** Key and number in the group as one double: what the native sort takes quickest. */
  function sortSome(from: number, to: number): void {
    const length = to - from;
    for (let i = 0; i < length; i += 1) {
      packed[i] = (keys[from + i] ?? 0) * many + i;
      otherPlaces[from + i] = places[from + i] ?? 0;
    }
    packed.subarray(0, length).sort();
    for (let i = 0; i < length; i += 1) {
      const key = Math.floor((packed[i] ?? 0) / many);
      keys[from + i] = key;
      places[from + i] = otherPlaces[from + (packed[i] ?? 0) - key * many] ?? 0;
    }
  }

  // A stack of its own: how deep it goes depends on the texts.
  const groups = [0, count, 0];
  let done = 0;
  while (groups.length > 0) {
    if (done > stepEntries) {
      done = 0;
      yield;
    }
    let depth = groups.pop() ?? 0;
    const to = groups.pop() ?? 0;
    const from = groups.pop() ?? 0;
    done += to - from;
    if (to - from <= few) {
      sortFew(from, to, depth);
      continue;
    }
    const shared = sharedBytes(from, to, depth);
    if (shared < 0) {
      tied.fill(1, from + 1, to);
      continue;
    }
    depth += shared;
    readKeys(from, to, depth);
    if (to - from < many) sortSome(from, to);
    else sortMany(from, to);
    for (let start = from; start < to;) {
      const key = keys[start] ?? 0;
      let end = start + 1;
      while (end < to && keys[end] === key) end += 1;
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
  return finished(rankSteps(arena));
}

/** The same a step at a time; of entries that are there when it begins, and stay. */
export function* rankSteps(arena: Arena): Generator<void, Uint32Array> {
  const ranks = new Uint32Array(arena.entries);
  const { entries, tied } = yield* orderSteps(arena);
  let rank = 0;
  for (let i = 0; i < entries.length; i += 1) {
    if (tied[i] === 0) rank += 1;
    ranks[entries[i] ?? 0] = rank;
  }
  return ranks;
}

function finished<T>(steps: Generator<void, T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
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

/** Four bytes as a number in their order; zero from the text's end on. */
function keyAt(bytes: Buffer, at: number): number {
  const a = byteOrder[bytes[at] ?? 0] ?? 0;
  if (a === 0) return 0;
  const b = byteOrder[bytes[at + 1] ?? 0] ?? 0;
  if (b === 0) return (a << 24) >>> 0;
  const c = byteOrder[bytes[at + 2] ?? 0] ?? 0;
  if (c === 0) return ((a << 24) | (b << 16)) >>> 0;
  return ((a << 24) | (b << 16) | (c << 8) | (byteOrder[bytes[at + 3] ?? 0] ?? 0)) >>> 0;
}

function positions(arena: Arena, among: (entry: number) => boolean = () => true) {
  const entries = new Uint32Array(arena.entries);
  const chunks = new Uint16Array(arena.entries);
  const starts = new Uint32Array(arena.entries);
  const buffers: Buffer[] = [];
  let count = 0;
  arena.forEach((entry, bytes, from, to) => {
    if (buffers.at(-1) !== bytes) buffers.push(bytes);
    if (to === from || !among(entry)) return;
    entries[count] = entry;
    chunks[count] = buffers.length - 1;
    starts[count] = from;
    count += 1;
  });
  return { entries: entries.subarray(0, count), chunks, starts, buffers };
}
