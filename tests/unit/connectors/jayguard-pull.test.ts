import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Page } from '../../../src/main/connectors/connector.ts';
import { jayguard } from '../../../src/main/connectors/jayguard/connector.ts';
import { fakeHttp } from '../../contract/fake.ts';
import { drain, gather, never } from '../../contract/support.ts';

/** A service as the documentation leaves it possible. Times are ms since `start`. */
interface Service {
  times: number[];
  cap: number;
  offset: 'works' | 'ignored' | 'shallow';
  /** `changing`: another order at each request. */
  order: 'newest' | 'oldest' | 'changing';
  fromInclusive: boolean;
  toInclusive: boolean;
  /** It drops fractions of a second in what it is asked. */
  dropsFractions: boolean;
}

const start = Date.parse('2026-10-01T09:00:00Z');

function serve({ times, cap, offset, order, ...borders }: Service) {
  const events = times.map((time, index) => ({ at: start + time, id: 1000 + index }));
  let seed = 1;
  const shuffled = (): number => (seed = (seed * 48_271) % 0x7fffffff);
  return fakeHttp(({ body }) => {
    const call = JSON.parse(body) as {
      createdFrom: string;
      createdTo: string;
      limit: number;
      offset: number;
    };
    if (offset === 'shallow' && call.offset > 2 * cap)
      return { status: 400, body: { error: 'deep' } };
    const read = (text: string): number => {
      const at = Date.parse(text);
      return borders.dropsFractions ? Math.floor(at / 1000) * 1000 : at;
    };
    const [from, to] = [read(call.createdFrom), read(call.createdTo)];
    const found = events.filter(
      ({ at }) =>
        (borders.fromInclusive ? at >= from : at > from) &&
        (borders.toInclusive ? at <= to : at < to),
    );
    const keys = new Map(found.map(({ id }) => [id, order === 'changing' ? shuffled() : 0]));
    found.sort(
      (a, b) =>
        (keys.get(a.id) ?? 0) - (keys.get(b.id) ?? 0) ||
        (order === 'oldest' ? a.at - b.at : b.at - a.at) ||
        a.id - b.id,
    );
    const skip = offset === 'ignored' ? 0 : call.offset;
    const auditEvents = found.slice(skip, skip + Math.min(cap, call.limit)).map(({ at, id }) => ({
      eventId: id,
      createdAt: new Date(at).toISOString(),
      action: 'allow',
    }));
    return { body: { auditEvents } };
  });
}

async function pullAll(service: Service, from: number, to: number) {
  const { http, asked } = serve(service);
  const request = {
    from: (start + from) * 1000,
    to: (start + to) * 1000,
    filters: {},
    position: null,
  };
  const pages: Page[] = [];
  for await (const page of jayguard.pull(http, request, never)) {
    pages.push(page);
    if (pages.length > 5000) throw new Error('It does not end');
  }
  const found = gather(pages);
  const missing = service.times.flatMap((time, index) =>
    time >= from && time <= to && !found.raws.has(String(1000 + index)) ? [start + time] : [],
  );
  const unexplained = missing.filter(
    (at) => !found.gaps.some((gap) => at * 1000 >= gap.from && at * 1000 <= gap.to),
  );
  return { ...found, missing, unexplained, asked };
}

/** Bursts of events over some minutes, whole seconds or milliseconds. */
const moments = fc
  .array(
    fc.record({
      at: fc.nat(600_000),
      count: fc.integer({ min: 1, max: 60 }),
      spread: fc.nat(3000),
    }),
    { maxLength: 12 },
  )
  .chain((bursts) =>
    fc
      .constantFrom(1, 1000)
      .map((step) =>
        bursts.flatMap(({ at, count, spread }) =>
          Array.from(
            { length: count },
            (_, n) => Math.floor((at + (n * spread) / count) / step) * step,
          ),
        ),
      ),
  );

const services = fc.record({
  times: moments,
  // A cap under ten that was never seen to cut is the one case nothing can tell.
  cap: fc.integer({ min: 10, max: 200 }),
  offset: fc.constantFrom('works' as const, 'ignored' as const, 'shallow' as const),
  order: fc.constantFrom('newest' as const, 'oldest' as const),
  fromInclusive: fc.boolean(),
  toInclusive: fc.boolean(),
  dropsFractions: fc.boolean(),
});
const windows = fc
  .tuple(fc.nat(600_000), fc.nat(600_000))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

