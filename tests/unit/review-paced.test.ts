import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from '../../src/renderer/features/review/paced.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a flood of triggers is one run at a time, and the last one is never lost', async () => {
  let runs = 0;
  let finish = () => {};
  const trigger = paced(() => {
    runs += 1;
    return new Promise<void>((done) => (finish = done));
  }, 1000);
  for (let at = 0; at < 50; at += 1) trigger();
  await vi.advanceTimersByTimeAsync(999);
  expect(runs).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(runs).toBe(1);
  trigger();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs).toBe(1);
  finish();
  await vi.advanceTimersByTimeAsync(1000);
  expect(runs).toBe(2);
  finish();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(runs).toBe(2);
});

test('a run that fails does not end the pace', async () => {
  let runs = 0;
  const trigger = paced(() => {
    runs += 1;
    return Promise.reject(new Error('no'));
  }, 10);
  trigger();
  await vi.advanceTimersByTimeAsync(10);
  trigger();
  await vi.advanceTimersByTimeAsync(10);
  expect(runs).toBe(2);
});
