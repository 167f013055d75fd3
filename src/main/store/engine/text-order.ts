import type { Arena } from './arena.ts';
import { byteOrder } from './folded-bytes.ts';
import { roughBits, RoughKeys } from './rough-keys.ts';
import { atOnce, hasEnd, longKey, shortKey, TextKeys } from './text-keys.ts';

/** Entries in the order of their texts' code points; a text comes before a longer one. */
export interface TextOrder {
  readonly entries: Uint32Array;
  /** 1 where an entry has the text of the one before it. */
  readonly tied: Uint8Array;
}

/** Groups this small are put in order by comparing; from `many` on by counting digits. */
const few = 24;
const many = 8192;
/** From so many on all are nearly put in order first. */
const veryMany = 131_072;
const digitBits = 11;
const digits = 1 << digitBits;
/** So many of a group tell how it begins: seldom otherwise than all of it. */
const looks = 8;
/** Entries looked at in one step: a few thousandths of a second. */
const stepEntries = 16_384;

interface Keyed {
  entries: Uint32Array;
  keys: Float64Array;
}

/** Sorts entries by the first value of each; null entries are left out, and those not `among`. */
export function textOrder(arena: Arena, among?: (entry: number) => boolean): TextOrder {
  return finished(orderSteps(arena, among));
}

/**
 * The same a step at a time. A group of entries that are equal up to some depth goes on where they
 * differ, by the next few bytes, and is finished before the one after it: what takes long is not to
 * compare texts but to fetch them from anywhere in gigabytes.
 */
