import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Layer } from '../../src/main/sample/server.ts';
import { openSession } from '../../src/main/store/open-session.ts';
import { openScratch } from '../../scripts/setup/scratch.ts';
import { here, instant, key } from '../support/fault-run/ways.ts';
import { startWorld } from '../support/fault-run/world.ts';

const { path: folder, remove } = await openScratch('faults');
afterAll(remove);

/** Two minutes with a second that is fuller than the cap, of a service that ignores the offset. */
async function fullSecond() {
  let isDown = false;
  const layer: Layer = (request, next) =>
    isDown
      ? { status: 302, body: '', headers: { location: 'http://elsewhere.invalid/' } }
      : next(request);
  const world = await startWorld('jayguard', {
    events: 20,
    period: { from: '2026-10-06T12:34:00Z', end: '2026-10-06T12:36:00Z' },
    jayguard: { cap: 45, offset: false },
    layers: [layer],
    prepare(archive) {
      for (let n = 0; n < 60; n += 1) archive.happen(Date.parse('2026-10-06T12:34:56Z'));
    },
  });
  return { world, down: (value: boolean) => (isDown = value) };
}

const full = { kind: 'service.window-full', params: { cap: 45 } };

test.each(['comes to nothing', 'is killed'])(
  'a gap is not forgotten by a run that %s before it comes there',
  async (how) => {
    const { world, down } = await fullSecond();
    const way = here();
    const session = join(folder, `${how}.vestigo`);
    const { kind, service, period } = world;
    const asked = { kind, service, session, period };
    const reasons = async () => {
      const { info } = await way.inspect(session);
      const windows = info.collections.flatMap((collection) => collection.windows);
      return windows.flatMap(({ reason }) => reason ?? []);
    };
    expect(await way.collect(asked)).toBe(3);
    expect(await reasons()).toEqual([full]);

    if (how === 'is killed') {
      const store = await openSession({ path: session, key, version: 'test' });
      const [before] = (await store.info()).collections;
      if (!before) throw new Error('no collection');
      const { address, filters } = before;
      await store.openCollection({
        source: kind,
        address,
        from: instant(period.from),
        to: instant(period.to),
        filters,
        withDetails: false,
        refresh: false,
        overlapMs: null,
        filterIgnored: false,
        owner: null,
        windows: [],
      });
      await store.close();
    } else {
      down(true);
      expect(await way.collect(asked)).toBe(3);
      down(false);
    }
    expect(await reasons()).toContainEqual(full);
    expect(await way.collect(asked)).toBe(3);
    expect(await reasons()).toEqual([full]);
    await world.close();
  },
);
