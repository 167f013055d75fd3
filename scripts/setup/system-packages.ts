import { existsSync } from 'node:fs';
import { capture, CommandFailed, show } from './command.ts';
import { isRoot, SetupError } from './machine.ts';

/** Libraries of Electron and keytar. */
const FOR_A_WINDOW = [
  'libasound2',
  'libgbm1',
  'libgtk-3-0',
  'libnotify4',
  'libnss3',
  'libsecret-1-0',
  'libxss1',
  'libxtst6',
  'unzip',
];

/**
 * A display, a keychain and Cyrillic letters where there is no desktop to bring them; openssl for a
 * test that verifies bundles without this program.
 */
const FOR_A_DESKTOP = [
  'dbus',
  'fonts-dejavu-core',
  'gnome-keyring',
  'libsecret-tools',
  'openssl',
  'xvfb',
];

/**
 * Sees to it that the Debian packages are there: installs them when run as root, else fails with
 * the line to run. On other systems it trusts the person and does nothing.
 * @param screen whether the window opens on the person's own screen or on a virtual one
 */
export async function ensureSystemPackages(screen: 'own' | 'virtual'): Promise<void> {
  await ensureDebianPackages(screen === 'own' ? FOR_A_WINDOW : [...FOR_A_WINDOW, ...FOR_A_DESKTOP]);
}

/** The same for any packages. Throws {@link SetupError} with the line to run for who is not root. */
export async function ensureDebianPackages(needed: readonly string[]): Promise<void> {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return;
  const missing = await missingPackages(needed);
  if (missing.length === 0) return;
  const names = missing.join(' ');
  if (!isRoot()) {
    throw new SetupError(
      `Debian packages are missing: ${names}\nRun this, then try again:\n\n  sudo apt-get update && sudo apt-get install --no-install-recommends -y ${names}\n`,
    );
  }
  console.log(`Installing Debian packages: ${names}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await aptGet(['update', '-q'], env);
  await aptGet(['install', '-q', '-y', '--no-install-recommends', ...missing], env);
}

async function aptGet(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const status = await show('apt-get', args, { env });
  if (status !== 0) throw new SetupError(`apt-get ${args[0]} ended with status ${status}`);
}

/** Which of the packages dpkg does not call installed; a renamed one (t64) counts by what it provides. */
async function missingPackages(names: readonly string[]): Promise<string[]> {
  const format = '${db:Status-Status}\t${Package}\t${Provides}\n';
  const listing = await capture('dpkg-query', ['--show', `--showformat=${format}`]).catch(
    (error: unknown) => {
      if (error instanceof CommandFailed) return '';
      throw error;
    },
  );
  const present = new Set<string>();
  for (const line of listing.split('\n')) {
    const [status, name, provides = ''] = line.split('\t');
    if (status !== 'installed' || !name) continue;
    present.add(name);
    for (const provided of provides.split(',')) present.add(provided.trim().split(' ')[0] ?? '');
  }
  return names.filter((name) => !present.has(name));
}
