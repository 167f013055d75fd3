import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMeter } from '../../../src/main/collection/meter.ts';
import { Tracker, type Progress } from '../../../src/main/collection/progress.ts';

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
