/**
 * Every target of the review against what was reached: the product over an encrypted mixed session,
 * and plain SQLite, DuckDB and ripgrep doing the same work in the same run. See bench/README.md.
 *
 *   npm run bench:review                    1,000,000 events
 *   npm run bench:review -- 10000000        takes 60 GB of disk and most of an hour
 *   npm run bench:review -- 1000000 FOLDER  keeps the files and the sessions in FOLDER
 *   npm run bench:review -- 1000000 --kept  imports nothing: the sessions of the last run
 *
 * The files of events are made once. Wrong answers make it fail, times never do.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../scripts/setup/build.ts';
import { runMain } from '../scripts/setup/machine.ts';
import { madeFiles } from './review/made.ts';
import { measureRipgrep } from './review/ripgrep.ts';
import type { SqlFigures, Tool } from './review/sql-tools.ts';
import { tableOf } from './review/table.ts';
import { measureVestigo } from './review/vestigo.ts';
import { frequent, huge, tell } from './review/work.ts';

await runMain(async () => {
  const words = process.argv.slice(2);
  const [size = '1000000', folder = join(tmpdir(), 'vestigo-review')] = words.filter(
    (word) => word !== '--kept',
  );
  const count = Number(size);
  const files = madeFiles(join(folder, size), count);
  const { expected } = files;
  await buildApp();
  if (!words.includes('--kept')) forget(files.folder);
  tell('Vestigo …');
  const vestigo = await measureVestigo(files);
  if (count > huge) {
    const others = { sqlite: null, duckdb: null, ripgrep: null };
    console.log(`\n${tableOf({ files, vestigo, ...others })}\n`);
  }
  const [sqlite, duckdb] = [
    await sql('sqlite', files.folder, count),
    await sql('duckdb', files.folder, count),
  ];
  const ripgrep = await measureRipgrep(files.flat);
  console.log(`\n${count.toLocaleString('en')} events\n`);
  console.log(tableOf({ files, vestigo, sqlite, duckdb, ripgrep }));

  const wrong = [...vestigo.wrong];
  for (const [name, found] of Object.entries({ SQLite: sqlite.counts, DuckDB: duckdb.counts })) {
    for (const [query, n] of Object.entries(found)) {
      if (n !== expected.counts[query])
        console.log(`\n${name} finds ${n} of \`${query}\`, not ${expected.counts[query]}`);
    }
  }
  const lines = ripgrep?.[frequent]?.count;
  if (lines !== expected.counts[frequent])
    console.log(`\nripgrep finds ${lines} lines of \`${frequent}\``);
  console.log(
    wrong.length > 0 ? `\nWRONG\n${wrong.join('\n')}` : '\nEvery answer was that of the evaluator.',
  );
  return wrong.length === 0 ? 0 : 1;
});

/** What each program made of the files. */
function forget(folder: string): void {
  for (const name of ['session.vestigo', 'events.sqlite', 'events.duckdb']) {
    for (const part of ['', '-wal', '-shm', '.wal', '.json']) {
      rmSync(join(folder, name + part), { force: true });
    }
  }
}

async function sql(tool: Tool, folder: string, total: number): Promise<SqlFigures> {
  tell(`${tool} …`);
  const child = fork(join(import.meta.dirname, 'review/sql-tools.ts'), [
    tool,
    folder,
    String(total),
  ]);
  const figures = new Promise<SqlFigures>((resolve, reject) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- sent by this bench
    child.once('message', (message) => resolve(message as SqlFigures));
    child.once('exit', (code) => reject(new Error(`${tool} ended with status ${code}`)));
  });
  const found = await figures;
  child.disconnect();
  await once(child, 'exit');
  return found;
}
