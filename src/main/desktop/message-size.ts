/** More than the largest message of the contract (a copied table of 5 million characters). */
const LARGEST = 6_000_000;
const NODE = 8;

/** Whether a message is small enough to be looked at closer: its texts and its pieces are counted. */
export function fits(message: unknown): boolean {
  let left = LARGEST;
  const open: unknown[] = [message];
  while (open.length > 0 && left >= 0) {
    const value = open.pop();
    left -= NODE;
    if (typeof value === 'string') left -= value.length;
    else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) left -= value.byteLength;
    else if (Array.isArray(value)) {
      if (value.length * NODE > left) return false;
      open.push(...(value as unknown[]));
    } else if (value !== null && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) {
        left -= key.length;
        open.push(inner);
      }
    }
  }
  return left >= 0;
}
