import { createHmac, hash } from 'node:crypto';
import { isMasked, pseudonymOf } from '../../shared/masking.ts';
import { bytesOf, textOf } from '../byte-text.ts';

/** Turns a value into its pseudonym, and a pseudonym into itself. */
export type Masker = (value: string) => string;

export interface SessionMasker extends Masker {
  /** What makes the same masker in another thread; it never leaves the process. */
  readonly secret: Uint8Array;
  /** The same of values in bytes (byte-text.ts), which for exports is quicker. */
  readonly bytes: Masker;
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
  const digestOf = hmacOf(secret);
  const mask = keeping((value) =>
    isMasked(value) ? value : pseudonymOf(digestOf(value, 'utf8').slice(0, 12)),
  );
  const bytes = keeping((value) =>
    mayBeMasked(value) && isMasked(textOf(value))
      ? value
      : bytesOf(pseudonymOf(digestOf(value, 'latin1').slice(0, 12))),
  );
  const remembered = new Map<string, string>();
  let size = 0;

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
    secret,
    bytes,
    remembering,
    behind: (pseudonym: string) => remembered.get(pseudonym),
  });
}

const maskedBytes = bytesOf(pseudonymOf('0'.repeat(12))).length;
const mayBeMasked = (bytes: string) => bytes.length === maskedBytes;

/** Long values come again at once: an event's text and content in the vendor's objects. */
const mostRecent = 4;

/** Keeps answers for values that come again. */
function keeping(mask: Masker): Masker {
  const kept = new Map<string, string>();
  const recent: { value: string; masked: string }[] = [];
  let next = 0;
  return (value) => {
    if (value.length > longestKept) {
      const known = recent.find((one) => one.value === value);
      if (known) return known.masked;
      const masked = mask(value);
      recent[next] = { value, masked };
      next = (next + 1) % mostRecent;
      return masked;
    }
    const known = kept.get(value);
    if (known !== undefined) return known;
    const masked = mask(value);
    if (kept.size >= mostKept) kept.clear();
    kept.set(copyOf(value), masked);
    return masked;
  };
}

/** In memory of its own: a slice holds on to the whole text that it was cut from. */
function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

/** Of SHA-256, bytes. */
const [blockSize, digestSize] = [64, 32];
const roomForValue = 2 ** 16;

/**
 * HMAC-SHA-256 (RFC 2104) in hexadecimal digits. Made of two hashes at once, which takes a third of
 * what `createHmac` takes for values as short as these.
 */
function hmacOf(secret: Uint8Array): (value: string, encoding: 'utf8' | 'latin1') => string {
  const key = secret.length > blockSize ? hash('sha256', secret, 'buffer') : secret;
  const inner = Buffer.alloc(blockSize + roomForValue);
  const outer = Buffer.alloc(blockSize + digestSize);
  for (let at = 0; at < blockSize; at += 1) {
    const byte = key[at] ?? 0;
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  return (value, encoding) => {
    // A UTF-16 code unit is three bytes at most.
    if (value.length > roomForValue / 3) {
      return createHmac('sha256', secret).update(value, encoding).digest('hex');
    }
    const end = blockSize + inner.write(value, blockSize, encoding);
    hash('sha256', inner.subarray(0, end), 'buffer').copy(outer, blockSize);
    return hash('sha256', outer, 'hex');
  };
}
