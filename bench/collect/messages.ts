import { z } from 'zod';

/** What the sample service is started with. */
export const orderSchema = z.object({
  events: z.number(),
  from: z.string(),
  end: z.string(),
  latencyMs: z.number(),
});

/** What arrived at it. */
export const arrivalsSchema = z.object({
  requests: z.number(),
  refused: z.number(),
  /** In any second, sliding. */
  densest: z.number(),
  /** From the first to the last, seconds. */
  seconds: z.number(),
  /** Processor time of this process so far, seconds. */
  cpu: z.number(),
});
export type Arrivals = z.infer<typeof arrivalsSchema>;
