import { z } from 'zod';
import { shownSchema } from './reveals.ts';

/** After so many minutes without a key or a move the window locks; null: never. */
export const lockMinutes = [5, 10, 15, 30] as const;
export const lockMinutesSchema = z.literal([...lockMinutes]).nullable();

/** What opens a locked window (decision 0015). */
const unlockMeans = ['passphrase', 'code', 'system', 'keychain'] as const;

export const privacyStateSchema = z.object({
  locked: z.boolean(),
  /**
   * `passphrase` of the open session, `code` set for the program, `system` asks in its own way
   * (Touch ID), `keychain` needs only that the keychain is open.
   */
  means: z.enum(unlockMeans),
  hasCode: z.boolean(),
  /** What the window is shown unmasked now. */
  shown: shownSchema,
});
export type PrivacyState = z.infer<typeof privacyStateSchema>;

/** A code of the program: typed often, so shorter than a passphrase may be. */
export const lockCode = z.string().min(6).max(200);

/** What becomes of a deleted session's file, which nobody can read any more. */
export const fileFates = ['keep', 'trash', 'delete'] as const;
