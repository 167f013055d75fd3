import { z } from 'zod';
import { failureSchema } from './errors.ts';

/** Whom a finding can be told: a person, or a chat or channel, by the service's own id. */
export const recipientSchema = z.object({
  kind: z.enum(['user', 'chat']),
  id: z.string().regex(/^\d{1,18}$/),
  name: z.string().max(500),
  /** What tells equal names apart: an address, a department. */
  about: z.string().max(500).nullable(),
});
export type Recipient = z.infer<typeof recipientSchema>;

/** Pachca takes longer ones, but nobody reads them. */
export const mostNoticeLength = 4000;
export const noticeText = z.string().trim().min(1).max(mostNoticeLength);

/**
 * `sent`: the service took it. `refused`: it surely did not. `unclear`: no answer came, so it may
 * have been sent; it is never sent again by itself. `sending`: the program was closed meanwhile,
 * which is as unclear.
 */
export const noticeStateSchema = z.enum(['sending', 'sent', 'unclear', 'refused']);

/** A message about a finding, before it is sent. */
export const noticeDraftSchema = z.object({
  /** The finding's key. */
  finding: z.string().max(1000),
  /** Base address of the service. */
  address: z.string().max(2000),
  to: recipientSchema,
  text: noticeText,
});
export type NoticeDraft = z.infer<typeof noticeDraftSchema>;

export const noticeOutcomeSchema = z.object({
  state: z.enum(['sent', 'unclear', 'refused']),
  /** Why it was refused, or is unclear. */
  failure: failureSchema.nullable(),
  /** The service's id of it. */
  messageId: z.string().max(100).nullable(),
});
export type NoticeOutcome = z.infer<typeof noticeOutcomeSchema>;

/** A message as the session keeps it: who sent it to whom, when (ISO 8601), and what became of it. */
export const noticeSchema = noticeDraftSchema.extend({
  id: z.number().int(),
  at: z.string(),
  who: z.string(),
  state: noticeStateSchema,
  failure: failureSchema.nullable(),
  messageId: z.string().nullable(),
});
export type Notice = z.infer<typeof noticeSchema>;
