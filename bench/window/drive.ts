/** Drives the window and prints what it took. Run by bench/window.ts inside the desktop session. */
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inspectSessionFile } from '../../src/main/store/file/header.ts';
import { openKeychain } from '../../src/main/secrets/keychain.ts';
import { keepSessionKey } from '../../src/main/secrets/session-keys.ts';
import { runMain } from '../../scripts/setup/machine.ts';
import { openLaptop } from '../../tests/support/desktop/app.ts';
import { answerFileDialog } from '../../tests/support/desktop/dialogs.ts';
import { installClock } from './clock.ts';
import { memoryOf } from './memory.ts';
import { Report } from './report.ts';
import { benchKey, type Made } from './sample-session.ts';
import { jump, scroll, trace } from './scrolling.ts';
import { sort } from './sorting.ts';
import { Stage, texts, zone } from './stage.ts';
import { facts, search, type } from './typing.ts';

/** A person looks at what has come, s. */
const rest = 10;
/** The trace comes last: from it on there is a process, and memory in others, that the app alone never has. */
const parts = { type, search, jump, scroll, sort, trace };

async function open(stage: Stage, path: string): Promise<void> {
  const { report, window, app } = stage;
  report.title('Opening: from the click');
  await window.getByRole('heading', { name: texts.welcome.title }).waitFor();
  await window.evaluate(installClock);
  await answerFileDialog(app, 'open', path);
  const opened = await stage.time({ row: 0 }, () =>
    window.getByRole('button', { name: texts.welcome.openFile }).click(),
  );
  report.ms('to its first rows on the screen', opened.rows, 1000);
  report.ms('to its count, histogram and facets', opened.all);
  await stage.checkCount('');
}

async function memory(stage: Stage, when: string, target: number | null): Promise<void> {
  const { report, devtools } = stage;
  report.title(`Memory ${when}: proportional share · of it no file's`);
  const shares = memoryOf(stage.pid);
  const shown = ({ pss, own }: { pss: number; own: number }) =>
    `${pss.toFixed(0)} · ${own.toFixed(0)} MB`;
  for (const share of shares) report.line(share.process, shown(share));
  const sum = (key: 'pss' | 'own') => shares.reduce((total, share) => total + share[key], 0);
  const all = { pss: sum('pss'), own: sum('own') };
  report.line(
    'all',
    shown(all),
    target === null ? '' : report.against('all', all.pss, target, 'MB'),
  );
  const { usedSize, totalSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes } = await devtools.send('Memory.getDOMCounters');
  const heap = `${(usedSize / 2 ** 20).toFixed(0)} of ${(totalSize / 2 ** 20).toFixed(0)} MB`;
  report.line("the window's objects", heap, `${nodes} nodes`);
}

await runMain(async () => {
  const [source = '', about = '', ...wanted] = process.argv.slice(2);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this bench
  const made = JSON.parse(await readFile(about, 'utf8')) as Made;
  const report = new Report();
  report.title('The session');
  const { total } = made.expected;
  report.line('events', total.toLocaleString('en'));
  report.line('file', `${(made.bytes / 2 ** 20).toFixed(0)} MB`);
  const rate = `${(total / made.seconds).toFixed(0)} events/s`;
  report.line('committed page by page, durable', rate, `${made.seconds.toFixed(0)} s`);
  const laptop = await openLaptop();
  try {
    const path = join(laptop.userData, 'bench.vestigo');
    await copyFile(source, path);
    // The keychain of this laptop, as the app will find it.
    Object.assign(process.env, laptop.keychain.env);
    await keepSessionKey(openKeychain(), inspectSessionFile(path).fileId, benchKey.key);
    const { app, window } = await laptop.start({ locale: 'ru', timeZone: zone });
    const devtools = await window.context().newCDPSession(window);
    const stage = new Stage({ app, window, devtools, made, report });
    await open(stage, path);
    await facts(stage);
    await memory(stage, 'with the session open', null);
    await delay(rest * 1000);
    await memory(stage, `${rest} s later`, 700);
    for (const [name, part] of Object.entries(parts)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      await part(stage);
      await memory(stage, `after: ${name}`, part === trace ? null : 700);
    }
    await devtools.send('HeapProfiler.collectGarbage');
    await delay(1000);
    await memory(stage, 'without the garbage of the window', null);
  } finally {
    await laptop.close();
  }
  return report.end();
});
