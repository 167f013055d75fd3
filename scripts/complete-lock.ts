import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT, runMain } from './setup/machine.ts';

/**
 * `npm run lock`, after a dependency was added. npm leaves other platforms' optional packages out of
 * the lock file where its registry does not hold them, and `npm ci` then refuses that lock file. They
 * are entered here with the version their parent pins; having never been seen, they have no integrity.
 */

const Entry = z.looseObject({
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const Lock = z.looseObject({ packages: z.record(z.string(), Entry) });

await runMain(async () => {
  const file = join(ROOT, 'package-lock.json');
  const lock = Lock.parse(JSON.parse(await readFile(file, 'utf8')));
  const { packages } = lock;
  for (const [at, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const places = [`node_modules/${name}`, `${at}/node_modules/${name}`];
      if (places.some((place) => packages[place])) continue;
      console.log(`entered ${name} ${version}`);
      packages[`node_modules/${name}`] = { version, ...platformOf(name), dev, optional: true };
    }
  }
  const sorted = Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries(sorted);
  await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`);
  return 0;
});

/** Reads `@scope/binding-linux-x64-musl` and the like: system, processor, C library. */
function platformOf(name: string) {
  const [os = '', cpu = '', abi = ''] = name.replace(/^.*\/(?:binding-)?/, '').split('-');
  if (!cpu) throw new Error(`${name} does not say which platform it is for`);
  const libc = abi.startsWith('musl') ? ['musl'] : ['glibc'];
  return { os: [os], cpu: [cpu], ...(os === 'linux' && { libc }) };
}
