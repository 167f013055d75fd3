/**
 * What says the same as before stays the same object: views compare by identity, and what is another
 * one is drawn again.
 */
export function kept<T>(before: T | null | undefined, now: T): T {
  return before !== null && before !== undefined && same(before, now) ? before : now;
}

/** `before` with what came `now` in its place; as a whole the one before when nothing is new. */
export function keptWhereSame<T>(
  before: Readonly<Record<string, T>>,
  now: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  const others = Object.entries(now).filter(([key, value]) => !same(before[key], value));
  return others.length === 0 ? before : { ...before, ...Object.fromEntries(others) };
}

/** Of plain data, as it crosses from main. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
