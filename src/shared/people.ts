import { z } from 'zod';
import { sourceKindSchema } from './event.ts';

export const personName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  // Control characters would break the lines of a list.
  .regex(/^[^\p{Cc}]+$/u);

/** Who did something, by the service's own id: the same id of another service is somebody else. */
export const actorRefSchema = z.object({ source: sourceKindSchema, actor: z.string().max(1000) });
export type ActorRef = z.infer<typeof actorRefSchema>;

/** An actor as the session knows it; `name` is an address for users of Jay Guard. */
export const actorSchema = actorRefSchema.extend({
  name: z.string().nullable(),
  events: z.number().int(),
});
export type Actor = z.infer<typeof actorSchema>;

/** An actor that was found to be a person, when (ISO 8601) and by whom. */
const linkSchema = actorSchema.extend({ at: z.string(), who: z.string() });

/** Actors of whom an analyst said that they are one. Names differ, however they are written. */
export const personSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  links: z.array(linkSchema),
});
export type Person = z.infer<typeof personSchema>;

/** The same without what only a pass over all events tells. */
export const namedPersonSchema = personSchema.extend({ links: z.array(actorRefSchema) });
export type NamedPerson = z.infer<typeof namedPersonSchema>;

/** Why two actors may be one person, the surest first. */
export const likenesses = ['email', 'name', 'address', 'initials', 'id'] as const;
export const likenessSchema = z.enum(likenesses);
export type Likeness = z.infer<typeof likenessSchema>;

/** Two actors who may be one person; `person` when one of them belongs to somebody already. */
export const suggestionSchema = z.object({
  actors: z.tuple([actorSchema, actorSchema]),
  why: likenessSchema,
  /** What is alike, as the session has it. */
  alike: z.string(),
  person: z.number().int().nullable(),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

export const peopleSchema = z.object({
  /** By name. */
  persons: z.array(personSchema),
  /** The surest first, then those with most events. */
  suggestions: z.array(suggestionSchema),
});
export type People = z.infer<typeof peopleSchema>;

/** What an analyst says of people. Everything said is kept, with who said it and when. */
export const personWorkSchema = z.discriminatedUnion('kind', [
  /**
   * The actors are one person: the one with that name, or a new one. An actor that was somebody
   * else's is so no more.
   */
  z.object({
    kind: z.literal('link'),
    name: personName,
    actors: z.array(actorRefSchema).min(1).max(100),
  }),
  /** The actor is nobody in particular; a person without actors is gone. */
  z.object({ kind: z.literal('unlink'), actor: actorRefSchema }),
  /** Throws `input.invalid` where the name is somebody else's. */
  z.object({ kind: z.literal('rename'), person: z.number().int(), name: personName }),
  /** They are not the same: not to be suggested again. */
  z.object({ kind: z.literal('apart'), actors: z.tuple([actorRefSchema, actorRefSchema]) }),
]);
export type PersonWork = z.infer<typeof personWorkSchema>;

/** Identifies an actor among all sources. */
export function actorKey({ source, actor }: ActorRef): string {
  return `${source} ${actor}`;
}