function* orderSteps(arena: Arena, among?: (entry: number) => boolean): Generator<void, TextOrder> {
  const texts = new TextKeys(arena);
  const entries = yield* listed(arena, among);
  const tied = new Uint8Array(entries.length);
  /** Groups that are still to be put in order: from, to, depth. A stack of its own. */
  const groups: number[] = [];
  const great: number[] = [];
  const fewKeys = new Float64Array(few);
  const packed = new Float64Array(many);
  const unsorted = new Uint32Array(many);
  const counts = new Uint32Array(digits + 1);
  let done = 0;

  /** By inserting: by key, and where keys are the same by all that follows. */
  function sortFew(from: number, to: number, before: number): void {
    const first = entries[from] ?? 0;
    let shared = Number.POSITIVE_INFINITY;
    for (let i = from + 1; i < to; i += 1) {
      shared = texts.shared(first, entries[i] ?? 0, before, shared);
    }
    const depth = before + shared;
    for (let i = from; i < to; i += 1) fewKeys[i - from] = texts.long(entries[i] ?? 0, depth);
    for (let i = from + 1; i < to; i += 1) {
      const entry = entries[i] ?? 0;
      const key = fewKeys[i - from] ?? 0;
      let at = i;
      let order = 1;
      for (; at > from; at -= 1) {
        order = key - (fewKeys[at - 1 - from] ?? 0);
        if (order === 0 && !hasEnd(key)) {
          order = texts.compare(entry, entries[at - 1] ?? 0, depth + longKey);
        }
        if (order >= 0) break;
        entries[at] = entries[at - 1] ?? 0;
        fewKeys[at - from] = fewKeys[at - 1 - from] ?? 0;
        tied[at] = tied[at - 1] ?? 0;
      }
      entries[at] = entry;
      fewKeys[at - from] = key;
      tied[at] = order === 0 ? 1 : 0;
    }
  }

  /** How many bytes some of a group have in common from `depth` on. */
  function sharedBySome(from: number, to: number, depth: number): number {
    let shared = Number.POSITIVE_INFINITY;
    for (let i = 1; i <= looks; i += 1) {
      const other = entries[from + Math.floor(((to - from - 1) * i) / looks)] ?? 0;
      shared = texts.shared(entries[from] ?? 0, other, depth, shared);
    }
    return shared;
  }

  /** Key and number in the group as one double: what the native sort takes quickest. */
  function sortSome(from: number, to: number, depth: number): void {
    const length = to - from;
    const first = entries[from] ?? 0;
    for (let start = from; start < to; start += atOnce) {
      texts.fetch(entries, start, Math.min(to, start + atOnce), depth);
    }
    let shared = sharedBySome(from, to, depth);
    for (let i = 0; i < length; i += 1) {
      const entry = entries[from + i] ?? 0;
      const same = texts.shared(first, entry, depth, shared);
      if (same < shared) {
        shared = same;
        i = -1;
        continue;
      }
      unsorted[i] = entry;
      packed[i] = texts.long(entry, depth + shared) * many + i;
    }
    packed.subarray(0, length).sort();
    for (let i = 0; i < length; i += 1) {
      const key = Math.floor((packed[i] ?? 0) / many);
      entries[from + i] = unsorted[(packed[i] ?? 0) - key * many] ?? 0;
      packed[i] = key;
    }
    for (let start = 0; start < length;) {
      const key = packed[start] ?? 0;
      let end = start + 1;
      while (end < length && packed[end] === key) end += 1;
      goOn(from + start, from + end, key, depth + shared + longKey);
      start = end;
    }
  }

  /** `isFirst`: by rough keys, else by exact ones. */
  function* sortMany(
    from: number,
    to: number,
    depth: number,
    isFirst: boolean,
  ): Generator<void, void> {
    const length = to - from;
    let one: Keyed = { entries: entries.subarray(from, to), keys: new Float64Array(length) };
    let other: Keyed = { entries: new Uint32Array(length), keys: new Float64Array(length) };
    let shared = sharedBySome(from, to, depth);
    let rough = isFirst ? new RoughKeys(texts, entries, depth + shared) : null;
    for (let i = 0; i < length;) {
      const end = Math.min(length, i + stepEntries);
      const same = readKeys(one, i, end, depth, shared, rough);
      if (same < shared && rough) rough = new RoughKeys(texts, entries, depth + same);
      i = same < shared ? 0 : end;
      shared = same;
      yield;
    }
    for (let shift = 0; shift < (rough ? roughBits : 32); shift += digitBits) {
      yield* sortByDigit(shift, one, other);
      [one, other] = [other, one];
    }
    const { keys } = one;
    entries.set(one.entries, from);
    let fetched = 0;
    for (let start = 0; start < length;) {
      if (start >= fetched) {
        fetched = start + atOnce;
        fetchTied(one, start, Math.min(length, fetched), depth + shared);
      }
      const key = keys[start] ?? 0;
      let end = start + 1;
      while (end < length && keys[end] === key) end += 1;
      if (rough) goOn(from + start, from + end, 1, depth + shared);
      else goOn(from + start, from + end, key, depth + shared + shortKey);
      finishSome();
      done += end - start;
      if (done > stepEntries) {
        done = 0;
        yield;
      }
      start = end;
    }
  }

  /** Fetches what will be looked at once more. */
  function fetchTied({ entries, keys }: Keyed, from: number, to: number, depth: number): void {
    let count = 0;
    for (let i = from; i < to; i += 1) {
      const key = keys[i];
      if (key !== keys[i - 1] && key !== keys[i + 1]) continue;
      unsorted[count] = entries[i] ?? 0;
      count += 1;
    }
    texts.fetch(unsorted, 0, count, depth);
  }

  /** Reads keys behind `shared` bytes until some entry has fewer in common with the first. */
  function readKeys(
    { entries, keys }: Keyed,
    from: number,
    to: number,
    depth: number,
    shared: number,
    rough: RoughKeys | null,
  ): number {
    const first = entries[0] ?? 0;
    for (let start = from; start < to; start += atOnce) {
      const end = Math.min(to, start + atOnce);
      texts.fetch(entries, start, end, depth);
      for (let i = start; i < end; i += 1) {
        const entry = entries[i] ?? 0;
        const same = texts.shared(first, entry, depth, shared);
        if (same < shared) return same;
        keys[i] = rough ? rough.of(entry, depth + shared) : texts.short(entry, depth + shared);
      }
    }
    return shared;
  }

  /** Counting sort by some bits of the keys. */
  function* sortByDigit(shift: number, source: Keyed, target: Keyed): Generator<void, void> {
    const { length } = source.keys;
    const unit = 2 ** -shift;
    counts.fill(0);
    for (let from = 0; from < length; from += stepEntries) {
      count(unit, source, from, Math.min(length, from + stepEntries));
      yield;
    }
    for (let i = 1; i <= digits; i += 1) counts[i] = (counts[i] ?? 0) + (counts[i - 1] ?? 0);
    for (let from = 0; from < length; from += stepEntries) {
      move(unit, source, target, from, Math.min(length, from + stepEntries));
      yield;
    }
  }

  function count(unit: number, { keys }: Keyed, from: number, to: number): void {
    for (let i = from; i < to; i += 1) {
      const digit = ((keys[i] ?? 0) * unit) & (digits - 1);
      counts[digit + 1] = (counts[digit + 1] ?? 0) + 1;
    }
  }

  function move(unit: number, source: Keyed, target: Keyed, from: number, to: number): void {
    for (let i = from; i < to; i += 1) {
      const key = source.keys[i] ?? 0;
      const digit = (key * unit) & (digits - 1);
      const at = counts[digit] ?? 0;
      counts[digit] = at + 1;
      target.entries[at] = source.entries[i] ?? 0;
      target.keys[at] = key;
    }
  }

  /** Entries with one key, `depth` where it ends. */
  function goOn(from: number, to: number, key: number, depth: number): void {
    if (to - from === 1) return;
    if (hasEnd(key)) tied.fill(1, from + 1, to);
    else if (to - from <= few) sortFew(from, to, depth);
    else (to - from < many ? groups : great).push(from, to, depth);
  }

  /** While their texts are at hand. */
  function finishSome(): void {
    while (groups.length > 0) {
      const depth = groups.pop() ?? 0;
      const to = groups.pop() ?? 0;
      const from = groups.pop() ?? 0;
      sortSome(from, to, depth);
      done += to - from;
    }
  }

  if (entries.length >= veryMany) yield* sortMany(0, entries.length, 0, true);
  // A key without an end: nothing is known of them.
  else goOn(0, entries.length, 1, 0);
  finishSome();
  while (great.length > 0) {
    const depth = great.pop() ?? 0;
    const to = great.pop() ?? 0;
    yield* sortMany(great.pop() ?? 0, to, depth, false);
  }
  return { entries, tied };
}

