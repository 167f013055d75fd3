import type { Stretch } from './plan.ts';

/** A window is not cut into parts of fewer pages than this: each costs a request of its own. */
const fewestPages = 4;
/** A window that is opened is at most this share of what each stream still has before it. */
const share = 1 / 2;
/** Parts that one window is cut into at most, and windows that a collection may come to have. */
const mostParts = 50;
const mostWindows = 1000;

/**
 * What a run has seen of how much there is, and how finely it is therefore cut. A window is one
 * stream of requests after another, so the run lasts as long as its last window: whatever is opened
 * must be small against what is left for the streams beside it (guided self-scheduling). Early in a
 * run that changes nothing, towards its end windows get shorter, and at a high latency, where it
 * takes hundreds of streams to use the rate, they are cut from the first known page on. What is
 * expected may be wrong: it decides how fast the run is, never what it brings.
 */
export class Load {
  #pages = 0;
  #read = 0;
  #windows: number;

  /** `windows`: how many the collection has. */
  constructor(windows: number) {
    this.#windows = windows;
  }

  /** A page came, after which `micros` µs more of the period are done. */
  page(micros: number): void {
    this.#pages += 1;
    this.#read += micros;
  }

  /**
   * How many parts to cut the next window into: 1 leaves it whole. `left`: µs not read yet, its own
   * among them. `streams`: how many share the work.
   */
  partsOf({ from, to }: Stretch, left: number, streams: number): number {
    if (this.#read === 0) return 1;
    const density = this.#pages / this.#read;
    const pages = (to - from + 1) * density;
    const best = Math.max(fewestPages, (left * density * share) / Math.max(1, streams));
    const parts = Math.min(Math.round(pages / best), mostParts, mostWindows - this.#windows + 1);
    return Math.max(1, parts);
  }

  /** A window was cut into so many. */
  cut(parts: number): void {
    this.#windows += parts - 1;
  }
}
