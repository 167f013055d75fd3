import { createStore, useStore } from './store.ts';
import { shown, type Shown } from './selection.ts';

/** What was shown, and the row that had the cursor when it was left. */
export interface Step extends Pick<Shown, 'query' | 'period' | 'sort'> {
  row: number | null;
}

interface Trail {
  past: readonly Step[];
  future: readonly Step[];
}

const most = 200;
/** Keys that follow one another faster are one change, ms. */
const pause = 2000;
/** So many characters a burst of keys brings at most, between two that are shown. */
const burst = 6;

/** The trail once `next` is shown in place of `now`; typing goes on in the step it began in. */
export function trailAfter(trail: Trail, now: Step, next: Step, sinceMs: number): Trail {
  const typing = sinceMs < pause && isSamePlace(now, next) && isEdit(now.query, next.query);
  if (typing && trail.future.length === 0) return trail;
  return { past: [...trail.past, now].slice(-most), future: [] };
}

function isSamePlace(a: Step, b: Step): boolean {
  return JSON.stringify([a.period, a.sort]) === JSON.stringify([b.period, b.sort]);
}

/** Whether one text becomes the other by typing or erasing a little in one place. */
function isEdit(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  return Math.max(a.length, b.length) - head - tail <= burst;
}

const trail = createStore<Trail>({ past: [], future: [] });
/** The row that the next order or selection is to show, with the cursor on it. */
let landing: number | null = null;
let now: Step = stepOf(null);
let changedAt = Number.NEGATIVE_INFINITY;
/** Going back and forward is no new step. */
let moving = false;

export function useTrail(): Trail {
  return useStore(trail);
}

/** Follows what is shown; `cursor` tells which row has the cursor. @returns how to stop */
export function followTrail(cursor: () => number | null): () => void {
  now = stepOf(null);
  return shown.subscribe(() => {
    const next = stepOf(null);
    if (isSamePlace(now, next) && now.query === next.query) return;
    const left = { ...now, row: cursor() };
    const time = performance.now();
    if (!moving) trail.set(trailAfter(trail.get(), left, next, time - changedAt));
    changedAt = time;
    now = next;
  });
}

/** Another session: nothing was shown before. */
export function forgetTrail(): void {
  trail.set({ past: [], future: [] });
  landing = null;
  now = stepOf(null);
}

/** Shows what was shown before, or after it again, with the cursor where it was. */
export function goAlong(to: 'back' | 'forward', cursor: number | null): void {
  const { past, future } = trail.get();
  const step = to === 'back' ? past.at(-1) : future[0];
  if (!step) return;
  const left = { ...now, row: cursor };
  trail.set(
    to === 'back'
      ? { past: past.slice(0, -1), future: [left, ...future] }
      : { past: [...past, left], future: future.slice(1) },
  );
  const { row, ...place } = step;
  landing = row;
  moving = true;
  shown.set(place);
  moving = false;
}

/** What is shown next is to have the cursor on this row, if it is there. */
export function landOn(row: number): void {
  landing = row;
}

/** Shows something else, with the cursor still on `row` if it is there. */
export function showAround(row: number, change: Partial<Pick<Shown, 'query' | 'period'>>): void {
  landing = row;
  shown.set(change);
}

/** Once: the row to go to in what is asked for now. */
export function takeLanding(): number | null {
  const row = landing;
  landing = null;
  return row;
}

function stepOf(row: number | null): Step {
  const { query, period, sort } = shown.get();
  return { query, period, sort, row };
}
