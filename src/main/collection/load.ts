import type { Stretch } from './plan.ts';

/** A window is not cut into parts of fewer pages than this: each costs a request of its own. */
const fewestPages = 4;
/** A window that is opened is at most this share of what each stream still has before it. */
const share = 1 / 2;
/** Windows for each stream, while less than a page for each has been seen. */
const windowsAtFirst = 2;
/** Parts that one window is cut into at most, and windows that a collection may come to have. */
const mostParts = 50;
const mostWindows = 1000;

const second = 1_000_000;
const hour = 3600 * second;
const hoursOfWeek = 168;

/**
 * What a run has seen of how much there is, and how finely it is therefore cut. A window is one
 * request after another, so the run lasts as long as its last window: whatever is opened must be
 * small against what is left for the streams beside it (guided self-scheduling). Early in a run that
 * changes nothing, towards its end windows get shorter, and at a high latency, where it takes
 * hundreds of streams to use the rate, they are cut from the first known page on. How much to expect
 * is learned for each hour of the week: people work by day. What is expected may be wrong: it
 * decides how fast the run is, never what it brings.
 */
export class Load {
  /** Pages, and µs read, in all and by the hour of the week. */
  #pages = 0;
  #read = 0;
  readonly #pagesAt = new Float64Array(hoursOfWeek);
  readonly #readAt = new Float64Array(hoursOfWeek);
  #windows: number;

  /** `windows`: how many the collection has. */
  constructor(windows: number) {
    this.#windows = windows;
  }

  /** One page held all that there is in this stretch (µs, inclusive; none is possible). */
  page(stretch: Stretch): void {
    const length = Math.max(0, stretch.to - stretch.from + 1);
    this.#pages += 1;
    this.#read += length;
    for (const { slot, micros } of hoursOf(stretch)) {
      this.#pagesAt[slot] = (this.#pagesAt[slot] ?? 0) + micros / length;
      this.#readAt[slot] = (this.#readAt[slot] ?? 0) + micros;
    }
  }

  /**
   * Where to cut the next window: the first µs of each part but the oldest, on whole seconds, since
   * one service knows nothing finer; none leaves it whole. `left`: µs not read yet, its own among
   * them. `streams`: how many share the work. `windows`: how many are not done yet. Where more
   * streams are needed than there are windows, it is cut before it is known what is in it, but never
   * into more parts than it should have pages.
   */
  bordersOf(window: Stretch, left: number, streams: number, windows: number): number[] {
    if (this.#read === 0) return [];
    const hours = Array.from(hoursOf(window), (one) => {
      return { ...one, pages: one.micros * this.#densityAt(one.slot) };
    });
    const pages = hours.reduce((sum, one) => sum + one.pages, 0);
    const leftPages = left * (this.#pages / this.#read);
    const best = Math.max(fewestPages, (leftPages * share) / Math.max(1, streams));
    const blindly = this.#pages < streams ? (streams * windowsAtFirst) / windows : 0;
    const wanted = Math.round(Math.max(pages / best, Math.min(blindly, pages)));
    const parts = Math.min(wanted, mostParts, mostWindows - this.#windows + 1);

    const borders = new Set<number>();
    let before = 0;
    let part = 1;
    for (const { start, micros, pages: here } of hours) {
      for (; part < parts && (pages * part) / parts <= before + here; part += 1) {
        const at = start + (micros * ((pages * part) / parts - before)) / here;
        const border = Math.round(at / second) * second;
        if (border > window.from && border <= window.to) borders.add(border);
      }
      before += here;
    }
    return [...borders];
  }

  /** A window was cut into so many. */
  cut(parts: number): void {
    this.#windows += parts - 1;
  }

  /** Pages for each µs; what was not seen at that hour is taken for an average one. */
  #densityAt(slot: number): number {
    const read = this.#readAt[slot] ?? 0;
    return read < hour / 2 ? this.#pages / this.#read : (this.#pagesAt[slot] ?? 0) / read;
  }
}

/** A stretch by the clock's hours: `slot` is the hour of the week. */
function* hoursOf({
  from,
  to,
}: Stretch): Iterable<{ slot: number; start: number; micros: number }> {
  for (let start = from; start <= to;) {
    const number = Math.floor(start / hour);
    const end = Math.min(to + 1, (number + 1) * hour);
    const slot = ((number % hoursOfWeek) + hoursOfWeek) % hoursOfWeek;
    yield { slot, start, micros: end - start };
    start = end;
  }
}
