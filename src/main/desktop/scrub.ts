/** Authorization values, and runs of characters that no word of ours is: tokens, keys, hashes. */
const SECRETS = [/(bearer|basic)\s+\S+/gi, /[\w+/=-]{24,}/g];
/** Folders of a path, POSIX and Windows; the file's own name stays. */
const FOLDERS = /(?:[A-Za-z]:)?(?:[\\/][^\\/\s"']+)*[\\/](?=[^\\/\s"']+)/g;

/** A last net under the log: text without paths and without anything that looks like a secret. */
export function scrub(part: unknown): string {
  const text = part instanceof Error ? part.name : typeof part === 'string' ? part : typeof part;
  const named = text.replace(FOLDERS, '…/');
  return SECRETS.reduce((clean, secret) => clean.replace(secret, '[…]'), named);
}
