import type { CodeList } from './code-list.ts';

/** A pair of codes that did not occur before; `row` is the first with it. */
export interface FirstPair {
  row: number;
  count: number;
  /** Rows of the same key before the stretch. */
  before: number;
}

/**
 * Pairs of key and value whose first row lies in a stretch of time, for keys that have rows before
 * it: a key without a past has nothing to be compared with. 0 stands for "none" and makes no pair,
 * as key and as value. `rows` are newest first; those from `start` on lie before the stretch.
 * @returns newest first
 */
export function firstPairs(
  rows: Uint32Array,
  start: number,
  key: (row: number) => number,
  values: CodeList,
  valueCount: number,
): FirstPair[] {
  const before = new Map<number, number>();
  const known = new Set<number>();
  for (let at = start; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    const owner = key(row);
    const value = values.at(row);
    if (owner === 0) continue;
    before.set(owner, (before.get(owner) ?? 0) + 1);
    if (value !== 0) known.add(owner * valueCount + value);
  }
  const found = new Map<number, FirstPair>();
  for (let at = start - 1; at >= 0; at -= 1) {
    const row = rows[at] ?? 0;
    const owner = key(row);
    const value = values.at(row);
    const past = before.get(owner);
    const pair = owner * valueCount + value;
    if (value === 0 || past === undefined || known.has(pair)) continue;
    const met = found.get(pair);
    if (met) met.count += 1;
    else found.set(pair, { row, count: 1, before: past });
  }
  return [...found.values()].toReversed();
}
