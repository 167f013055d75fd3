import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { cases, prove as proveCase } from '../tests/support/fault-run/cases.ts';
import { killAgainAndAgain } from '../tests/support/fault-run/kills.ts';
import { mixture, prove as proveMixture } from '../tests/support/fault-run/mixtures.ts';
import { openScratch } from './setup/scratch.ts';
import { outside } from '../tests/support/fault-run/ways.ts';
import { unnoticedCuts, unnoticedFlips } from '../tests/support/store/tampering.ts';

/**
 * The long proofs, which `npm test` runs in short:
 *
 *     npm run fault-run -- cases              each fault with both services, through the command line
 *     npm run fault-run -- kills 50 [SEED]    SIGKILL at random moments, half of them for each service
 *     npm run fault-run -- mixtures 2000 [SEED]
 *     npm run fault-run -- flips              every byte of a session file changed, every length cut
 *
 * Prints what was done; ends with 1 and what does not hold at the first contradiction.
 */
const kinds = ['pachca', 'jayguard'] as const;
/** With everything that a session can hold. */
const small = 'tests/fixtures/sessions/v10-aegis.vestigo';
const [what = '', amount = '50', given] = process.argv.slice(2);
const seed = given === undefined ? Date.now() % 2 ** 31 : Number(given);
const { path: folder, remove } = await openScratch('faults');
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

  async flips() {
    const path = join(folder, 'tampered.vestigo');
    const { size } = statSync(small);
    const step = 10_000;
    for (let from = 0; from < size; from += step) {
      const to = Math.min(size, from + step);
      const flipped = Array.from({ length: to - from }, (_, at) => from + at);
      assert.deepEqual(await unnoticedFlips(small, path, flipped), []);
      // An empty file is no session yet: the last length is one byte.
      const cut = flipped.toReversed().filter((length) => length > 0);
      assert.deepEqual(await unnoticedCuts(small, path, cut), []);
      console.log(`${to} of ${size} bytes flipped, and the file cut before each`);
    }
    return `${size} bytes flipped, ${size - 1} truncations`;
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
  await remove();
}
