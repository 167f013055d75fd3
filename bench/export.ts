/**
 * What an export takes: time, rows a second and memory, each in a process of its own; DuckDB and a
 * plain script over SQLite write the same events in the same run. See bench/README.md.
 *
 *   npm run bench:export                          1,000,000 mixed events
 *   npm run bench:export -- 100000 FOLDER         so many, files and session kept in FOLDER
 *   npm run bench:export -- 100000 FOLDER csv …   these formats alone
 *
 * Memory is what the process holds at its peak, opening the session included, and what it held when
 * the session was open. Rows a second of processor time say more on a machine that has other work.
 * Wrong counts make it fail; CSV and NDJSON are to reach 100,000 rows a second.
 */
import { fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain } from '../scripts/setup/machine.ts';
import { mixedSession } from './export/mixed-session.ts';
import { writeWithDuckdb, writeWithSqlite } from './export/others.ts';
import { takenSchema, type Taken } from './export/taken.ts';
import { exportKinds, writeWithVestigo } from './export/vestigo.ts';
import { allocation, heap } from '../src/main/store/process/launch.ts';
import { madeFiles } from './review/made.ts';

/** What a process of its own does: with a session or file, into a folder, of one kind. */
const tools: Readonly<
  Record<string, (input: string, folder: string, kind: string) => Promise<Taken | null>>
> = {
  whole: (...args) => writeWithVestigo(...args, false),
  masked: (...args) => writeWithVestigo(...args, true),
  duckdb: writeWithDuckdb,
  sqlite: writeWithSqlite,
};

async function all(count: number, folder: string, wanted: readonly string[]): Promise<number> {
  const files = madeFiles(folder, count);
  const session = join(folder, 'export.vestigo');
  await mixedSession(session, files);
  console.log(`${count.toLocaleString('en')} events, half Pachca, half Jay Guard with details\n`);
  console.log(line('', headings));
  let wrong = 0;
  const say = (name: string, found: Taken | null, beside: readonly (Taken | null)[]) => {
    const isRight = found?.rows === count;
    if (!isRight) wrong += 1;
    const ratios = beside.map((other) => (found && other ? ratio(found, other) : '–'));
    const figures = found ? [...figuresOf(found), ...ratios] : ['failed'];
    console.log(line(name, figures) + (isRight ? '' : '   WRONG'));
  };
  for (const kind of exportKinds.filter((one) => wanted.length === 0 || wanted.includes(one))) {
    const whole = await inProcess('whole', session, folder, kind);
    const masked = await inProcess('masked', session, folder, kind);
    const duckdb = await inProcess('duckdb', files.flat, folder, kind);
    const sqlite = await inProcess('sqlite', files.flat, folder, kind);
    say(kind, whole, [duckdb, sqlite]);
    say(`${kind}, masked`, masked, []);
  }
  console.log('\n×: so many times the processor time of Vestigo, and its peak of memory.');
  return wrong === 0 ? 0 : 1;
}

/** null: it ended without an answer, or does not write this kind. */
async function inProcess(...args: string[]): Promise<Taken | null> {
  // With memory as the session's process has it.
  const env = { ...process.env, ...allocation };
  const child = fork(import.meta.filename, args, { env, execArgv: ['--expose-gc', ...heap] });
  let taken: Taken | null = null;
  child.on('message', (message) => (taken = takenSchema.nullable().parse(message)));
  await new Promise((resolve) => child.once('exit', resolve));
  return taken;
}

const nameWidth = 17;
const headings = ['seconds', 'rows/s', 'rows/CPU s', 'MB open', 'MB peak', 'MB file'];
headings.push('DuckDB', 'SQLite');

function line(name: string, cells: readonly string[]): string {
  return name.padEnd(nameWidth) + cells.map((cell) => cell.padStart(12)).join('');
}

function figuresOf({ rows, bytes, seconds, processor, open, peak }: Taken): string[] {
  const whole = [rows / seconds, rows / processor, open, peak, bytes / 1e6];
  return [seconds.toFixed(1), ...whole.map((figure) => Math.round(figure).toLocaleString('en'))];
}

function ratio(of: Taken, other: Taken): string {
  return `${(other.processor / of.processor).toFixed(1)}× ${(other.peak / of.peak).toFixed(1)}×`;
}

const [first = '1000000', second = join(tmpdir(), 'vestigo-review'), ...rest] =
  process.argv.slice(2);
const tool = tools[first];
if (tool) process.send?.(await tool(second, rest[0] ?? '', rest[1] ?? ''));
else await runMain(() => all(Number(first), join(second, first), rest));
