import { z } from 'zod';
import { selectionSchema } from './session.ts';

/** As many colours as the palette of the window has; a tag's colour is a place in it. */
export const tagColours = 9;
/** A tag that the window shows as a star. */
export const star = '★';

export const tagName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  // Control characters would break the lines of an export and the look of a list.
  .regex(/^[^\p{Cc}]+$/u);
export const noteText = z.string().max(20_000);

/** A tag of the session. `key` is the digit that sets it, 1 to 9. */
export const tagSchema = z.object({
  name: tagName,
  colour: z
    .number()
    .int()
    .min(0)
    .max(tagColours - 1),
  key: z.number().int().min(1).max(9).nullable(),
});
export type Tag = z.infer<typeof tagSchema>;

/** A tag with the number of events that carry it. */
export const tagCountSchema = tagSchema.extend({ events: z.number().int() });
export type TagCount = z.infer<typeof tagCountSchema>;

/** Events named by row, or all that match. */
export const markTargetSchema = z.union([
  z.object({ rows: z.array(z.number().int()).max(100_000) }),
  z.object({ selection: selectionSchema }),
]);
export type MarkTarget = z.infer<typeof markTargetSchema>;

/** Something an analyst did to marks, as the session keeps it for ever. */
export const markChangeSchema = z.object({
  id: z.number().int(),
  /** Changes made at once share a step, and are undone together. */
  step: z.number().int(),
  /** ISO 8601, by the clock of the laptop it was done on. */
  at: z.string(),
  who: z.string(),
  kind: z.enum(['tag', 'untag', 'note']),
  /** null for a note. */
  tag: z.string().nullable(),
  /** How many events it changed. */
  events: z.number().int(),
  /** `dropped`: undone, and something else was done after that. */
  state: z.enum(['done', 'undone', 'dropped']),
});
export type MarkChange = z.infer<typeof markChangeSchema>;
