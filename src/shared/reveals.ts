import { z } from 'zod';
import { sourceKindSchema } from './event.ts';

/** Why somebody wants to see personal data, in their own words. */
export const revealReason = z.string().trim().min(3).max(500);

/**
 * What was revealed: shown on the screen, or copied, exported or sealed unmasked. `row` null is every
 * event, `field` (a field of the event model, `details.KEY`, or `raw`) null is every field; both
 * null is everything, until the session is closed or locked.
 */
export const revealDraftSchema = z.object({
  action: z.enum(['show', 'copy', 'export', 'seal']),
  row: z.number().int().min(0).nullable(),
  field: z.string().max(200).nullable(),
  /** How many events left the program; null for what was shown. */
  events: z.number().int().min(0).nullable(),
  /** The file's name without its folder; null for what went to no file. */
  target: z.string().max(300).nullable(),
  reason: revealReason,
});
export type RevealDraft = z.infer<typeof revealDraftSchema>;

/** An entry of the record of reveals, which a session keeps for as long as its file exists. */
export const revealSchema = revealDraftSchema.extend({
  id: z.number().int(),
  /** ISO 8601, by this computer's clock; `who` is its user's name. */
  at: z.string(),
  who: z.string(),
  /** What `row` is called by its service; null for every event. */
  event: z.object({ source: sourceKindSchema, id: z.string() }).nullable(),
});
export type Reveal = z.infer<typeof revealSchema>;

/** What the window may see: revealed for now, rows and fields as in a draft. */
export const shownSchema = z.array(revealDraftSchema.pick({ row: true, field: true }));
export type Shown = z.infer<typeof shownSchema>;
