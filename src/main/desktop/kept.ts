import type { z } from 'zod';

/** What a file held, key by key: a value that does not fit any more gives way to its default. */
export function readByKey<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
  defaults: z.output<z.ZodObject<S>>,
  stored: Readonly<Record<string, unknown>>,
): z.output<z.ZodObject<S>> {
  let kept: Record<string, unknown> = { ...defaults };
  for (const key of Object.keys(schema.shape)) {
    const tried = { ...kept, [key]: stored[key] };
    if (schema.safeParse(tried).success) kept = tried;
  }
  return schema.parse(kept);
}
