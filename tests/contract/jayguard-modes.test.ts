import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { JayGuardOptions } from '../../src/main/sample/jayguard-service.ts';
import { checkComplete, checkHonest } from '../support/fault-run/cases.ts';
import { collectOutside } from '../support/fault-run/command-line.ts';
import { compare } from '../support/compare.ts';
import { openScratch } from '../../scripts/setup/scratch.ts';
import { outside } from '../support/fault-run/ways.ts';
import { startWorld } from '../support/fault-run/world.ts';

const { path: folder, remove } = await openScratch('faults');
afterAll(remove);

const modes: [string, Partial<JayGuardOptions>][] = [
  ['with offset', { cap: 1000 }],
  ['without offset', { cap: 1000, offset: false }],
  ['with a silent cap', { cap: 45, offset: false }],
];

/** Short: nobody knows Jay Guard's limit, so that five requests a second are where it begins. */
const threeHours = { from: '2026-10-06T09:00:00Z', end: '2026-10-06T12:00:00Z' };
const halfMinute = { from: '2026-10-06T12:34:40Z', end: '2026-10-06T12:35:10Z' };

describe('Jay Guard through the command line', { timeout: 240_000, concurrent: true }, () => {
  test.each(modes)('%s is complete: 0', async (name, jayguard) => {
    const world = await startWorld('jayguard', {
      events: 130,
      jayguard,
      period: threeHours,
    });
    const { kind, service, period } = world;
    const session = join(folder, `${name}.vestigo`);
    const { code, summary, stderr } = await collectOutside({ kind, service, session, period });
    expect({ code, status: summary.status }, stderr).toEqual({ code: 0, status: 'complete' });
    expect(summary).toMatchObject({ events: 130, newEvents: 130, outOfWindow: 0 });
    expect(summary.windows.every(({ reason }) => reason === null)).toBe(true);
    checkComplete(world, await outside.inspect(session));
    await world.close();
  });

  test('with more events in one second than the cap is partial and says why: 3', async () => {
    const full = Date.parse('2026-10-06T12:34:56Z');
    const jayguard = { cap: 45, offset: false };
    const world = await startWorld('jayguard', {
      events: 20,
      jayguard,
      period: halfMinute,
      prepare(archive) {
        for (let n = 0; n < 60; n += 1) archive.happen(full);
      },
    });
    const { kind, service, period } = world;
    const session = join(folder, 'full second.vestigo');
    const words = { kind, service, session, period };

    const { code, summary, stderr } = await collectOutside(words);
    expect({ code, status: summary.status }, stderr).toEqual({
      code: 3,
      status: 'partial',
    });
    const reasons = summary.windows.flatMap(({ reason }) => reason ?? []);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain('45');
    expect(stderr).toContain(reasons[0]);
    const found = await outside.inspect(session);
    checkHonest(world, found);
    // Everything is there but what the full second hides.
    const raws = found.events.map(({ raw }) => raw);
    const { missing, surplus } = compare(raws, service.events());
    expect(surplus).toEqual([]);
    expect(missing.length).toBeGreaterThanOrEqual(60 - 45);
    expect(missing.every((raw) => raw.includes('"2026-10-06T12:34:56Z"'))).toBe(true);
    const { windows = [] } = found.info.collections[0] ?? {};
    expect(windows.flatMap(({ reason }) => reason ?? [])).toEqual([
      { kind: 'service.window-full', params: { cap: 45 } },
    ]);

    // The service learns to page: the same command completes it.
    world.jayguard.offset = true;
    expect((await collectOutside(words)).code).toBe(0);
    checkComplete(world, await outside.inspect(session));
    await world.close();
  });
});
