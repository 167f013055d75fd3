import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createDice, type Dice } from '../../../src/main/sample/dice.ts';
import type { SourceKind } from '../../../src/shared/event.ts';
import { checkComplete, checkDetails, checkHonest } from './cases.ts';
import { passphrase } from '../command-line.ts';
import { startCollecting, type Words } from './command-line.ts';
import { inspectFile, type Inspected } from './inspect.ts';
import { startWorld, type World } from './world.ts';

export interface KillRun {
  kind: SourceKind;
  kills: number;
  seed: number;
  /** An empty folder of its own. */
  folder: string;
  tell?: (line: string) => void;
}

/** How many of the kills came when. */
export interface Killed {
  beforeTheFile: number;
  duringEvents: number;
  duringDetails: number;
  sessions: number;
}

/**
 * Kills the command line at random moments of its life and starts it again, until it has been killed
 * so often; a session that is done before is followed by another. After each kill the file must
 * open and be honest, and in the end everything must be there. Throws what does not hold.
 */
export async function killAgainAndAgain(run: KillRun): Promise<Killed> {
  const { kind, kills, seed, folder, tell } = run;
  const killed = { beforeTheFile: 0, duringEvents: 0, duringDetails: 0, sessions: 0 };
  const dice = createDice(seed, kind === 'pachca' ? 1 : 2);
  for (let left = kills; left > 0;) {
    killed.sessions += 1;
    const session = join(folder, `${kind}-${killed.sessions}.vestigo`);
    const world = await startWorld(kind, { ...slow[kind], seed: seed + killed.sessions });
    const { service, period } = world;
    const more = kind === 'jayguard' ? ['--with-details'] : [];
    const words = { kind, service, session, period, more };
    try {
      let isDone = false;
      while (left > 0 && !isDone) {
        isDone = !(await startAndKill(words, world, dice));
        if (isDone) break;
        left -= 1;
        const found = await look(session, world);
        const phase = phaseOf(found);
        killed[phase] += 1;
        tell?.(`${kind}: ${left} left, killed ${phase}, ${found?.events.length ?? 0} events`);
      }
      const last = await startCollecting(words).ended;
      assert.equal(last.code, 0, last.stderr);
      const found = await inspectFile(session, { passphrase });
      checkComplete(world, found);
      if (kind === 'jayguard') checkDetails(world, found);
    } finally {
      await world.close();
    }
  }
  return killed;
}

/** Small pages that take their time: many moments to be killed in. */
const slow = {
  pachca: { events: 600, pachca: { latencyMs: 25 } },
  jayguard: { events: 240, jayguard: { latencyMs: 25, cap: 25, detailBatch: 13 } },
};

/** False: it came to its end before it could be killed. */
async function startAndKill(words: Words, { service }: World, dice: Dice): Promise<boolean> {
  const { child, ended } = startCollecting(words);
  const { length: before } = service.log;
  // Some die while they start, most somewhere between two requests.
  const requests = dice.chance(0.15) ? 0 : 1 + dice.int(14);
  const isEnded = (): boolean => child.exitCode !== null;
  while (service.log.length < before + requests && !isEnded()) await pause(2);
  await Promise.race([ended, pause(requests === 0 ? dice.int(900) : dice.int(40))]);
  child.kill('SIGKILL');
  const { code, stderr } = await ended;
  if (code !== null) assert.equal(code, 0, stderr);
  return code === null;
}

/** Looks at a copy, so that the program finds the file as the kill left it. null: there is none. */
async function look(session: string, world: World): Promise<Inspected | null> {
  if ((statSync(session, { throwIfNoEntry: false })?.size ?? 0) === 0) return null;
  const folder = join(dirname(session), 'copy');
  mkdirSync(folder);
  try {
    for (const name of readdirSync(dirname(session))) {
      const path = join(dirname(session), name);
      if (name.startsWith(basename(session))) copyFileSync(path, join(folder, name));
    }
    const found = await inspectFile(join(folder, basename(session)), { passphrase });
    checkHonest(world, found);
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function phaseOf(found: Inspected | null): 'beforeTheFile' | 'duringEvents' | 'duringDetails' {
  if (!found) return 'beforeTheFile';
  const isFetching = found.info.collections.some(({ purpose }) => purpose === 'details');
  return isFetching ? 'duringDetails' : 'duringEvents';
}
