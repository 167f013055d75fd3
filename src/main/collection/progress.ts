import type { CollectProgress } from '../../shared/contract.ts';
import { noCounts, type Collection, type Counts } from '../../shared/session.ts';
import type { PageCommit, PageResult } from '../store/session-store.ts';
import type { Meter } from './meter.ts';
import type { Stretch } from './plan.ts';

/** How a collection stands; who shows it adds the source it belongs to. */
export type Progress = Omit<CollectProgress, 'sourceId'>;

/** The rate is of this many seconds past; progress is told at most this often. */
const rateSeconds = 10;
const reportEveryMs = 200;

/** The counts of all windows of a collection together. */
export function totalOf({ windows }: Pick<Collection, 'windows'>): Counts {
  const total = { ...noCounts };
  for (const { counts } of windows) {
    total.requests += counts.requests;
    total.retries += counts.retries;
    total.waitedMs += counts.waitedMs;
    total.pages += counts.pages;
    total.received += counts.received;
    total.newEvents += counts.newEvents;
    total.duplicates += counts.duplicates;
    total.outOfWindow += counts.outOfWindow;
    total.quarantined += counts.quarantined;
    total.conflicts += counts.conflicts;
  }
  return total;
}

/** Follows one collection and tells about it, not more often than can be read. */
export class Tracker {
  readonly #meter: Meter;
  readonly #report: (progress: Progress) => void;
  #collectionId: number | null = null;
  #phase: Progress['phase'] = 'events';
  #counts = { ...noCounts };
  #length = 1;
  /** µs of the period that are done: windows ended, and of each open one its share. */
  #ended = 0;
  #endedBefore = 0;
  readonly #open = new Map<number, number>();
  readonly #begun = performance.now();
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

  /** Nothing is told after this. */
  end(): void {
    this.#isOver = true;
    if (this.#later) clearTimeout(this.#later);
  }

  begin(collection: Collection): void {
    this.#collectionId = collection.id;
    this.#counts = totalOf(collection);
    this.#length = collection.windows.reduce((sum, window) => sum + lengthOf(window), 0);
    const complete = collection.windows.filter(({ status }) => status === 'complete');
    this.#ended = complete.reduce((sum, window) => sum + lengthOf(window), 0);
    this.#endedBefore = this.#ended;
    this.#tell(true);
  }

  page(window: Stretch, page: PageCommit, result: PageResult): void {
    this.#counts.pages += 1;
    this.#counts.received += page.events.length + page.quarantined.length + page.outOfWindow;
    this.#counts.newEvents += result.newEvents;
    this.#recent.push({ at: performance.now(), events: page.events.length });
    const share = shareDone(window, page);
    this.#open.set(page.windowId, Math.max(this.#open.get(page.windowId) ?? 0, share));
    this.#tell();
  }

  windowEnded(id: number, window: Stretch): void {
    this.#open.delete(id);
    this.#ended += lengthOf(window);
    this.#tell();
  }

  phase(phase: Progress['phase']): void {
    this.#phase = phase;
    this.#tell(true);
  }

  /** Details or names came: counted in the rate only. */
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
    const done = this.#phase === 'events' ? this.#done() : this.#phase === 'done' ? 1 : null;
    const gained = (done ?? 0) - this.#endedBefore / this.#length;
    this.#report({
      collectionId: this.#collectionId,
      phase: this.#phase,
      received: this.#counts.received,
      newEvents: this.#counts.newEvents,
      requests: this.#counts.requests + this.#meter.requests,
      pages: this.#counts.pages,
      rate: span > 0 ? recent / span : 0,
      done,
      secondsLeft: done !== null && gained > 0 ? (seconds * (1 - done)) / gained : null,
      waiting: this.#meter.waiting,
    });
  }

  #done(): number {
    let done = this.#ended;
    for (const share of this.#open.values()) done += share;
    return Math.min(1, done / this.#length);
  }
}

function lengthOf({ from, to }: Stretch): number {
  return to - from + 1;
}

/** µs of the window that lie behind the page, whichever way the service goes through time. */
function shareDone(window: Stretch, { events, position }: PageCommit): number {
  if (position === null) return lengthOf(window);
  const first = events[0]?.event.time;
  const last = events.at(-1)?.event.time;
  if (first === undefined || last === undefined) return 0;
  return last <= first ? window.to - last : last - window.from;
}
