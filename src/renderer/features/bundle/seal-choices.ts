import type { ChannelInput } from '../../../shared/contract.ts';
import { isAgreed, nothingTyped, type TypedTwice } from '../welcome/passphrase-twice.tsx';

/** Who is to be able to open a bundle, as it is being said. */
export interface Encryption extends TypedTwice {
  to: 'none' | 'recipients' | 'passphrase';
  recipients: string;
}

export const notEncrypted: Encryption = { to: 'none', recipients: '', ...nothingTyped };

/** Keys of recipients in a text: between spaces, commas and line ends; lines with `#` are notes. */
function recipientsIn(text: string): string[] {
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  return [...new Set(lines.join('\n').split(/[\s,;]+/))].filter((word) => word !== '');
}

/** The first of them that cannot be a recipient's key: `age1` and small letters and digits. */
export function misreadRecipient(text: string): string | null {
  return recipientsIn(text).find((word) => !/^age1[a-z\d]{20,}$/.test(word)) ?? null;
}

/** What main is told; undefined while something is missing. */
export function encryptToOf(
  encryption: Encryption,
): ChannelInput<'bundle.seal'>['encryptTo'] | undefined {
  const { to, recipients: text, passphrase } = encryption;
  if (to === 'none') return null;
  if (to === 'passphrase') return isAgreed(encryption) ? { passphrase } : undefined;
  const recipients = recipientsIn(text);
  const isComplete = recipients.length > 0 && misreadRecipient(text) === null;
  return isComplete ? { recipients } : undefined;
}
