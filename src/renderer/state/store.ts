import { useSyncExternalStore } from 'react';

/** A small value that several parts of the window share. */
export interface Store<T extends object> {
  readonly get: () => T;
  readonly set: (change: Partial<T>) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(change) {
      value = { ...value, ...change };
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The whole value, or one part of it: renders again only when that is another one. */
export function useStore<T extends object>(store: Store<T>): T;
export function useStore<T extends object, P>(store: Store<T>, part: (value: T) => P): P;
export function useStore<T extends object, P>(store: Store<T>, part?: (value: T) => P): T | P {
  return useSyncExternalStore(store.subscribe, () => (part ? part(store.get()) : store.get()));
}