/** For each entry its place in the order of texts, from 1 and equal for equal ones; 0 is null. */
export function rankEntries(arena: Arena): Uint32Array {
  return finished(rankSteps(arena));
}

/**
 * The same a step at a time; of entries that are there when it begins, and stay. Those not `among`
 * have 0.
 */
export function* rankSteps(
  arena: Arena,
  among?: (entry: number) => boolean,
): Generator<void, Uint32Array> {
  const size = arena.entries;
  const { entries, tied } = yield* orderSteps(arena, among);
  const ranks = new Uint32Array(size);
  let rank = 0;
  for (let i = 0; i < entries.length; i += 1) {
    if (tied[i] === 0) rank += 1;
    ranks[entries[i] ?? 0] = rank;
    if (i % stepEntries === 0) yield;
  }
  return ranks;
}

/** Takes all steps at once. */
export function finished<T>(steps: Generator<void, T>): T {
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

/** The entries that are not null, a step at a time. */
function* listed(
  arena: Arena,
  among: (entry: number) => boolean = () => true,
): Generator<void, Uint32Array> {
  const entries = new Uint32Array(arena.entries);
  let count = 0;
  for (let first = 0; first < entries.length; first += stepEntries) {
    const last = Math.min(entries.length, first + stepEntries);
    arena.forEach(
      (entry, _bytes, from, to) => {
        if (to === from || !among(entry)) return;
        entries[count] = entry;
        count += 1;
      },
      first,
      last,
    );
    yield;
  }
  return entries.subarray(0, count);
}
