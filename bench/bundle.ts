/**
 * What sealing, verifying and unsealing take, plain and encrypted with a passphrase, each in a
 * process of its own. See bench/README.md.
 *
 *   npm run bench:bundle                          1,000,000 events
 *   npm run bench:bundle -- 100000 FOLDER         so many, the session kept in FOLDER
 *
 * Memory is what the process holds at its peak, the open session included. Wrong counts make it
 * fail; times do not.
 */
import { fork } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain } from '../scripts/setup/machine.ts';
import { allocation, heap } from '../src/main/store/process/launch.ts';
import { pagedSession } from './bundle/session.ts';
import { bundlePath, steps, type Protection } from './bundle/steps.ts';
import { takenSchema, type Taken } from './export/taken.ts';

async function all(count: number, folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const session = join(folder, 'bundle.vestigo');
  await pagedSession(session, count);
  console.log(`${count.toLocaleString('en')} events in answers of 50\n`);
  console.log(line('', ['seconds', 'CPU s', 'events/CPU s', 'MB open', 'MB peak', 'MB file']));
  let wrong = 0;
  for (const protection of ['plain', 'encrypted'] satisfies Protection[]) {
    for (const step of Object.keys(steps)) {
      const found = await inProcess(step, session, folder, protection);
      const isRight = found?.rows === count;
      if (!isRight) wrong += 1;
      console.log(
        line(`${step}, ${protection}`, found ? figuresOf(found) : ['failed']) +
          (isRight ? '' : '   WRONG'),
      );
    }
    await rm(bundlePath(folder, protection), { force: true });
  }
  return wrong === 0 ? 0 : 1;
}

/** null: it ended without an answer. */
async function inProcess(...args: string[]): Promise<Taken | null> {
  // With memory as the session's process has it.
  const env = { ...process.env, ...allocation };
  const child = fork(import.meta.filename, args, { env, execArgv: ['--expose-gc', ...heap] });
  let taken: Taken | null = null;
  child.on('message', (message) => (taken = takenSchema.parse(message)));
  await new Promise((resolve) => child.once('exit', resolve));
  return taken;
}

function line(name: string, cells: readonly string[]): string {
  return name.padEnd(20) + cells.map((cell) => cell.padStart(13)).join('');
}

function figuresOf({ rows, bytes, seconds, processor, open, peak }: Taken): string[] {
  const whole = [rows / processor, open, peak, bytes / 1e6];
  return [
    seconds.toFixed(1),
    processor.toFixed(1),
    ...whole.map((figure) => Math.round(figure).toLocaleString('en')),
  ];
}

const [first = '1000000', second = join(tmpdir(), 'vestigo-review'), third = '', fourth = ''] =
  process.argv.slice(2);
const step = steps[first];
if (step) {
  const protection = fourth === 'encrypted' ? 'encrypted' : 'plain';
  process.send?.(await step(second, bundlePath(third, protection), protection));
} else await runMain(() => all(Number(first), join(second, first)));