test('every event is there, or lies in a gap that says why', async () => {
  await fc.assert(
    fc.asyncProperty(services, windows, async (service, [from, to]) => {
      const { unexplained, outOfWindow } = await pullAll(service, from, to);
      expect(unexplained).toEqual([]);
      expect(outOfWindow).toBe(0);
    }),
    { numRuns: 400 },
  );
});

test('a working offset leaves no gap', async () => {
  const working = services.map((service) => ({ ...service, offset: 'works' as const }));
  await fc.assert(
    fc.asyncProperty(working, async (service) => {
      const { missing, gaps } = await pullAll(service, 0, 700_000);
      expect({ missing, gaps }).toEqual({ missing: [], gaps: [] });
    }),
    { numRuns: 150 },
  );
});

test('an order that changes between requests is not trusted', async () => {
  const changing = services.map((service) => ({
    ...service,
    order: 'changing' as const,
    cap: Math.max(40, service.cap),
  }));
  await fc.assert(
    fc.asyncProperty(changing, async (service) => {
      expect((await pullAll(service, 0, 700_000)).unexplained).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('without offset, seconds that fit leave no gap', async () => {
  const times = Array.from({ length: 900 }, (_, n) => Math.floor(n / 5) * 1000);
  for (const toInclusive of [true, false]) {
    const service = {
      times,
      cap: 20,
      offset: 'ignored',
      order: 'newest',
      fromInclusive: true,
      toInclusive,
      dropsFractions: false,
    } as const;
    const { missing, gaps } = await pullAll({ ...service, times: [...times] }, 0, 700_000);
    expect({ missing, gaps }).toEqual({ missing: [], gaps: [] });
  }
});

test.each([
  [true, true],
  [true, false],
  [false, true],
  [false, false],
])(
  'full seconds beside others, fractions dropped, borders inside: %s %s',
  async (fromInclusive, toInclusive) => {
    const counts = fc.array(fc.constantFrom(0, 0, 3, 60), { minLength: 4, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(
        counts,
        fc.constantFrom('newest' as const, 'oldest' as const),
        async (seconds, order) => {
          const times = seconds.flatMap((count, at) =>
            Array.from({ length: count }, () => at * 1000),
          );
          const service = {
            times,
            cap: 20,
            offset: 'ignored',
            order,
            fromInclusive,
            toInclusive,
            dropsFractions: true,
          } as const;
          const { unexplained } = await pullAll(service, 0, 20_000);
          expect(unexplained).toEqual([]);
        },
      ),
    );
  },
);

test('new events while paging do no harm', async () => {
  const all = Array.from({ length: 40 }, (_, n) => ({
    eventId: n,
    createdAt: new Date(start - n * 1000).toISOString(),
    action: 'allow',
  }));
  let arrived = 0;
  const { http } = fakeHttp(({ body }) => {
    const { offset } = JSON.parse(body) as { offset: number };
    if (arrived < 6) arrived += 2;
    const fresh = Array.from({ length: arrived }, (_, n) => ({
      eventId: 1000 + arrived - n,
      createdAt: new Date(start).toISOString(),
      action: 'allow',
    }));
    return { body: { auditEvents: [...fresh, ...all].slice(offset, offset + 10) } };
  });
  const request = { from: (start - 100_000) * 1000, to: start * 1000, filters: {}, position: null };
  const { raws, gaps } = gather(await drain(jayguard.pull(http, request, never)));
  for (const { eventId } of all) expect(raws.has(String(eventId))).toBe(true);
  expect(gaps).toEqual([]);
});

/** Events a second apart, oldest first or newest first, as ids from 1,000 on. */
function listOf(count: number, newest: boolean) {
  const all = Array.from({ length: count }, (_, n) => ({
    eventId: 1000 + n,
    createdAt: new Date(start + n * 1000).toISOString(),
    action: 'allow',
  }));
  return newest ? all.toReversed() : all;
}

interface Call {
  createdFrom: string;
  createdTo: string;
  limit: number;
  offset: number;
}

function within<T extends { createdAt: string }>(list: T[], { createdFrom, createdTo }: Call): T[] {
  return list.filter(({ createdAt: at }) => at >= createdFrom && at <= createdTo);
}

/** Pulls a list that answers as `serve` says; which of `wanted` are missing and unexplained. */
async function pullList(
  count: number,
  serve: (call: Call, number: number) => unknown[],
  position: string | null = null,
) {
  const { http, asked } = fakeHttp(({ body }, number) => ({
    body: { auditEvents: serve(JSON.parse(body) as Call, number) },
  }));
  const period = { from: start * 1000, to: (start + count * 1000) * 1000 - 1 };
  const request = { ...period, filters: {}, position };
  const pages = await drain(jayguard.pull(http, request, never));
  const received = pages.flatMap(({ events }) => events.map(({ event }) => event.id));
  return { ...gather(pages), pages, received, asked };
}

const allOf = (count: number) => Array.from({ length: count }, (_, n) => String(1000 + n));

test.each([true, false])(
  'pages overlap by one, and that one is not a duplicate: %s',
  async (newest) => {
    const list = listOf(250, newest);
    const { received, asked, gaps } = await pullList(250, (call) =>
      within(list, call).slice(call.offset, call.offset + 100),
    );
    expect(received.toSorted()).toEqual(allOf(250));
    expect(gaps).toEqual([]);
    expect(asked.map(({ body }) => (JSON.parse(body) as Call).offset)).toEqual([
      0, 99, 198, 249, 250,
    ]);
  },
);

test.each([true, false])(
  'a list that shrinks while it is read loses nothing: %s',
  async (newest) => {
    // The oldest ones are thrown away all the time, as services do with what they keep no longer.
    const list = listOf(400, newest);
    let gone = 0;
    const { raws, gaps } = await pullList(400, (call, number) => {
      if (number === 2 || number === 4) gone += 7;
      const kept = list.filter(({ eventId }) => eventId >= 1000 + gone);
      return within(kept, call).slice(call.offset, call.offset + 100);
    });
    expect(
      allOf(400)
        .slice(gone)
        .filter((id) => !raws.has(id)),
    ).toEqual([]);
    expect(gaps).toEqual([]);
  },
);

test('a list that shrinks without end is read in halves', async () => {
  const list = listOf(600, false);
  let gone = 0;
  const { raws, gaps } = await pullList(600, (call) => {
    gone += 2;
    const kept = list.filter(({ eventId }) => eventId >= 1000 + gone);
    return within(kept, call).slice(call.offset, call.offset + 50);
  });
  expect(
    allOf(600)
      .slice(gone)
      .filter((id) => !raws.has(id)),
  ).toEqual([]);
  expect(gaps).toEqual([]);
});

test('what left the list between two runs is noticed when it goes on', async () => {
  const list = listOf(400, false);
  const serve = (kept: typeof list) => (call: Call) =>
    within(kept, call).slice(call.offset, call.offset + 100);
  const whole = await pullList(400, serve(list));
  const position = whole.pages[1]?.position ?? null;
  const rest = await pullList(400, serve(list.slice(20)), position);
  const both = new Set([
    ...whole.pages.slice(0, 2).flatMap((one) => one.events.map(({ event }) => event.id)),
    ...rest.received,
  ]);
  expect(allOf(400).filter((id) => !both.has(id))).toEqual([]);
  // And where nothing has, nothing is asked for again.
  const same = await pullList(400, serve(list), position);
  expect(same.received).toEqual(allOf(400).slice(199));
});

test('a service that counts pages and not events is not believed to be at its end', async () => {
  const list = listOf(300, true);
  const { raws, gaps } = await pullList(300, (call) =>
    within(list, call).slice(call.offset * 50, call.offset * 50 + 50),
  );
  expect(raws.size).toBe(300);
  expect(gaps).toEqual([]);
});

test.each([true, false])(
  'a list that ends at a depth without a word goes on beyond: %s',
  async (newest) => {
    const list = listOf(13_000, newest);
    const { raws, gaps, asked } = await pullList(13_000, (call) =>
      within(list, call)
        .slice(0, 6000)
        .slice(call.offset, call.offset + 1000),
    );
    expect(raws.size).toBe(13_000);
    expect(gaps).toEqual([]);
    expect(asked.length).toBeLessThan(40);
  },
);

test('what cannot be read stands where it stood: pages follow on all the same', async () => {
  const list = listOf(250, true).map((one) =>
    one.eventId % 50 === 0 ? { eventId: one.eventId, createdAt: 'вчера', at: one.createdAt } : one,
  );
  const { received, quarantined, gaps, asked } = await pullList(250, ({ offset }) =>
    list.slice(offset, offset + 50),
  );
  expect(received).toHaveLength(245);
  expect(new Set(quarantined).size).toBe(5);
  expect(gaps).toEqual([]);
  expect(asked.length).toBeLessThan(10);
});

test('a handful of events needs no offset that works', async () => {
  const list = listOf(7, true);
  const { received, gaps, asked } = await pullList(7, ({ offset }) => (offset > 0 ? [] : list));
  expect(received.toSorted()).toEqual(allOf(7));
  expect({ gaps, requests: asked.length }).toEqual({ gaps: [], requests: 2 });
});
