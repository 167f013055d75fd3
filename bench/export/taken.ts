import { existsSync, readFileSync } from 'node:fs';
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
  return { rows, bytes, seconds, processor: (user + system) / 1e6, open, peak: peak() };
}

/** MB. What `resourceUsage` tells, Linux hands down from the process that forked this one. */
function peak(): number {
  const status = '/proc/self/status';
  const told = existsSync(status) ? readFileSync(status, 'utf8') : '';
  const kB = /^VmHWM:\s+(\d+)/m.exec(told)?.[1] ?? process.resourceUsage().maxRSS;
  return (Number(kB) * 1024) / 1e6;
}
