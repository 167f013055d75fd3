import type { Timeline } from './timeline.ts';

/** An event as a service serves it; `of` is what its filters look at. */
export interface Held<T> {
  raw: string;
  of: T;
}

/**
 * What a service holds, in the order of time: any number of events computed from their number, and
 * those that came since, at whatever time. A position is a place in that order and moves when
 * something arrives before it; a number names its event for ever.
 */
export interface Archive<T> {
  total: () => number;
  /** null where the event is no longer there: its place stays. */
  at: (position: number) => Held<T> | null;
  byNumber: (number: number) => Held<T> | null;
  /** The first position at or after an instant in ms; `total()` if there is none. */
  firstAt: (time: number) => number;
  numberAt: (position: number) => number;
  positionOf: (number: number) => number;
  /** Whether something vanished: then a place is not an event. */
  hasHoles: () => boolean;
  /** JSON text of everything that is there, oldest first. */
  events: () => Iterable<string>;
  /** Something happens at this time (ms), now or long ago. Returns its number. */
  happen: (time: number, event?: Held<T>) => number;
  /** What happened is written down, by its JSON text, in other words from now on. */
  rewrite: (number: number, change: (raw: string) => string) => void;
  /** The service forgets it. */
  vanish: (number: number) => void;
}

/** What can become of the past, whatever the service. */
export type Past = Pick<Archive<unknown>, 'total' | 'byNumber' | 'rewrite' | 'vanish'> & {
  happen: (time: number) => number;
};

/** `eventOf`: any event by its number; one that came since is computed for its own time. */
export function createArchive<T>(
  timeline: Timeline,
  eventOf: (number: number, time?: number) => Held<T>,
): Archive<T> {
  const { count } = timeline;
  const later: { number: number; time: number; event: Held<T> }[] = [];
  /** Positions of what came since, in rising order; `later` is in the same order. */
  const places: number[] = [];
  const changes = new Map<number, (raw: string) => string>();
  const forgotten = new Set<number>();
  const total = (): number => count + later.length;

  /** How many of those that came since lie before this position. */
  function laterBefore(position: number): number {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function numberAt(position: number): number {
    const before = laterBefore(position);
    return places[before] === position ? (later[before]?.number ?? 0) : position - before;
  }

  function positionOf(number: number): number {
    if (number >= count) return places[later.findIndex((one) => one.number === number)] ?? total();
    // Of equal times those that were always there go first.
    const time = timeline.timeOf(number);
    return number + later.filter((one) => one.time < time).length;
  }

  function byNumber(number: number): Held<T> | null {
    const known =
      number < count ? eventOf(number) : later.find((one) => one.number === number)?.event;
    if (!known || number < 0 || forgotten.has(number)) return null;
    const change = changes.get(number);
    return change ? { ...known, raw: change(known.raw) } : known;
  }

  const at = (position: number): Held<T> | null => byNumber(numberAt(position));

  return {
    total,
    at,
    byNumber,
    numberAt,
    positionOf,
    firstAt: (time) => timeline.firstAt(time) + later.filter((one) => one.time < time).length,
    hasHoles: () => forgotten.size > 0,
    *events() {
      for (let position = 0; position < total(); position += 1) {
        const event = at(position);
        if (event) yield event.raw;
      }
    },
    happen(time, event) {
      const number = total();
      const place = later.findLastIndex((one) => one.time <= time) + 1;
      later.splice(place, 0, { number, time, event: event ?? eventOf(number, time) });
      places.splice(place, 0, timeline.firstAt(time + 1) + place);
      const moved = places.splice(place + 1).map((one) => one + 1);
      places.push(...moved);
      return number;
    },
    rewrite: (number, change) => void changes.set(number, change),
    vanish: (number) => void forgotten.add(number),
  };
}
