/**
 * Collecting from a service with latency: how much of its rate limit is used, and whether it is ever
 * exceeded; beside the same with one request at a time, in the same run.
 *
 *   npm run bench:collect                              200,000 events, 90 days, 100 ms; 9 of the days
 *                                                      one request at a time; 3 minutes
 *   npm run bench:collect -- --events 20000 --days 30 --latency 300 --sequential 30
 *
 * The sample Pachca runs in a process of its own and counts what arrives there; events go into an
 * encrypted session through the session's process, as in the desktop app. The session is then held
 * against the generator's own events: a difference makes the bench fail, a figure never does.
 */
import { fork } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { collect } from '../src/main/collection/collect.ts';
import { createMeter } from '../src/main/collection/meter.ts';
import { createHttpClient } from '../src/main/connectors/kit/http.ts';
import { pachca } from '../src/main/connectors/pachca/connector.ts';
import { launchSessionProcess } from '../src/main/store/process/launch.ts';
import {
  createRemoteSession,
  type RemoteSession,
} from '../src/main/store/process/remote-session.ts';
import { differences } from './collect/compare.ts';
import { arrivalsSchema, type Arrivals, type orderSchema } from './collect/messages.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '200000' },
    days: { type: 'string', default: '90' },
    latency: { type: 'string', default: '100' },
    sequential: { type: 'string', default: '9' },
  },
});
const day = 86_400_000;
const limit = pachca.requestsPerSecond;
const latencyMs = Number(values.latency);
const end = Date.parse('2026-11-01T00:00:00Z');
const from = end - Number(values.days) * day;
const service = {
  events: Number(values.events),
  from: new Date(from).toISOString(),
  end: new Date(end).toISOString(),
  latencyMs,
} satisfies z.infer<typeof orderSchema>;

interface Run {
  label: string;
  /** ms, both inclusive. */
  from: number;
  to: number;
  mostUnderWay?: number;
}

const place = z.object({ address: z.string(), token: z.string() });
const simulator = fork(join(import.meta.dirname, 'collect/service.ts'), [JSON.stringify(service)]);
const told = (): Promise<unknown> => new Promise((resolve) => simulator.once('message', resolve));
const { address, token } = place.parse(await told());
const folder = await mkdtemp(join(tmpdir(), 'vestigo-bench-'));
const key = { key: new Uint8Array(32).fill(3) };

async function arrivals(): Promise<Arrivals> {
  const answer = told();
  simulator.send('report');
  return arrivalsSchema.parse(await answer);
}

/** The session, with the time that pages wait for it added up. */
function timed(session: RemoteSession): { store: RemoteSession; commits: number[] } {
  const commits: number[] = [];
  const store: RemoteSession = {
    ...session,
    async commitPage(page) {
      const start = performance.now();
      const result = await session.commitPage(page);
      commits.push(performance.now() - start);
      return result;
    },
  };
  return { store, commits };
}

async function run({ label, mostUnderWay, ...period }: Run): Promise<void> {
  const path = join(folder, `${label.replaceAll(' ', '-')}.vestigo`);
  const entry = join(import.meta.dirname, '../src/main/session-process.ts');
  const channel = launchSessionProcess({ entry, utility: null });
  const options = { path, key, name: 'bench', version: 'bench' };
  const session = await createRemoteSession(channel, options);
  const { store, commits } = timed(session);
  const meter = createMeter((url, init) => fetch(url, init));
  const http = createHttpClient({
    address,
    token,
    rate: limit,
    fetch: meter.fetch,
    onWait: meter.onWait,
    ...(mostUnderWay !== undefined && { mostUnderWay }),
  });
  let most = 0;
  const order = {
    address,
    from: period.from * 1000,
    to: period.to * 1000 + 999,
    filters: {},
    withDetails: false,
    withNames: false,
    refresh: false,
  };
  await arrivals();
  const before = process.cpuUsage();
  const begun = performance.now();
  const { collection, failure } = await collect(order, {
    connector: pachca,
    http,
    meter,
    store,
    signal: new AbortController().signal,
    onProgress: ({ open }) => (most = Math.max(most, open.length)),
  });
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);
  const seen = await arrivals();
  await session.close();

  const events = collection.windows.reduce((sum, { counts }) => sum + counts.newEvents, 0);
  const rate = seen.requests / seconds;
  commits.sort((a, b) => a - b);
  const wait = commits.reduce((sum, ms) => sum + ms, 0) / commits.length;
  const slowest = commits[Math.floor(commits.length * 0.99)] ?? 0;
  const days = (period.to - period.from + 1) / day;
  const { size } = await stat(path);
  const different = await differences(path, key, service, period);
  console.log(`
${label}: ${days} days, ${events} events, ${collection.windows.length} windows, ${most} at once at most
  requests a second, from order to end     ${rate.toFixed(1)} of ${limit}, that is ${((rate / limit) * 100).toFixed(1)} %
  the same, first to last arrival          ${(seen.requests / seen.seconds).toFixed(1)}
  most arrivals in any second              ${seen.densest} (${seen.refused} refused)
  time                                     ${seconds.toFixed(1)} s, ${Math.round(events / seconds)} events/s
  requests                                 ${seen.requests}; full pages alone would be ${Math.ceil(events / 50)}
  a page waits for the session             ${wait.toFixed(1)} ms, 1 in 100 longer than ${slowest.toFixed(0)} ms
  processor, collector and simulator       ${((user + system) / 1e4 / seconds).toFixed(0)} % and ${((seen.cpu * 100) / seconds).toFixed(0)} % of a core
  session                                  ${(size / 2 ** 20).toFixed(0)} MB, ${collection.status}, ${different.events} events compared
  missing, surplus, changed                ${different.missing}, ${different.surplus}, ${different.changed}`);
  const isEqual = different.missing + different.surplus + different.changed === 0;
  if (failure || collection.status !== 'complete' || !isEqual) {
    process.exitCode = 1;
    console.log('  NOT WHAT THE SERVICE HAS');
  }
}

try {
  console.log(`${service.events} events over ${values.days} days, ${latencyMs} ms latency`);
  await run({ label: 'as many at once as it takes', from, to: end - 1 });
  const slice = Math.min(Number(values.sequential), Number(values.days));
  const sequential = { label: 'one at a time', to: end - 1, mostUnderWay: 1 };
  await run({ ...sequential, from: end - slice * day });
} finally {
  simulator.disconnect();
  await rm(folder, { recursive: true });
}
