import { z } from 'zod';
import { findingSchema } from './rules.ts';

/** What a person made of a finding; `new`: nothing yet. */
export const triageStates = ['new', 'seen', 'dismissed', 'confirmed'] as const;
export const triageStateSchema = z.enum(triageStates);
export type TriageState = z.infer<typeof triageStateSchema>;

/** Why something is no incident, or what a confirmed one is. */
export const triageReason = z.string().trim().min(1).max(2000);

/** A judgement: dismissing wants a reason. The finding is kept as it was when it was judged. */
export const triageWorkSchema = z
  .object({
    finding: findingSchema,
    state: triageStateSchema,
    reason: triageReason.nullable(),
  })
  .refine(({ state, reason }) => state !== 'dismissed' || reason !== null, { path: ['reason'] });
export type TriageWork = z.infer<typeof triageWorkSchema>;

const judgementSchema = z.object({
  at: z.string(),
  who: z.string(),
  state: triageStateSchema,
  reason: z.string().nullable(),
});
export type Judgement = z.infer<typeof judgementSchema>;

/** A finding that was judged, as it was at the last time, with all that was said of it, oldest first. */
export const triagedSchema = z.object({
  finding: findingSchema,
  history: z.array(judgementSchema).min(1),
});
export type Triaged = z.infer<typeof triagedSchema>;

/** What holds of a finding now. */
export function stateOf(triaged: Triaged | undefined): TriageState {
  return triaged?.history.at(-1)?.state ?? 'new';
}
