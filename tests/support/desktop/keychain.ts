import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * What a program finds where the keychain should be: an open one, one that is there but locked
 * (and nobody to type its password), or none at all.
 */
export type KeychainState = 'unlocked' | 'locked' | 'absent';

export interface Keychain {
  /** What a program needs in its environment to reach this keychain and no other. */
  readonly env: Readonly<Record<string, string>>;
  /** Locks it, as a laptop does that was restarted; what lies in it stays. */
  lock(): Promise<void>;
  /** Asks the Secret Service itself, past the program under test; null where it has no such secret. */
  lookUp(service: string, account: string): Promise<string | null>;
  close(): Promise<void>;
}

/** Offers nothing but the way to talk: no services are started on demand, so no password dialog opens. */
const BUS_CONFIG = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

const PASSWORD = 'password of the test keyring';

/** Opens a Secret Service of its own, on a bus of its own, with fresh folders. Linux only. */
export async function openKeychain(state: KeychainState): Promise<Keychain> {
  const home = await mkdtemp(join(tmpdir(), 'keychain-'));
  const data = join(home, 'data');
  const runtime = join(home, 'run');
  await Promise.all([mkdir(data), mkdir(runtime)]);
  await chmod(runtime, 0o700);
  const folders = { XDG_DATA_HOME: data, XDG_RUNTIME_DIR: runtime, XDG_CURRENT_DESKTOP: 'GNOME' };
  if (state === 'absent') return absentKeychain(folders, home);
  const config = join(home, 'bus.conf');
  await writeFile(config, BUS_CONFIG);
  const bus = await startBus(config, { ...process.env, ...folders });
  const env = { ...folders, DBUS_SESSION_BUS_ADDRESS: bus.address };
  let daemon = await startDaemon({ ...process.env, ...env }, true);
  async function lock() {
    await stop(daemon);
    daemon = await startDaemon({ ...process.env, ...env }, false);
  }
  if (state === 'locked') await lock();
  return {
    env,
    lock,
    lookUp: (service, account) => lookUp({ ...process.env, ...env }, service, account),
    async close() {
      await stop(daemon);
      await stop(bus.process);
      await rm(home, { recursive: true, force: true });
    },
  };
}

function absentKeychain(folders: Record<string, string>, home: string): Keychain {
  return {
    // Not merely unset: libdbus would go looking for a bus of its own.
    env: { ...folders, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
    lock: () => Promise.resolve(),
    lookUp: () => Promise.resolve(null),
    close: () => rm(home, { recursive: true, force: true }),
  };
}

async function lookUp(env: NodeJS.ProcessEnv, service: string, account: string) {
  const words = ['lookup', 'service', service, 'account', account];
  // secret-tool ends with 1 and says nothing where there is no such secret.
  const { stdout } = await execute('secret-tool', words, { env }).catch(() => ({ stdout: '' }));
  return stdout === '' ? null : stdout;
}

async function startBus(config: string, env: NodeJS.ProcessEnv) {
  const bus = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [address] = (await once(bus.stdout.setEncoding('utf8'), 'data')) as [string];
  return { process: bus, address: address.trim() };
}

/** Unlocking with a password makes the login keyring where there is none yet. */
async function startDaemon(env: NodeJS.ProcessEnv, unlock: boolean): Promise<ChildProcess> {
  const words = ['--foreground', '--components=secrets', ...(unlock ? ['--unlock'] : [])];
  const daemon = spawn('gnome-keyring-daemon', words, { env, stdio: ['pipe', 'ignore', 'ignore'] });
  daemon.stdin.end(unlock ? PASSWORD : '');
  // The name is on the bus before the login keyring is made: an open one must take a secret first.
  const isReady = unlock ? takesSecrets : isServed;
  for (let tries = 0; tries < 200; tries++) {
    if (await isReady(env)) return daemon;
    await delay(50);
  }
  throw new Error('gnome-keyring-daemon did not become ready');
}

/** Stores and removes an entry of the test's own; with nothing to unlock, nobody is asked. */
async function takesSecrets(env: NodeJS.ProcessEnv): Promise<boolean> {
  if (!(await isServed(env))) return false;
  const attributes = ['service', 'readiness', 'account', 'of the keyring'];
  const words = ['store', '--label=readiness', ...attributes];
  // Asked between the name and the keyring, the service may wait for a person who unlocks one.
  const stored = execute('secret-tool', words, { env, timeout: 3000 });
  stored.child.stdin?.end('ready');
  const isStored = await stored.then(
    () => true,
    () => false,
  );
  if (isStored) await execute('secret-tool', ['clear', ...attributes], { env });
  return isStored;
}

async function isServed(env: NodeJS.ProcessEnv): Promise<boolean> {
  const bus = ['--session', '--print-reply=literal', '--dest=org.freedesktop.DBus', '/'];
  const question = ['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'];
  const { stdout } = await execute('dbus-send', [...bus, ...question], { env });
  return stdout.includes('true');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
