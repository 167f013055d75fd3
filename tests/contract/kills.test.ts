import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { killAgainAndAgain } from '../support/fault-run/kills.ts';

// `npm run fault-run -- kills 50` does it fifty times.
test.concurrent.for(['pachca', 'jayguard'] as const)(
  'the command line collecting from %s is killed three times',
  { timeout: 120_000 },
  async (kind, { onTestFinished }) => {
    const folder = mkdtempSync(join(tmpdir(), 'vestigo-kills-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const killed = await killAgainAndAgain({ kind, kills: 3, seed: 1, folder });
    expect(killed.beforeTheFile + killed.duringEvents + killed.duringDetails).toBe(3);
  },
);
