import type { Stretch } from './counts.ts';

/** What happened in one group, in order of time, and at one time in the order of parts. */
export interface Steps {
  times: ArrayLike<number>;
  /** Which of the rules it was. */
  parts: ArrayLike<number>;
}

/** Windows of the timespan's length that hold something of each part; one for each end. */
export function together({ times, parts }: Steps, count: number, timespan: number): Stretch[] {
  const found: Stretch[] = [];
  const inside = new Uint32Array(count);
  let missing = count;
  let from = 0;
  for (let to = 0; to < times.length; to += 1) {
    const part = parts[to] ?? 0;
    if (inside[part] === 0) missing -= 1;
    inside[part] = (inside[part] ?? 0) + 1;
    while ((times[to] ?? 0) - (times[from] ?? 0) > timespan) {
      const gone = parts[from] ?? 0;
      inside[gone] = (inside[gone] ?? 0) - 1;
      if (inside[gone] === 0) missing += 1;
      from += 1;
    }
    if (missing === 0) found.push({ from, to });
  }
  return found;
}

/** Stretches that begin with the first part, end with the last, and have the others between in order. */
export function inOrder({ times, parts }: Steps, count: number, timespan: number): Stretch[] {
  const found: Stretch[] = [];
  /** By part, where the latest sequence begins that has come so far; -1: none has. */
  const begun = new Int32Array(count).fill(-1);
  for (let at = 0; at < times.length; at += 1) {
    const part = parts[at] ?? 0;
    begun[part] = part === 0 ? at : Math.max(begun[part] ?? -1, begun[part - 1] ?? -1);
    const from = begun[part] ?? -1;
    if (part !== count - 1 || from < 0) continue;
    if ((times[at] ?? 0) - (times[from] ?? 0) <= timespan) found.push({ from, to: at });
  }
  return found;
}
