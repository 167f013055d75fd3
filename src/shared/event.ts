import { z } from 'zod';

/** The two services events come from (contract.md, "Words"). */
export const sourceKinds = ['pachca', 'jayguard'] as const;
export const sourceKindSchema = z.enum(sourceKinds);
export type SourceKind = (typeof sourceKinds)[number];

/** One thing Jay Guard recognised: which search method found it, and the text it found. */
export const findingSchema = z.object({ method: z.string(), value: z.string() });
export type Finding = z.infer<typeof findingSchema>;

const text = z.string().nullable();

/**
 * What a connector makes of one vendor object: the event model of contract.md without what the
 * session adds (`raw`, `tags`, `note`, the instant's text form).
 *
 * `time` is an instant in whole microseconds since 1970-01-01 UTC (fits a double until 2255).
 * `findings: null` means that details were not fetched; `[]` means fetched, and nothing found.
 */
export const mappedEventSchema = z.object({
  id: z.string(),
  source: sourceKindSchema,
  time: z.number().int(),
  event: z.string(),
  actor: text,
  actorType: text,
  actorName: text,
  target: text,
  targetType: text,
  ip: text,
  userAgent: text,
  application: text,
  filter: text,
  rules: z.array(z.string()),
  text,
  findings: z.array(findingSchema).nullable(),
  content: text,
  details: z.record(z.string(), z.unknown()),
});
export type MappedEvent = z.infer<typeof mappedEventSchema>;

/**
 * An event as the session gives it out, except for `raw`, which is fetched apart because most
 * readers do not need it. `time` is ISO 8601 UTC with milliseconds.
 */
export const eventSchema = mappedEventSchema.extend({
  time: z.string(),
  tags: z.array(z.string()),
  note: text,
});
export type Event = z.infer<typeof eventSchema>;

/** The names of contract.md's event model, in its order: the order of CSV columns and of JSON keys. */
export const eventFields = [
  'id',
  'source',
  'time',
  'event',
  'actor',
  'actorType',
  'actorName',
  'target',
  'targetType',
  'ip',
  'userAgent',
  'application',
  'filter',
  'rules',
  'text',
  'findings',
  'content',
  'details',
  'tags',
  'note',
  'raw',
] as const;
export type EventField = (typeof eventFields)[number];
