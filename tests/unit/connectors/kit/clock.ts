import type { Clock } from '../../../../src/main/connectors/kit/clock.ts';

/** A clock that jumps to the end of each pause and remembers them. */
export function fakeClock(wall = Date.parse('2026-10-05T12:00:00Z')) {
  let elapsed = 0;
  const pauses: number[] = [];
  const clock: Clock = {
    now: () => wall + elapsed,
    elapsed: () => elapsed,
    async sleep(milliseconds, signal) {
      signal.throwIfAborted();
      // One turn of the event loop, so that others may come in between.
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      elapsed += milliseconds;
      pauses.push(milliseconds);
    },
  };
  return { clock, pauses, advance: (milliseconds: number) => (elapsed += milliseconds) };
}
