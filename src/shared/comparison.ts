import { z } from 'zod';

/** Fields whose values are compared: those that repeat from event to event. */
export const comparedFields = [
  'event',
  'actorName',
  'actor',
  'person',
  'ip',
  'userAgent',
  'application',
  'rules',
  'filter',
  'targetType',
  'tags',
  'source',
] as const;
const comparedFieldSchema = z.enum(comparedFields);
export type ComparedField = z.infer<typeof comparedFieldSchema>;

const count = z.number().int();

/** A value with the number of events on either side. */
const comparedValueSchema = z.object({ value: z.string(), a: count, b: count });
export type ComparedValue = z.infer<typeof comparedValueSchema>;

/** The first of those values, and how many there are in all. */
const comparedGroupSchema = z.object({ distinct: count, values: z.array(comparedValueSchema) });
export type ComparedGroup = z.infer<typeof comparedGroupSchema>;

/** What two selections, A and B, have and have not in common. */
export const comparisonSchema = z.object({
  a: count,
  b: count,
  /** Events that are in both: then neither says what the other lacks. */
  shared: count,
  fields: z.array(
    z.object({
      field: comparedFieldSchema,
      /** Values that the other side does not have, most frequent first. */
      onlyA: comparedGroupSchema,
      onlyB: comparedGroupSchema,
      /** Those whose share of their side differs most come first. */
      both: comparedGroupSchema,
    }),
  ),
});
export type Comparison = z.infer<typeof comparisonSchema>;
