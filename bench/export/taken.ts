import { z } from 'zod';

export const takenSchema = z.object({
  rows: z.number(),
  bytes: z.number(),
  seconds: z.number(),
  /** Seconds, of all threads. */
  processor: z.number(),
  /** MB that were resident before, and at the most. */
  open: z.number(),
  peak: z.number(),
});
export type Taken = z.infer<typeof takenSchema>;

/** Runs a piece of work in this process, which does nothing else. */
export async function taken(work: () => Promise<{ rows: number; bytes: number }>): Promise<Taken> {
  globalThis.gc?.();
  const open = process.memoryUsage.rss() / 1e6;
  const start = performance.now();
  const before = process.cpuUsage();
  const { rows, bytes } = await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const peak = (process.resourceUsage().maxRSS * 1024) / 1e6;
  return { rows, bytes, seconds, processor: (user + system) / 1e6, open, peak };
}
