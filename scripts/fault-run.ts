import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { cases, prove as proveCase } from '../tests/support/fault-run/cases.ts';
import { killAgainAndAgain } from '../tests/support/fault-run/kills.ts';
import { mixture, prove as proveMixture } from '../tests/support/fault-run/mixtures.ts';
import { scratch } from '../tests/support/fault-run/scratch.ts';
import { outside } from '../tests/support/fault-run/ways.ts';

/**
 * The long proofs, which `npm test` runs in short:
 *
 *     npm run fault-run -- cases              each fault with both services, through the command line
 *     npm run fault-run -- kills 50 [SEED]    SIGKILL at random moments, half of them for each service
 *     npm run fault-run -- mixtures 2000 [SEED]
 *
 * Prints what was done; ends with 1 and what does not hold at the first contradiction.
 */
const kinds = ['pachca', 'jayguard'] as const;
const [what = '', amount = '50', given] = process.argv.slice(2);
const seed = given === undefined ? Date.now() % 2 ** 31 : Number(given);
const { path: folder, remove } = scratch();
const began = performance.now();

const runs: Readonly<Record<string, () => Promise<string>>> = {
  async cases() {
    for (const kind of kinds) {
      for (const [at, one] of cases.entries()) {
        await proveCase(one, kind, outside, join(folder, `${kind}-${at}.vestigo`));
        console.log(`${kind}: ${one.name}`);
      }
    }
    return `${cases.length} faults with ${kinds.length} services`;
  },

  async kills() {
    const half = Math.ceil(Number(amount) / 2);
    const counts = { pachca: Number(amount) - half, jayguard: half };
    const told = [];
    for (const kind of kinds) {
      const run = { kind, kills: counts[kind], seed, folder, tell: console.log };
      told.push(`${kind}: ${JSON.stringify(await killAgainAndAgain(run))}`);
    }
    return `${amount} kills, seed ${seed}\n${told.join('\n')}`;
  },

  async mixtures() {
    let done = 0;
    const property = fc.asyncProperty(mixture, async (one) => {
      await proveMixture(one, folder);
      done += 1;
      if (done % 100 === 0) console.log(`${done} mixtures`);
    });
    await fc.assert(property, { seed, numRuns: Number(amount), endOnFailure: true });
    return `${done} mixtures, seed ${seed}`;
  },
};

const run = runs[what];
if (!run) {
  console.error(`One of: ${Object.keys(runs).join(', ')}`);
  process.exit(2);
}
try {
  const told = await run();
  console.log(`${told}\nin ${Math.round((performance.now() - began) / 1000)} s, all of it holds`);
} catch (error) {
  console.error(inspect(error, { depth: 6 }), `\nseed ${seed}`);
  process.exitCode = 1;
} finally {
  remove();
}
