import { resolve } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { createServer } from 'vite';

export interface Scene {
  language?: 'ru' | 'en';
  theme?: 'light' | 'dark';
  density?: 'compact' | 'comfortable';
  /** `open`: an open session with 24,000 events. */
  session?: 'open';
  keychain?: 'available' | 'absent' | 'locked';
  standIn?: '1';
  /** No events, no sources, no recent sessions. */
  empty?: '1';
  /** `channel:failure.kind`: every call of the channel fails so. */
  fail?: string;
  /** Jobs that stand still, with commas between: `running,paused,queued…` (jobs.ts). */
  jobs?: string;
  /** What was collected: a bit of everything, all with reservations, all of it. */
  ledger?: 'trouble' | 'but' | 'clean';
  /** The window is locked, and what unlocks it. */
  locked?: 'passphrase' | 'keychain';
  /** Personal data is shown; somebody saw some before. */
  shown?: '1';
  reveals?: '1';
  /** The token may send no messages; the answer to one is lost. */
  mute?: '1';
  lost?: '1';
  /** What becomes of a bundle that is chosen (bundles.ts). */
  bundle?: 'known' | 'unknown' | 'encrypted' | 'changed' | 'part';
  /** The step at which an export stands still, for a picture. */
  freeze?: string;
}

/**
 * The real window over a fake main process in Debian's Chromium. For looking at screens while they
 * are made; the end-to-end tests use Electron.
 */
export async function openWindow(size = { width: 1280, height: 800 }) {
  const server = await createServer({ configFile: resolve(import.meta.dirname, 'vite.config.ts') });
  await server.listen();
  const base = server.resolvedUrls?.local[0] ?? '';
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
  page.on('pageerror', (error) => console.error('page error:', error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') console.error(message.text());
  });
  return {
    page,
    async show(scene: Scene = {}): Promise<Page> {
      const query = new URLSearchParams({ ...scene });
      await page.goto(`${base}tests/support/renderer/index.html?${query.toString()}`);
      await page.locator('main').waitFor();
      return page;
    },
    async close(): Promise<void> {
      await browser.close();
      await server.close();
    },
  };
}
