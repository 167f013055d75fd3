import { afterEach, describe, expect, test } from 'vitest';
import { pachca } from '../../src/main/connectors/pachca/connector.ts';
import type { PachcaOptions } from '../../src/main/sample/pachca-service.ts';
import { startSampleServices, type SampleServices } from '../../src/main/sample/start.ts';
import { compare, equal } from '../support/compare.ts';
import { collect, windowOf } from './support.ts';

let services: SampleServices | null = null;
afterEach(async () => {
  await services?.close();
  services = null;
});

async function start(options: Partial<PachcaOptions>, events = 1500): Promise<SampleServices> {
  const counts = { pachca: events, jayguard: 0 };
  services = await startSampleServices({ events: counts, pachca: { rateLimit: null, ...options } });
  return services;
}

const dialects: [string, Partial<PachcaOptions>][] = [
  ['current', { dialect: 'current' }],
  ['legacy', { dialect: 'legacy' }],
  ['seed', { dialect: 'seed' }],
  ['a server that ignores the time filter', { ignoresTime: true }],
  ['a legacy server that ignores the time filter', { dialect: 'legacy', ignoresTime: true }],
  ['oldest first', { order: 'oldest-first' }],
  ['oldest first, time filter ignored', { order: 'oldest-first', ignoresTime: true }],
];

describe.each(dialects)('%s', (_, options) => {
  test('everything is collected, to the letter', async () => {
    const { pachca: service, period } = await start(options);
    const found = await collect(pachca, service, windowOf(period));
    expect(compare(found.raws.values(), service.events())).toEqual(equal);
    expect(found).toMatchObject({ outOfWindow: 0, quarantined: [], gaps: [] });
    expect(found.pages.at(-1)?.position).toBeNull();
  });

  test('a window holds its borders and nothing else', async () => {
    const { pachca: service } = await start(options);
    const all = [...service.events()];
    const times = all.map((raw) => pachca.read(raw).time);
    const [from = 0, to = 0] = [times[500], times[777]];
    const found = await collect(pachca, service, { from, to, filters: {}, position: null });
    const inside = all.filter(
      (_raw, index) => (times[index] ?? 0) >= from && (times[index] ?? 0) <= to,
    );
    expect(inside.length).toBeGreaterThan(277);
    expect(compare(found.raws.values(), inside)).toEqual(equal);
    if (options.ignoresTime) expect(found.outOfWindow).toBeGreaterThan(0);
    else expect(found.outOfWindow).toBe(0);
  });

  test('from any page on, the rest is the same', async () => {
    const { pachca: service, period } = await start(options, 400);
    const whole = await collect(pachca, service, windowOf(period));
    for (const [index, page] of whole.pages.entries()) {
      if (page.position === null) continue;
      const rest = await collect(pachca, service, { ...windowOf(period), position: page.position });
      expect(rest.pages.map(({ body }) => body)).toEqual(
        whole.pages.slice(index + 1).map(({ body }) => body),
      );
    }
  });
});

test.each(dialects.filter(([, { ignoresTime }]) => ignoresTime))(
  '%s: what is known to be ignored has no margin',
  async (_, options) => {
    const { pachca: service } = await start(options, 200);
    const times = [...service.events()].map((raw) => pachca.read(raw).time);
    // The newest event and the oldest one are outside by one microsecond.
    const [to, from] = [Math.max(...times) - 1, Math.min(...times) + 1];
    const request = { from, to, filters: {}, position: null };
    const inside = times.filter((time) => time >= from && time <= to);
    expect(await collect(pachca, service, request)).toMatchObject({ outOfWindow: 0 });
    const found = await collect(pachca, service, { ...request, filterIgnored: true });
    expect(found.raws.size).toBe(inside.length);
    expect(found.outOfWindow).toBe(times.length - inside.length);
  },
);
