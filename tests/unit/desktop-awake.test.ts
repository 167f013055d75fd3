import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stayAwake } from '../../src/main/desktop/awake.ts';

const system = vi.hoisted(() => ({
  isOnline: true,
  blocked: new Set<number>(),
  onResume: (): void => undefined,
}));

vi.mock('electron', () => ({
  net: { isOnline: () => system.isOnline },
  powerMonitor: {
    on: (name: string, listener: () => void) => {
      if (name === 'resume') system.onResume = listener;
    },
  },
  powerSaveBlocker: {
    start: (kind: string) => {
      expect(kind).toBe('prevent-app-suspension');
      const id = system.blocked.size + 1;
      system.blocked.add(id);
      return id;
    },
    stop: (id: number) => system.blocked.delete(id),
  },
}));

beforeEach(() => {
  vi.useFakeTimers();
  system.isOnline = true;
  system.blocked.clear();
});
afterEach(() => vi.useRealTimers());

test('the laptop is kept awake while something is fetched, and no longer', () => {
  const tell = stayAwake(() => undefined);
  expect(system.blocked.size).toBe(0);
  tell(true);
  tell(true);
  expect(system.blocked.size).toBe(1);
  tell(false);
  tell(false);
  expect(system.blocked.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  tell(true);
  expect(system.blocked.size).toBe(1);
});

test('the network is tried again when the system is online again, once, and after a sleep', () => {
  let nudges = 0;
  const tell = stayAwake(() => (nudges += 1));
  tell(true);
  vi.advanceTimersByTime(10_000);
  expect(nudges).toBe(0);
  system.isOnline = false;
  vi.advanceTimersByTime(10_000);
  expect(nudges).toBe(0);
  system.isOnline = true;
  vi.advanceTimersByTime(10_000);
  expect(nudges).toBe(1);
  system.onResume();
  expect(nudges).toBe(2);
});
