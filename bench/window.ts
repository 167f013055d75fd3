/**
 * What a person waits for: a session of a million sample events opened, searched, sorted and scrolled
 * to its end in the built app, in a real window on a virtual display. See bench/README.md.
 *
 *   npm run bench:window                        1,000,000 events, kept in the cache folder
 *   npm run bench:window -- FOLDER 100000       kept in FOLDER, so many events
 *   npm run bench:window -- FOLDER 100000 type search jump scroll sort trace       these parts alone
 *
 * Targets stand beside the figures and decide nothing. Wrong counts and a wrong last row make it fail.
 */
import { join, resolve } from 'node:path';
import { runInDesktop } from '../scripts/desktop/session.ts';
import { buildApp } from '../scripts/setup/build.ts';
import { ensureElectron } from '../scripts/setup/electron.ts';
import { cacheFolder, runMain } from '../scripts/setup/machine.ts';
import { ensureSystemPackages } from '../scripts/setup/system-packages.ts';
import { sampleSession } from './window/sample-session.ts';

await runMain(async () => {
  const [folder = join(cacheFolder(), 'bench'), count = '1000000', ...parts] =
    process.argv.slice(2);
  await ensureSystemPackages('virtual');
  const runtime = await ensureElectron();
  const { path, about } = await sampleSession(resolve(folder), Number(count));
  await buildApp();
  return runInDesktop({
    runtime,
    script: ['bench/window/drive.ts', path, about, ...parts],
    outputs: [],
  });
});
