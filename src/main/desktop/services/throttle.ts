export interface Throttle<T> {
  say: (value: T) => void;
  /** Says what still waits at once. */
  finish: () => void;
}

/** Calls `work` at most once in `ms`, and always with the latest of what was said. */
export function throttle<T>(ms: number, work: (latest: T) => void): Throttle<T> {
  let waiting: { value: T } | null = null;
  let timer: NodeJS.Timeout | null = null;

  function tick(): void {
    timer = null;
    if (!waiting) return;
    const { value } = waiting;
    waiting = null;
    timer = setTimeout(tick, ms);
    work(value);
  }

  return {
    say(value: T): void {
      waiting = { value };
      if (!timer) tick();
    },
    finish(): void {
      if (timer) clearTimeout(timer);
      timer = null;
      if (waiting) work(waiting.value);
      waiting = null;
    },
  };
}
