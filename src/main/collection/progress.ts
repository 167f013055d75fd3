import type { CollectProgress } from '../../shared/contract.ts';
import {
  countsSchema,
  noCounts,
  type Collection,
  type Counts,
  type LedgerWindow,
} from '../../shared/session.ts';
import type { PageCommit, PageResult } from '../store/session-store.ts';
import type { Meter } from './meter.ts';
import type { Stretch } from './plan.ts';

/** How a collection stands; who shows it adds the job it belongs to. */
export type Progress = Omit<CollectProgress, 'jobId'>;

/** The rate is of this many seconds past; progress is told at most this often. */
const rateSeconds = 10;
const reportEveryMs = 200;

/** The counts of all windows of a collection together. */
export function totalOf({ windows }: Pick<Collection, 'windows'>): Counts {
  const total = { ...noCounts };
  for (const { counts } of windows) {
    for (const key of countNames) total[key] += counts[key];
  }
  return total;
}

const countNames = countsSchema.keyof().options;

/** A window that is being pulled; `share` is how many µs of it are done. */
interface Open extends Stretch {
  received: number;
  share: number;
}

/** Follows one collection and tells about it, not more often than can be read. */
export class Tracker {
  readonly #meter: Meter;
  readonly #report: (progress: Progress) => void;
  #collectionId: number | null = null;
  #phase: Progress['phase'] = 'events';
  #counts = { ...noCounts };
  /** Requests of this run that belong to what was done before. */
  #requestsBefore = 0;
  /** All that there is to do, what of it was done before this run, and what is done now. */
  #length = 1;
  #doneBefore = 0;
  #ended = 0;
  #windowsOf = 0;
  #windowsDone = 0;
  readonly #open = new Map<number, Open>();
  /** µs that are done of windows that were left half-way, in this run or before, by id. */
  readonly #left = new Map<number, number>();
  #begun = performance.now();
  #recent: { at: number; events: number }[] = [];
  #reportedAt = -Infinity;
  /** Tells what came too soon after the last word: it may be the last for a long time. */
  #later: NodeJS.Timeout | null = null;
  #isOver = false;

