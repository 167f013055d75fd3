import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { JayGuardOptions } from '../../src/main/sample/jayguard-service.ts';
import { checkComplete, checkHonest } from '../support/fault-run/cases.ts';
import { collectOutside } from '../support/fault-run/command-line.ts';
import { outside } from '../support/fault-run/ways.ts';
import { startWorld } from '../support/fault-run/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'vestigo-modes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modes: [string, Partial<JayGuardOptions>][] = [
  ['with offset', { cap: 1000 }],
  ['without offset', { cap: 1000, offset: false }],
  ['with a silent cap', { cap: 45, offset: false }],
];

describe('Jay Guard through the command line', { timeout: 120_000, concurrent: true }, () => {
  test.each(modes)('%s is complete: 0', async (name, jayguard) => {
    const world = await startWorld('jayguard', { events: 1300, jayguard });
    const { kind, service, period } = world;
    const session = join(folder, `${name}.vestigo`);
    const { code, summary, stderr } = await collectOutside({ kind, service, session, period });
    expect({ code, status: summary.status }, stderr).toEqual({ code: 0, status: 'complete' });
    expect(summary).toMatchObject({ events: 1300, newEvents: 1300, outOfWindow: 0 });
    expect(summary.windows.every(({ reason }) => reason === null)).toBe(true);
    checkComplete(world, await outside.inspect(session));
    await world.close();
  });

  test('with more events in one second than the cap is partial and says why: 3', async () => {
    const full = Date.parse('2026-10-06T12:34:56Z');
    const jayguard = { cap: 45, offset: false };
    const world = await startWorld('jayguard', {
      events: 200,
      jayguard,
      prepare(archive) {
        for (let n = 0; n < 60; n += 1) archive.happen(full);
      },
    });
    const { kind, service, period } = world;
    const session = join(folder, 'full second.vestigo');
    const words = { kind, service, session, period };

    for (const time of ['first', 'again'] as const) {
      const { code, summary, stderr } = await collectOutside(words);
      expect({ code, status: summary.status }, `${time}: ${stderr}`).toEqual({
        code: 3,
        status: 'partial',
      });
      const reasons = summary.windows.flatMap(({ reason }) => reason ?? []);
      expect(reasons).toHaveLength(1);
      expect(reasons[0]).toContain('45');
      expect(stderr).toContain(reasons[0]);
      const found = await outside.inspect(session);
      checkHonest(world, found);
      // Everything but what the full second hides.
      expect(found.events).toHaveLength(200 + 45);
      const { windows = [] } = found.info.collections[0] ?? {};
      expect(windows.flatMap(({ reason }) => reason ?? [])).toEqual([
        { kind: 'service.window-full', params: { cap: 45 } },
      ]);
    }

    // The service learns to page: the same command completes it.
    jayguard.offset = true;
    expect((await collectOutside(words)).code).toBe(0);
    checkComplete(world, await outside.inspect(session));
    await world.close();
  });
});
