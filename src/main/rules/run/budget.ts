import { runInNewContext } from 'node:vm';
import type { Match } from '../sigma/match.ts';
import { refuse, type At } from '../sigma/refused.ts';

/** ms. Expressions over a million events take a second or two; what takes longer goes back and forth. */
const longest = 10_000;

/**
 * Runs `work`, which looks for what matches. A regular expression that goes back and forth over a
 * text can take longer than anybody waits (`(a+)+$`): it is stopped, and refuses its rule where it
 * stands. A match without expressions is not watched.
 */
export function watched<T>(match: Match, work: () => T): T {
  const at = regexIn(match);
  if (!at) return work();
  try {
    return runInNewContext('work()', { work }, { timeout: longest }) as T;
  } catch (error) {
    const isSlow = error instanceof Error && 'code' in error && error.code === timedOut;
    if (isSlow) refuse(at, 'regex', 'time');
    throw error;
  }
}

const timedOut = 'ERR_SCRIPT_EXECUTION_TIMEOUT';

/** Where its first regular expression stands. */
function regexIn(match: Match): At | null {
  switch (match.type) {
    case 'and':
    case 'or':
      return match.parts.map(regexIn).find((at) => at !== null) ?? null;
    case 'not':
      return regexIn(match.part);
    case 'field':
      return match.test.kind === 'regex' ? match.test.at : null;
    default:
      return null;
  }
}
