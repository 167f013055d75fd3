import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { openKeychain, type Keychain, type KeychainState } from './keychain.ts';

/** A person's laptop as the app sees it: a profile folder and a keychain that outlive a single run of the app. */
export interface Laptop {
  readonly userData: string;
  readonly keychain: Keychain;
  /** Starts the built app; more than once for "close it, open it tomorrow". */
  start(options?: StartOptions): Promise<RunningApp>;
  /** Ends every app that still runs and removes all traces. */
  close(): Promise<void>;
}

export interface StartOptions {
  /** BCP 47, the language the system asks for; default `en-US`. */
  readonly locale?: string;
  /** IANA name; default `Europe/Moscow`, so that a forgotten zone shows. */
  readonly timeZone?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The app's folder; default: this checkout, built. */
  readonly folder?: string;
}

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly window: Page;
  close(): Promise<void>;
}

const SIZE = { width: 1280, height: 800 };

export async function openLaptop(options: { keychain?: KeychainState } = {}): Promise<Laptop> {
  const [userData, keychain] = await Promise.all([
    mkdtemp(join(tmpdir(), 'profile-')),
    openKeychain(options.keychain ?? 'unlocked'),
  ]);
  const running = new Set<RunningApp>();
  return {
    userData,
    keychain,
    async start(startOptions = {}) {
      const started = await startApp(userData, keychain, startOptions);
      running.add(started);
      started.app.once('close', () => running.delete(started));
      return started;
    },
    async close() {
      // Not asked to quit: a test that failed half way may have left it asking something back.
      for (const { app } of running) app.process().kill('SIGKILL');
      await keychain.close();
      await rm(userData, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function startApp(
  userData: string,
  keychain: Keychain,
  { locale = 'en-US', timeZone = 'Europe/Moscow', env = {}, folder = process.cwd() }: StartOptions,
): Promise<RunningApp> {
  const app = await _electron.launch({
    args: [folder, `--user-data-dir=${userData}`, `--lang=${locale}`],
    cwd: folder,
    // Playwright turns it off unless asked: what ships is what is tested.
    chromiumSandbox: true,
    env: { ...inherited(), LANGUAGE: locale, TZ: timeZone, ...keychain.env, ...env },
  });
  const window = await app.firstWindow();
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    for (const one of BrowserWindow.getAllWindows()) one.setContentSize(width, height);
  }, SIZE);
  return { app, window, close: () => app.close() };
}

function inherited(): Record<string, string> {
  const set = Object.entries(process.env).filter((entry): entry is [string, string] =>
    Boolean(entry[1]),
  );
  return Object.fromEntries(set);
}