  constructor(meter: Meter, report: (progress: Progress) => void = () => {}) {
    this.#meter = meter;
    this.#report = report;
    meter.watch(() => this.#tell(true));
  }

  /** Pages that the collection at hand has, in this run and before. */
  get pages(): number {
    return this.#counts.pages;
  }

  /** Nothing is told after this. */
  end(): void {
    this.#isOver = true;
    if (this.#later) clearTimeout(this.#later);
  }

  /** Events of this collection are what comes next. */
  begin(collection: Collection): void {
    const { windows } = collection;
    const complete = windows.filter(({ status }) => status === 'complete');
    this.#start(collection, 'events');
    this.#length = windows.reduce((sum, window) => sum + lengthOf(window), 0);
    this.#ended = complete.reduce((sum, window) => sum + lengthOf(window), 0);
    for (const window of windows) {
      if (window.status !== 'complete') this.#left.set(window.id, shareRead(window));
    }
    this.#doneBefore = this.#doneNow();
    this.#windowsOf = windows.length;
    this.#windowsDone = complete.length;
    this.#tell(true);
  }

  /** Details are what comes next: of so many events. */
  beginDetails(collection: Collection, wanted: number): void {
    this.#start(collection, 'details');
    this.#length = wanted;
    this.#windowsOf = 1;
    this.#tell(true);
  }

  #start(collection: Collection, phase: Progress['phase']): void {
    if (this.#collectionId !== null) this.#requestsBefore = this.#meter.requests;
    this.#collectionId = collection.id;
    this.#phase = phase;
    this.#counts = totalOf(collection);
    this.#open.clear();
    this.#left.clear();
    this.#ended = 0;
    this.#doneBefore = 0;
    this.#windowsDone = 0;
    this.#begun = performance.now();
  }

  windowBegan({ id, from, to, counts }: Stretch & { id: number; counts: Counts }): void {
    this.#open.set(id, { from, to, received: counts.received, share: this.#left.get(id) ?? 0 });
    this.#left.delete(id);
    this.#tell();
  }

  page(window: Stretch, page: PageCommit, result: PageResult): void {
    const received = page.events.length + page.quarantined.length + page.outOfWindow;
    this.#counts.pages += 1;
    this.#counts.received += received;
    this.#counts.newEvents += result.newEvents;
    this.#recent.push({ at: performance.now(), events: page.events.length });
    const { from, to } = window;
    const open = this.#open.get(page.windowId) ?? { from, to, received: 0, share: 0 };
    const share = Math.max(open.share, shareDone(window, page));
    this.#open.set(page.windowId, { from, to, received: open.received + received, share });
    this.#tell();
  }

  /** One that waits was cut into so many. */
  windowCut(parts: number): void {
    this.#windowsOf += parts - 1;
    this.#tell();
  }

  /** It was pulled to its end. */
  windowEnded(id: number, window: Stretch): void {
    this.#open.delete(id);
    this.#ended += lengthOf(window);
    this.#windowsDone += 1;
    this.#tell();
  }

  /** It was left before its end: what is done of it stays done. */
  windowLeft(id: number): void {
    this.#left.set(id, this.#open.get(id)?.share ?? 0);
    this.#open.delete(id);
    this.#tell();
  }

  /** An answer with details of `found` events came, after which `asked` more have been asked for. */
  details(asked: number, received: number, found: number): void {
    this.#ended += asked;
    this.#counts.pages += 1;
    this.#counts.received += received;
    this.#counts.newEvents += found;
    this.extra(found);
  }

  phase(phase: Progress['phase']): void {
    this.#phase = phase;
    this.#tell(true);
  }

  /** Names came: counted in the rate only. */
  extra(items: number): void {
    this.#recent.push({ at: performance.now(), events: items });
    this.#tell();
  }

  #tell(always = false): void {
    const now = performance.now();
    const early = this.#reportedAt + reportEveryMs - now;
    if (this.#isOver) return;
    if (!always && early > 0) {
      this.#later ??= setTimeout(() => this.#tell(true), early);
      return;
    }
    if (this.#later) clearTimeout(this.#later);
    this.#later = null;
    this.#reportedAt = now;
    const seconds = (now - this.#begun) / 1000;
    const span = Math.min(rateSeconds, seconds);
    this.#recent = this.#recent.filter(({ at }) => now - at <= rateSeconds * 1000);
    const recent = this.#recent.reduce((sum, { events }) => sum + events, 0);
    const done = this.#done();
    const gained = (done ?? 0) - this.#doneBefore / this.#length;
    this.#report({
      collectionId: this.#collectionId,
      phase: this.#phase,
      received: this.#counts.received,
      newEvents: this.#counts.newEvents,
      requests: this.#counts.requests + this.#meter.requests - this.#requestsBefore,
      pages: this.#counts.pages,
      rate: span > 0 ? recent / span : 0,
      done,
      secondsLeft: done !== null && gained > 0 ? (seconds * (1 - done)) / gained : null,
      waiting: this.#meter.waiting,
      windowsDone: this.#windowsDone,
      windowsOf: this.#windowsOf,
      open: Array.from(this.#open, ([id, { from, to, received, share }]) => {
        return { id, from, to, received, done: Math.min(1, share / lengthOf({ from, to })) };
      }),
    });
  }

  #done(): number | null {
    if (this.#phase === 'done') return 1;
    if (this.#phase === 'names' || this.#collectionId === null) return null;
    return this.#length > 0 ? Math.min(1, this.#doneNow() / this.#length) : 1;
  }

  /** Of `#length`. */
  #doneNow(): number {
    let done = this.#ended;
    for (const { share } of this.#open.values()) done += share;
    for (const share of this.#left.values()) done += share;
    return done;
  }
}

function lengthOf({ from, to }: Stretch): number {
  return to - from + 1;
}

/**
 * µs of a window that an earlier run has read, told by what it found: reading begins at one of its
 * ends, and surely at the nearer one.
 */
function shareRead({ from, to, first, last }: LedgerWindow): number {
  if (!first || !last) return 0;
  return to - last.time <= first.time - from ? to - first.time : last.time - from;
}

/** µs of the window that lie behind the page, whichever way the service goes through time. */
export function shareDone(
  window: Stretch,
  { events, position }: Pick<PageCommit, 'events' | 'position'>,
): number {
  if (position === null) return lengthOf(window);
  const first = events[0]?.event.time;
  const last = events.at(-1)?.event.time;
  if (first === undefined || last === undefined) return 0;
  return last <= first ? window.to - last : last - window.from;
}
