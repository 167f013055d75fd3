/**
 * What an export takes: time, rows a second and memory, each format in a process of its own.
 *
 *   npm run bench:export                          1,000,000 sample events
 *   npm run bench:export -- 100000 FOLDER         so many, the session kept in FOLDER
 *
 * Memory is what the process holds at its peak, opening the session included, and what it held when
 * the session was open. Rows a second of processor time say more on a machine that has other work.
 * Wrong counts make it fail; CSV and NDJSON are to reach 100,000 rows a second.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { cacheFolder, runMain } from '../scripts/setup/machine.ts';
import { exportSession } from '../src/main/exporters/export-session.ts';
import { openSession } from '../src/main/store/open-session.ts';
import { exportFormatSchema } from '../src/shared/export.ts';
import { benchKey, sampleSession } from './window/sample-session.ts';

const takenSchema = z.object({
  rows: z.number(),
  bytes: z.number(),
  seconds: z.number(),
  processor: z.number(),
  open: z.number(),
  peak: z.number(),
});
type Taken = z.infer<typeof takenSchema>;

const exports = [...exportFormatSchema.options, 'dataset'] as const;
const [first = '1000000', second = join(cacheFolder(), 'bench'), what] = process.argv.slice(2);

await (what === undefined ? runMain(all) : one(first, second, what));

async function all(): Promise<number> {
  const count = Number(first);
  const { path } = await sampleSession(resolve(second), count);
  console.log('            seconds   rows/s   rows/processor s   MB open   MB peak   MB file');
  let wrong = 0;
  for (const name of exports) {
    const child = fork(import.meta.filename, [
      path,
      await mkdtemp(join(tmpdir(), 'vestigo-bench-')),
      name,
    ]);
    const [message]: unknown[] = await once(child, 'message');
    const taken = takenSchema.parse(message);
    const { rows, bytes, seconds, processor, open, peak } = taken;
    if (rows !== count) wrong += 1;
    const figures = [seconds.toFixed(1), rows / seconds, rows / processor, open, peak, bytes / 1e6];
    const widths = [7, 9, 19, 10, 10, 10];
    const cells = figures.map((figure, place) =>
      (typeof figure === 'string' ? figure : String(Math.round(figure))).padStart(
        widths[place] ?? 0,
      ),
    );
    console.log(
      `${name.padEnd(12)}${cells.join('')}${rows === count ? '' : `   WRONG: ${rows} rows`}`,
    );
  }
  return wrong === 0 ? 0 : 1;
}

/** In a process of its own: exports all of `path` into `folder`, and sends what it took. */
async function one(path: string, folder: string, name: string): Promise<void> {
  const format = exportFormatSchema.safeParse(name).data ?? 'parquet';
  const session = await openSession({ path, key: benchKey, version: 'bench' });
  await session.count({ query: '', zone: 'UTC', period: null });
  globalThis.gc?.();
  const open = process.memoryUsage.rss() / 1e6;
  const start = performance.now();
  const before = process.cpuUsage();
  const { rows, bytes } = await exportSession(
    session,
    {
      selection: { query: '', zone: 'UTC', period: null },
      sort: [],
      format,
      columns: null,
      csv: { separator: ',', bom: false },
      partitioned: name === 'dataset',
      syslog: false,
      masked: false,
      path: join(folder, name),
      overwrite: false,
      program: 'bench',
    },
    { signal: new AbortController().signal },
  );
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const peak = (process.resourceUsage().maxRSS * 1024) / 1e6;
  await session.close();
  await rm(folder, { recursive: true });
  const taken: Taken = { rows, bytes, seconds, processor: (user + system) / 1e6, open, peak };
  process.send?.(taken);
}
