import { runInNewContext } from 'node:vm';
import type { Match } from '../sigma/match.ts';
import { refuse, type At } from '../sigma/refused.ts';

/** ms, for a start and for each event: sane expressions take a tenth of it, values that repeat less. */
const longest = { start: 2000, event: 0.01 } as const;
/** Each rule that was stopped halves it for the rest, so far. */
const least = 1 / 8;

/**
 * Watches over the rules of one run. A regular expression that goes back and forth over a text can
 * take longer than anybody waits (`(a+)+$`): it is stopped, and refuses its rule where it stands.
 * The more of them a folder has, the less time each gets. A match without expressions is not watched.
 */
export class Budget {
  private share = 1;

  /** Runs `work`, which looks among so many events for what matches. */
  watch<T>(match: Match, events: number, work: () => T): T {
    const at = regexIn(match);
    if (!at) return work();
    try {
      const timeout = Math.round((longest.start + longest.event * events) * this.share);
      const done: { value?: T } = {};
      runInNewContext('work()', { work: () => (done.value = work()) }, { timeout });
      if ('value' in done) return done.value;
      throw new TypeError('not run');
    } catch (error) {
      // The error is of the other context: not of our class.
      const isSlow = typeof error === 'object' && error !== null && 'code' in error;
      if (!isSlow || error.code !== timedOut) throw error;
      this.share = Math.max(least, this.share / 2);
      return refuse(at, 'regex', 'time');
    }
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
