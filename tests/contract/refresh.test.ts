import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Past } from '../../src/main/sample/archive.ts';
import { collectOutside } from '../support/fault-run/command-line.ts';
import type { Inspected } from '../support/fault-run/inspect.ts';
import { openScratch } from '../../scripts/setup/scratch.ts';
import { outside } from '../support/fault-run/ways.ts';
import { startWorld } from '../support/fault-run/world.ts';

const { path: folder, remove } = await openScratch('faults');
afterAll(remove);

const kinds = ['pachca', 'jayguard'] as const;

function rawsWith(flag: string, { events }: Inspected): string[] {
  return events
    .filter(({ event }) => (event.flags as string[]).includes(flag))
    .map(({ raw }) => raw)
    .toSorted();
}

const rawOf = (archive: Past, number: number) => archive.byNumber(number)?.raw ?? '';

describe.each(kinds)('%s, asked again through the command line', (kind) => {
  test('shows what came late, what is gone, and what changed', { timeout: 240_000 }, async () => {
    const period = { from: '2026-10-06T06:00:00Z', end: '2026-10-06T18:00:00Z' };
    const world = await startWorld(kind, { events: 250, period });
    const { service, archive } = world;
    const session = join(folder, `${kind}.vestigo`);
    const words = { kind, service, session, period: world.period };
    expect((await collectOutside(words)).code).toBe(0);

    const at = Date.parse(period.from) + 3_600_000;
    const late = [0, 1, 2].map((n) => rawOf(archive, archive.happen(at + n * 7_000_000)));
    const gone = [20, 120].map((number) => rawOf(archive, number));
    for (const number of [20, 120]) archive.vanish(number);
    const before = rawOf(archive, 50);
    archive.rewrite(50, (raw) => raw.replace(/\}$/, ',"reviewed":true}'));
    const after = rawOf(archive, 50);

    const { code, summary, stderr } = await collectOutside({ ...words, more: ['--refresh'] });
    expect(code, stderr).toBe(0);
    expect(summary).toMatchObject({ newEvents: 4, conflicts: 1, duplicates: 247 });
    const found = await outside.inspect(session);
    expect(found.events).toHaveLength(254);
    expect(rawsWith('gone', found)).toEqual(gone.toSorted());
    expect(rawsWith('late', found)).toEqual(expect.arrayContaining(late));
    expect(rawsWith('changed', found)).toEqual([before, after].toSorted());
    const counts = found.info.collections[1]?.windows.map((window) => window.counts) ?? [];
    const sum = (of: 'late' | 'vanished') => counts.reduce((all, one) => all + one[of], 0);
    expect(sum('vanished')).toBe(2);
    expect(sum('late')).toBeGreaterThanOrEqual(3);
    await world.close();
  });
});

describe('a server that ignores the period', () => {
  test.each(kinds)('%s is read in one stream', { timeout: 240_000 }, async (kind) => {
    const world = await startWorld(kind, {
      events: 400,
      period: { from: '2026-09-01T00:00:00Z', end: '2026-10-01T00:00:00Z' },
      pachca: { ignoresTime: true },
      jayguard: { ignoresTime: true, cap: 100 },
    });
    const { service } = world;
    const session = join(folder, `${kind} ignores.vestigo`);
    const period = { from: '2026-09-08T00:00:00Z', to: '2026-09-24T23:59:59Z' };
    const { code, summary, stderr } = await collectOutside({ kind, service, session, period });
    expect(code, stderr).toBe(0);
    expect(summary.windows).toHaveLength(1);
    expect(summary.outOfWindow).toBeGreaterThan(0);
    const { info } = await outside.inspect(session);
    expect(info.collections[0]).toMatchObject({ filterIgnored: true, status: 'complete' });
    // One stream: no more than all it has, and what the two probes took.
    const pages = kind === 'pachca' ? 400 / 17 : 400 / 100;
    expect(service.log.length).toBeLessThan(pages + 10);
    await world.close();
  });
});
