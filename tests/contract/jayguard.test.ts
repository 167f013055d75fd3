import { afterEach, describe, expect, test } from 'vitest';
import { jayguard } from '../../src/main/connectors/jayguard/connector.ts';
import type { JayGuardOptions } from '../../src/main/sample/jayguard-service.ts';
import { startSampleServices, type SampleServices } from '../../src/main/sample/start.ts';
import { compare, equal } from '../support/compare.ts';
import { collect, windowOf } from './support.ts';

let services: SampleServices | null = null;
afterEach(async () => {
  await services?.close();
  services = null;
});

async function start(options: Partial<JayGuardOptions>, events: number, period = {}) {
  const counts = { pachca: 0, jayguard: events };
  services = await startSampleServices({ events: counts, jayguard: options, ...period });
  return services;
}

const dialects: [string, Partial<JayGuardOptions>][] = [
  ['offset', {}],
  ['offset, oldest first', { order: 'oldest-first' }],
  ['offset and a silent cap', { cap: 77 }],
  ['offset, and a refused limit', { cap: 120, overCap: 'refuses' }],
  ['no offset', { offset: false }],
  ['no offset and a silent cap', { offset: false, cap: 60 }],
  ['no offset, a silent cap, oldest first', { offset: false, cap: 60, order: 'oldest-first' }],
  ['no offset, exclusive borders', { offset: false, cap: 60, borders: 'exclusive' }],
  ['no offset, half-open borders', { offset: false, cap: 60, borders: 'half-open' }],
  ['offset, exclusive borders', { borders: 'exclusive' }],
  ['times in milliseconds', { offset: false, cap: 60, step: 1 }],
  ['ids as text', { ids: { first: 9_007_199_254_740_000n, form: 'string' } }],
];

describe.each(dialects)('%s', (_, options) => {
  test('everything is collected, to the letter', async () => {
    const { jayguard: service, period } = await start(options, 1500);
    const found = await collect(jayguard, service, windowOf(period));
    expect(compare(found.raws.values(), service.events())).toEqual(equal);
    expect(found).toMatchObject({ outOfWindow: 0, quarantined: [], gaps: [] });
    expect(found.pages.at(-1)?.position).toBeNull();
  });

  test('a window holds its borders and nothing else', async () => {
    const { jayguard: service } = await start(options, 1500);
    const all = [...service.events()];
    const times = all.map((raw) => jayguard.read(raw).time);
    const [from = 0, to = 0] = [times[500], times[777]];
    const found = await collect(jayguard, service, { from, to, filters: {}, position: null });
    const inside = all.filter((_raw, at) => (times[at] ?? 0) >= from && (times[at] ?? 0) <= to);
    expect(inside.length).toBeGreaterThan(277);
    expect(compare(found.raws.values(), inside)).toEqual(equal);
    expect(found).toMatchObject({ outOfWindow: 0, gaps: [] });
  });

  test('from any page on, the rest completes it', async () => {
    const { jayguard: service, period } = await start(options, 400);
    const whole = await collect(jayguard, service, windowOf(period));
    for (const [index, page] of whole.pages.entries()) {
      if (page.position === null || ![0, 1, 5, 11].includes(index)) continue;
      const rest = await collect(jayguard, service, {
        ...windowOf(period),
        position: page.position,
      });
      const before = whole.pages.slice(0, index + 1).flatMap(({ events }) => events);
      const both = [...before.map(({ raw }) => raw), ...rest.raws.values()];
      expect(compare(both, service.events())).toEqual(equal);
      expect(rest.gaps).toEqual([]);
    }
  });
});

/** 3,000 events within ten seconds: about 300 in each. */
const burst = { from: '2026-10-01T09:00:00Z', end: '2026-10-01T09:00:10Z' };

