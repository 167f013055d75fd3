/** Randomness that any event can be computed from alone, in any order, the same on every machine. */
export interface Dice {
  /** 0 (inside) to 1 (outside). */
  unit(): number;
  /** 0 to `below - 1`. */
  int(below: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly [T, ...T[]] | readonly T[]): T;
  /** One of the keys, as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
}

/** A 32-bit hash of whole numbers (murmur3's mixing). */
export function hash(...numbers: number[]): number {
  let h = 0x2545f491;
  for (const number of numbers) {
    let k = Math.imul(number | 0, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    h = Math.imul(((h ^ k) << 13) | ((h ^ k) >>> 19), 5) + 0xe6546b64;
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export function createDice(...seed: number[]): Dice {
  let state = hash(...seed);
  function unit(): number {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  const int = (below: number): number => Math.floor(unit() * below);
  return {
    unit,
    int,
    chance: (probability) => unit() < probability,
    pick(from) {
      const one = from[int(from.length)];
      if (one === undefined) throw new RangeError('Nothing to pick from');
      return one;
    },
    weighted(weights) {
      let total = 0;
      for (const key in weights) total += weights[key];
      let left = unit() * total;
      for (const key in weights) if ((left -= weights[key]) < 0) return key;
      throw new RangeError('Nothing to weigh');
    },
  };
}
