import { createHmac } from 'node:crypto';
import { isMasked, pseudonymOf } from '../../shared/masking.ts';

/** Turns a value into its pseudonym, and a pseudonym into itself. */
export type Masker = (value: string) => string;

export interface SessionMasker extends Masker {
  /** Like the masker itself, and remembers what it was asked for. */
  readonly remembering: Masker;
  /** The value of a pseudonym that was made by `remembering`, not too long ago. */
  readonly behind: (pseudonym: string) => string | undefined;
}

/** Short values come again and again (names of chats, findings); long ones rarely do. */
const mostKept = 20_000;
const longestKept = 200;
/** UTF-16 code units of the values that are remembered. */
const mostRemembered = 10_000_000;

/**
 * Pseudonyms by HMAC-SHA-256 with a secret of the session: equal values have equal pseudonyms, and
 * without the secret a pseudonym cannot be tried against a list of names or numbers. 48 bits: among
 * a million different values two share one with a chance of one in 560.
 */
export function createMasker(secret: Uint8Array): SessionMasker {
  const kept = new Map<string, string>();
  const remembered = new Map<string, string>();
  let size = 0;

  function mask(value: string): string {
    if (isMasked(value)) return value;
    const known = kept.get(value);
    if (known !== undefined) return known;
    const digest = createHmac('sha256', secret).update(value).digest('hex');
    const pseudonym = pseudonymOf(digest.slice(0, 12));
    if (value.length <= longestKept) {
      if (kept.size >= mostKept) kept.clear();
      kept.set(value, pseudonym);
    }
    return pseudonym;
  }

  function remembering(value: string): string {
    const pseudonym = mask(value);
    if (pseudonym === value || remembered.has(pseudonym)) return pseudonym;
    size += value.length;
    if (size > mostRemembered) {
      remembered.clear();
      size = value.length;
    }
    remembered.set(pseudonym, value);
    return pseudonym;
  }

  return Object.assign(mask, {
    remembering,
    behind: (pseudonym: string) => remembered.get(pseudonym),
  });
}
