import { createHmac } from 'node:crypto';
import { isMasked, pseudonymOf } from '../../shared/masking.ts';

/** Turns a value into its pseudonym, and a pseudonym into itself. */
export type Masker = (value: string) => string;

/** Short values come again and again (names of chats, findings); long ones rarely do. */
const mostKept = 20_000;
const longestKept = 200;

/**
 * Pseudonyms by HMAC-SHA-256 with a secret of the session: equal values have equal pseudonyms, and
 * without the secret a pseudonym cannot be tried against a list of names or numbers. 48 bits: among
 * a million different values two share one with a chance of one in 560.
 */
export function createMasker(secret: Uint8Array): Masker {
  const kept = new Map<string, string>();
  return (value) => {
    if (isMasked(value)) return value;
    const known = kept.get(value);
    if (known !== undefined) return known;
    const digest = createHmac('sha256', secret).update(value).digest('hex');
    const mask = pseudonymOf(digest.slice(0, 12));
    if (value.length <= longestKept) {
      if (kept.size >= mostKept) kept.clear();
      kept.set(value, mask);
    }
    return mask;
  };
}
