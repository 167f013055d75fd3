import type { z } from 'zod';

/** What a file held, key by key: a value that does not fit any more gives way to its default. */
export function readByKey<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
  defaults: z.output<z.ZodObject<S>>,
  stored: Readonly<Record<string, unknown>>,
): z.output<z.ZodObject<S>> {
  const entries = Object.entries(schema.shape).map(([key, shape]) => {
    const parsed = (shape as z.ZodType).safeParse(stored[key]);
    return [key, parsed.success ? parsed.data : (defaults as Record<string, unknown>)[key]];
  });
  return schema.parse(Object.fromEntries(entries));
}