test.each(['inclusive', 'exclusive', 'half-open'] as const)(
  'without offset, seconds fuller than the cap are gaps, %s',
  async (borders) => {
    const { jayguard: service, period } = await start(
      { offset: false, cap: 100, borders },
      3000,
      burst,
    );
    const found = await collect(jayguard, service, windowOf(period));
    expect(found.gaps).toHaveLength(10);
    expect(found.gaps[0]?.reason).toEqual({ kind: 'service.window-full', params: { cap: 100 } });
    expect(compare(found.raws.values(), service.events()).surplus).toEqual([]);
  },
);

test('a full second does not make gaps of its quiet neighbours', async () => {
  const { jayguard: service } = await start({ offset: false, cap: 100 }, 400, {
    from: '2026-10-01T09:00:05Z',
    end: '2026-10-01T09:00:06Z',
  });
  const period = { from: '2026-10-01T09:00:00Z', to: '2026-10-01T09:00:11Z' };
  const found = await collect(jayguard, service, windowOf(period));
  expect(found.gaps).toMatchObject([{ reason: { kind: 'service.window-full' } }]);
  const [gap] = found.gaps;
  expect(new Date((gap?.from ?? 0) / 1000).toISOString()).toBe('2026-10-01T09:00:05.000Z');
});

test('with offset, a second fuller than the cap is complete', async () => {
  const { jayguard: service, period } = await start({ cap: 100 }, 3000, burst);
  const found = await collect(jayguard, service, windowOf(period));
  expect(compare(found.raws.values(), service.events())).toEqual(equal);
  expect(found.gaps).toEqual([]);
});

test('a single event at a service without offset is no gap', async () => {
  const { jayguard: service, period } = await start({ offset: false }, 1);
  const found = await collect(jayguard, service, windowOf(period));
  expect(found.raws.size).toBe(1);
  expect(found.gaps).toEqual([]);
});

test('the application goes along with every page', async () => {
  const { jayguard: service, period } = await start({ cap: 50 }, 900);
  const filters = { application: 'dogovory' };
  const found = await collect(jayguard, service, { ...windowOf(period), filters });
  const wanted = [...service.events()].filter(
    (raw) => jayguard.read(raw).application === 'dogovory',
  );
  expect(wanted.length).toBeGreaterThan(100);
  expect(compare(found.raws.values(), wanted)).toEqual(equal);
});

test('a service that heeds neither offset nor period is a gap at once, not a day of halving', async () => {
  const { jayguard: service, period } = await start(
    { offset: false, ignoresTime: true, cap: 60 },
    500,
  );
  const found = await collect(jayguard, service, windowOf(period));
  const { from, to } = windowOf(period);
  expect(found.gaps).toEqual([{ from, to, reason: { kind: 'service.list-stuck', params: {} } }]);
  expect(found.raws.size).toBe(60);
  expect(found.requests).toBeLessThan(10);
});

test('a service that heeds the offset alone is read in one stream', async () => {
  const { jayguard: service } = await start({ ignoresTime: true, cap: 60 }, 500);
  const week = { from: '2026-10-05T00:00:00Z', to: '2026-10-11T23:59:59Z' };
  const found = await collect(jayguard, service, windowOf(week));
  const { from, to } = windowOf(week);
  const inside = [...service.events()].filter((raw) => {
    const { time } = jayguard.read(raw);
    return time >= from && time <= to;
  });
  expect(compare(found.raws.values(), inside)).toEqual(equal);
  expect(found.outOfWindow).toBe(500 - inside.length);
  expect(found.gaps).toEqual([]);
});

test('a service that is known to ignore the period has no margin', async () => {
  const { jayguard: service } = await start({ ignoresTime: true, cap: 60 }, 200);
  const times = [...service.events()].map((raw) => jayguard.read(raw).time);
  const [to, from] = [Math.max(...times) - 1, Math.min(...times) + 1];
  const request = { from, to, filters: {}, position: null };
  const inside = times.filter((time) => time >= from && time <= to);
  expect(await collect(jayguard, service, request)).toMatchObject({ outOfWindow: 0 });
  const found = await collect(jayguard, service, { ...request, filterIgnored: true });
  expect(found.raws.size).toBe(inside.length);
  expect(found.outOfWindow).toBe(times.length - inside.length);
});
