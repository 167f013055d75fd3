import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { typed, typeQuery, writeQuery } from '../../src/renderer/features/review/query-text.ts';
import { shown } from '../../src/renderer/state/selection.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const inABurst = (...texts: string[]) => {
  for (const text of texts) typeQuery(text, 'UTC');
};

test('of a burst of keys the first and the last are shown', () => {
  inABurst('п', 'по', 'пос');
  expect(shown.get().query).toBe('п');
  vi.runAllTimers();
  expect(shown.get().query).toBe('пос');
});

test('what could be read last is shown, though the key after it came before its turn', () => {
  vi.advanceTimersByTime(1000);
  inABurst('ip:1', 'ip:10', 'ip:10 OR');
  expect(typed.get()).toMatchObject({ text: 'ip:10 OR', problem: { kind: 'query.syntax' } });
  vi.runAllTimers();
  expect(shown.get().query).toBe('ip:10');

  vi.advanceTimersByTime(1000);
  inABurst('вход', 'входы');
  writeQuery('входы OR', 'UTC');
  vi.runAllTimers();
  expect(shown.get().query).toBe('входы');
});

test('what was written after a burst stands, and nothing of the burst comes after it', () => {
  vi.advanceTimersByTime(1000);
  inABurst('a', 'ab');
  writeQuery('event:user_login', 'UTC');
  vi.runAllTimers();
  expect(shown.get().query).toBe('event:user_login');
});
