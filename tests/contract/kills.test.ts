import { expect, test } from 'vitest';
import { killAgainAndAgain } from '../support/fault-run/kills.ts';
import { openScratch } from '../../scripts/setup/scratch.ts';

// `npm run fault-run -- kills 50` does it fifty times.
test.concurrent.for(['pachca', 'jayguard'] as const)(
  'the command line collecting from %s is killed three times',
  { timeout: 240_000 },
  async (kind, { onTestFinished }) => {
    const { path: folder, remove } = await openScratch('faults');
    onTestFinished(remove);
    const killed = await killAgainAndAgain({ kind, kills: 3, seed: 1, folder });
    expect(killed.beforeTheFile + killed.duringEvents + killed.duringDetails).toBe(3);
  },
);
