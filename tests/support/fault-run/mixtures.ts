import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { faultKinds, overlapping } from '../../../src/main/sample/faults.ts';
import type { JayGuardOptions } from '../../../src/main/sample/jayguard-service.ts';
import type { PachcaOptions } from '../../../src/main/sample/pachca-service.ts';
import { createDice } from '../../../src/main/sample/dice.ts';
import { checkComplete, checkDetails, checkHonest } from './cases.ts';
import type { Inspected } from './inspect.ts';
import { here } from './ways.ts';
import { startWorld } from './world.ts';

const pachca: fc.Arbitrary<Partial<PachcaOptions>> = fc.record({
  dialect: fc.constantFrom('current', 'legacy', 'seed'),
  order: fc.constantFrom('newest-first', 'newest-first', 'oldest-first'),
  ignoresTime: fc.constantFrom(false, false, false, true),
  recordsReads: fc.boolean(),
});

/** Caps under the fullest second would make gaps: those have a test of their own. */
const jayguard: fc.Arbitrary<Partial<JayGuardOptions>> = fc.record({
  offset: fc.boolean(),
  ignoresTime: fc.constantFrom(false, false, false, true),
  cap: fc.constantFrom(20, 33, 60, 1000),
  overCap: fc.constantFrom('shortens', 'refuses'),
  borders: fc.constantFrom('inclusive', 'exclusive', 'half-open'),
  order: fc.constantFrom('newest-first', 'oldest-first'),
  step: fc.constantFrom(1, 1000),
  detailIds: fc.constantFrom('number', 'string', 'any'),
  detailBatch: fc.constantFrom(7, 40, 100),
});

const hour = 3_600_000_000;

/** A service, its dialect, its troubles, and how the period is cut. */
export const mixture = fc.record({
  kind: fc.constantFrom('pachca', 'jayguard'),
  seed: fc.nat(1_000_000),
  events: fc.integer({ min: 0, max: 260 }),
  pachca,
  jayguard,
  kinds: fc.subarray(faultKinds),
  share: fc.constantFrom(0.05, 0.15, 0.3),
  overlap: fc.constantFrom(0, 0, 3),
  malformed: fc.boolean(),
  arrivals: fc.constantFrom('none', 'now', 'late'),
  withDetails: fc.boolean(),
  windowHours: fc.constantFrom(5, 24, 24 * 7),
  underWay: fc.constantFrom(1, 2, 6),
});
export type Mixture = typeof mixture extends fc.Arbitrary<infer T> ? T : never;

/**
 * Collects in spite of all of it, again and again, and at last with all of it gone. After each run
 * the session must be consistent and honest, in the end complete. Throws what does not hold.
 */
export async function prove(one: Mixture, folder: string): Promise<void> {
  const { kind, seed, events, kinds, share, withDetails } = one;
  const dice = createDice(seed, 5);
  let isQuiet = false;
  const world = await startWorld(kind, {
    events,
    seed,
    pachca: one.pachca,
    // A service that heeds neither period nor offset has no second page.
    jayguard: {
      ...one.jayguard,
      ignoresTime: (one.jayguard.ignoresTime && one.jayguard.offset) === true,
    },
    faults: { kinds, share: kinds.length > 0 ? share : 0 },
    layers: one.overlap > 0 ? [overlapping(one.overlap)] : [],
    prepare(archive) {
      if (one.malformed && events > 0) archive.rewrite(dice.int(events), spoiled);
    },
    meanwhile(archive, request) {
      if (isQuiet || one.arrivals === 'none' || request % 3 > 0 || request > 60) return;
      archive.happen(one.arrivals === 'now' ? Date.now() : start + dice.int(86_400_000));
    },
  });
  const start = Date.parse(world.period.from);
  const session = join(folder, `${kind}-${seed}.vestigo`);
  const way = here({
    plan: { lengths: [one.windowHours * hour], least: 1 },
    mostUnderWay: one.underWay,
  });
  const asked = { kind, service: world.service, session, period: world.period, withDetails };
  const known = [...world.service.events()];
  try {
    let code: number | null = null;
    for (let run = 0; run < 5 && code !== 0; run += 1) {
      code = await way.collect(asked);
      assert.ok(code === 0 || code === 3 || code === 4, `exit status ${code}`);
      checkHonest(world, await way.inspect(session), known);
    }
    world.faults.mend();
    if (one.arrivals === 'late') {
      // What arrives in the past while windows are halved looks like a cap: the next run knows better.
      await way.collect(asked);
      checkHonest(world, await way.inspect(session), known);
      isQuiet = true;
    }
    assert.equal(await way.collect(asked), 0, 'nothing is wrong any more, and it is not complete');
    checkHonest(world, await way.inspect(session), known);
    isQuiet = true;
    // What arrived late, behind the place where the collection was, comes with asking again.
    if (one.arrivals === 'late') {
      assert.equal(
        await way.collect({ ...asked, refresh: true }),
        0,
        'the refresh is not complete',
      );
    }
    const found = await way.inspect(session);
    checkComplete(world, found);
    if (withDetails && kind === 'jayguard') checkDetails(world, found);
    checkLate(found, known);
  } finally {
    await world.close();
    rmSync(session, { force: true });
  }
}

const spoiled = (raw: string): string => raw.replace(/"created_?[aA]t"/, '"lost"');

/** Only what was not there from the beginning can have come late, and nothing is gone. */
function checkLate({ events, info }: Inspected, known: readonly string[]): void {
  const before = new Set(known);
  const late = events.filter(({ event }) => event.flags.includes('late'));
  assert.deepEqual(
    late.filter(({ raw }) => before.has(raw)),
    [],
    'late, and there before',
  );
  assert.equal(info.flags.gone, 0, 'gone, and still there');
  assert.equal(info.flags.changed, 0, 'changed, and the same');
}
