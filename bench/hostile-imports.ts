/**
 * What hostile files cost: each of the corpus and of those that are too large to keep is given to the
 * real command line, and the memory at its peak (the process with its thread), the disk taken and
 * the outcome are told.
 *
 *   npm run bench:hostile-imports [-- PART OF A NAME]
 *
 * Fails where an outcome is another than expected, or a process ends otherwise than with a word.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failureKinds } from '../src/shared/errors.ts';
import { openSession } from '../src/main/store/open-session.ts';
import { exitCodeOf } from '../src/main/cli/exit-codes.ts';
import { largeCases, writeLarge } from '../tests/support/importing/large.ts';
import type { Expected } from '../tests/support/importing/hostile.ts';

const corpus = 'tests/fixtures/imports';
const passphrase = 'a phrase for the bench';
const [wanted = ''] = process.argv.slice(2);
/** Has the program say at its end how much memory it had at the most, in kB. */
const teller = `data:text/javascript,import{writeSync}from'node:fs';import{isMainThread}from'node:worker_threads';if(isMainThread)process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;

interface Run {
  status: number | null;
  seconds: number;
  memory: number;
  /** All that is there in the end: session and whatever lies beside it. */
  disk: number;
  session: string | null;
}

function load(path: string, source: string, folder: string): Run {
  const session = join(folder, 'case.vestigo');
  for (const name of readdirSync(folder)) {
    if (name.startsWith('case.vestigo')) rmSync(join(folder, name));
  }
  const words = ['import', '--in', path, '--source', source, '--session', session];
  const start = performance.now();
  const { status, output } = spawnSync(
    process.execPath,
    ['--import', teller, 'src/main/cli.ts', ...words],
    {
      env: { ...process.env, VESTIGO_PASSPHRASE: passphrase },
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    },
  );
  const seconds = (performance.now() - start) / 1000;
  const made = readdirSync(folder).filter((name) => name.startsWith('case.vestigo'));
  const disk = made.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  const memory = Number(output[3] ?? '') * 1024;
  return { status, seconds, memory, disk, session: made.length > 0 ? session : null };
}

async function eventsIn(session: string | null): Promise<number> {
  if (session === null) return 0;
  const store = await openSession({ path: session, key: { passphrase }, version: 'bench' });
  const count = await store.count({ query: '', zone: 'UTC', period: null });
  await store.close();
  return count;
}

const mb = (bytes: number) => `${(bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0)} MB`;
const folder = mkdtempSync(join(tmpdir(), 'vestigo-hostile-'));
let wrong = 0;

function tell(name: string, size: number, run: Run, events: number, good: boolean): void {
  if (!good) wrong += 1;
  const figures = [mb(size), mb(run.memory), mb(run.disk), `${run.seconds.toFixed(1)} s`];
  const ended = `status ${run.status}, ${events} events${good ? '' : '  WRONG'}`;
  console.log(`${name.padEnd(42)} ${figures.map((one) => one.padStart(9)).join(' ')}  ${ended}`);
}

console.log(`${''.padEnd(42)}      file    memory      disk      time`);
try {
  const expected: unknown = JSON.parse(readFileSync(join(corpus, 'expected.json'), 'utf8'));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the corpus's maker
  for (const [name, what] of Object.entries(expected as Record<string, Expected>)) {
    if (!name.includes(wanted)) continue;
    const path = join(corpus, `${name}.json`);
    const run = load(path, what.source, folder);
    const events = await eventsIn(run.session);
    const isRefused = 'refusedAtLine' in what;
    const most = isRefused ? 0 : what.events;
    const good = isRefused ? run.status === 2 && run.session === null : run.status === 0;
    tell(name, statSync(path).size, run, events, good && events <= most);
  }
  for (const one of largeCases) {
    if (!one.name.includes(wanted)) continue;
    const path = join(folder, 'in.ndjson');
    writeLarge(one, path);
    const run = load(path, 'pachca', folder);
    const events = await eventsIn(run.session);
    const kind = failureKinds.find((known) => known === one.refused);
    const status = kind ? exitCodeOf({ kind, params: {} }) : 0;
    const good = run.status === status && (one.events === undefined || one.events === events);
    tell(one.name, statSync(path).size, run, events, good);
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(wrong === 0 ? '\nAll ended as they should.' : `\n${wrong} did not end as they should.`);
process.exitCode = wrong === 0 ? 0 : 1;
