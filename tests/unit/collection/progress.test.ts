import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMeter } from '../../../src/main/collection/meter.ts';
import { Tracker, type Progress } from '../../../src/main/collection/progress.ts';
import { noCounts } from '../../../src/shared/session.ts';
import { ledgerCollection, ledgerWindow } from '../../support/ledger.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function follow() {
  const meter = createMeter(() => Promise.reject(new Error('not asked')));
  const seen: Progress[] = [];
  return { meter, seen, tracker: new Tracker(meter, (progress) => seen.push(progress)) };
}

test('a wait is told when it begins: nothing else may happen until it ends', () => {
  const { meter, seen } = follow();
  meter.onWait({ reason: 'rate-limit', milliseconds: 90_000 });
  expect(seen.at(-1)?.waiting).toMatchObject({ reason: 'rate-limit' });
});

test('what came too soon after a word is told a little later, and nothing after the end', () => {
  const { seen, tracker } = follow();
  for (const events of [1, 2, 3]) tracker.extra(events);
  const told = seen.length;
  vi.advanceTimersByTime(1000);
  expect(seen).toHaveLength(told + 1);
  expect(seen.at(-1)?.rate).toBeGreaterThan(0);
  tracker.extra(4);
  tracker.extra(5);
  const before = seen.length;
  tracker.end();
  vi.advanceTimersByTime(1000);
  tracker.extra(6);
  expect(seen).toHaveLength(before);
});

test('what is done of a window stays done when it is left half-way, in this run and in the next', () => {
  const counts = { ...noCounts, received: 50, pages: 1 };
  const at = (time: number) => ({ id: String(time), time });
  // Read from its newest event on, down to the middle.
  const half = { status: 'partial', counts, first: at(1500), last: at(1990) } as const;
  const window = ledgerWindow({ id: 2, from: 1000, to: 1999, ...half });
  const collection = ledgerCollection([
    ledgerWindow({ id: 1, from: 0, to: 999 }),
    window,
    ledgerWindow({ id: 3, from: 2000, to: 3999, status: 'pending', counts: noCounts }),
  ]);
  const { seen, tracker } = follow();
  const told = () => {
    vi.advanceTimersByTime(1000);
    return seen.at(-1);
  };
  tracker.begin(collection);
  expect(told()?.done).toBeCloseTo(0.375, 3);
  tracker.windowBegan(window);
  expect(told()?.done).toBeCloseTo(0.375, 3);
  expect(told()?.open[0]?.done).toBeCloseTo(0.5, 2);
  tracker.windowLeft(2);
  expect(told()).toMatchObject({ open: [], windowsDone: 1 });
  expect(told()?.done).toBeCloseTo(0.375, 3);
});
