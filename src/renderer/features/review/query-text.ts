import { Failed, type Failure } from '../../../shared/errors.ts';
import { parseQuery } from '../../../shared/query/parse.ts';
import { shown, useShown } from '../../state/selection.ts';
import { createStore, useStore } from '../../state/store.ts';

/** What stands in the query bar, readable or not. `shown.query` is the last of it that could be read. */
export const typed = createStore<{ text: string; problem: Failure | null }>({
  text: '',
  problem: null,
});

/** Between two keys that are both shown, ms: those of a burst are taken together. */
const pause = 60;
let timer: ReturnType<typeof setTimeout> | undefined;
let shownAt = Number.NEGATIVE_INFINITY;
/** The shown query as this file last knew it: a difference comes from elsewhere. */
let known = shown.get().query;

/**
 * A key was typed: shown at once, in a burst of keys after a short pause, if it can be read. If not,
 * what could be read before it is shown when its turn comes.
 */
export function typeQuery(text: string, zone: string): void {
  if (!read(text, zone)) return;
  clearTimeout(timer);
  const left = shownAt + pause - performance.now();
  if (left <= 0) put(text);
  else timer = setTimeout(() => put(text), left);
}

/** Shows a query at once: Enter, and every click that writes into the query bar. */
export function writeQuery(text: string, zone: string): void {
  if (!read(text, zone)) return;
  clearTimeout(timer);
  put(text);
}

/** Lets the bar follow when another session resets the shown query. Returns how to stop. */
export function followShown(): () => void {
  const follow = () => {
    const { query } = shown.get();
    if (query === known) return;
    clearTimeout(timer);
    known = query;
    typed.set({ text: query, problem: null });
  };
  follow();
  return shown.subscribe(follow);
}

export function isReadable(text: string, zone: string): boolean {
  return problemOf(text, zone) === null;
}

/** What is shown can be saved: there is a query or a period, and the bar says the same. */
export function useCanSave(): boolean {
  useShown();
  useStore(typed);
  return canSave();
}

/** The same, as it is at this moment. */
export function canSave(): boolean {
  const { query, period } = shown.get();
  return typed.get().problem === null && (query.trim() !== '' || period !== null);
}

function put(query: string): void {
  shownAt = performance.now();
  known = query;
  shown.set({ query });
}

function read(text: string, zone: string): boolean {
  const problem = problemOf(text, zone);
  typed.set({ text, problem });
  return problem === null;
}

/** Why a text is no query; null when it is one. The parser is the one that main uses. */
function problemOf(text: string, zone: string): Failure | null {
  try {
    parseQuery(text, { zone });
    return null;
  } catch (error) {
    if (error instanceof Failed) return error.failure;
    throw error;
  }
}
