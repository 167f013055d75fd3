import { z } from 'zod';
import { sourceKindSchema } from './event.ts';
import { facetSchema } from './session.ts';

const count = z.number().int();
const instant = z.number().int();

/** An actor with what is known of it; ids are the service's own, so the source belongs to them. */
const actorSchema = z.object({
  source: sourceKindSchema,
  id: z.string(),
  name: z.string().nullable(),
});

/** A value that an actor with a past had never used before. */
const firstUseSchema = z.object({
  actor: actorSchema,
  value: z.string(),
  /** µs: its first event, and how many there are of it. */
  at: instant,
  count,
  /** Events of the actor before the stretch that is looked at: what "never before" rests on. */
  before: count,
});

const firstUsesSchema = z.object({ found: count, latest: z.array(firstUseSchema) });

/** What a session, or a part of it, holds, at a glance. Instants in µs. */
export const overviewSchema = z.object({
  total: count,
  first: instant.nullable(),
  last: instant.nullable(),
  /** Only those with events. */
  sources: z.array(
    z.object({ source: sourceKindSchema, events: count, first: instant, last: instant }),
  ),
  events: facetSchema,
  rules: facetSchema,
  /** Most active first. */
  actors: z.array(z.object({ actor: actorSchema, count })),
  distinctActors: count,
  /** Events by weekday (Monday first) and hour, by the clocks of the selection's zone. */
  week: z.array(z.array(count).length(24)).length(7),
  /** Where the stretch begins in which first uses are looked for; null without events. */
  newSince: instant.nullable(),
  addresses: firstUsesSchema,
  agents: firstUsesSchema,
});
export type Overview = z.infer<typeof overviewSchema>;
