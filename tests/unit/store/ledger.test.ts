import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../src/shared/errors.ts';
import {
  create,
  day,
  everything,
  filled,
  firstWindow,
  open,
  nothingSpent,
  page,
  range,
  readEvent,
  request,
  sessionPath,
  start,
} from '../../support/store/session.ts';

const refused: Failure = { kind: 'service.unauthorized', params: {} };
const halves = [
  { from: start, to: start + day / 2 - 1 },
  { from: start + day / 2, to: start + day - 1 },
];

describe('collections', () => {
  test('an unfinished one goes on where it was, a complete one is returned, refresh asks anew', async () => {
    const store = await create(sessionPath());
    const wanted = request({ windows: halves, filters: { eventKey: 'a', actorId: 'b' } });
    const first = await store.openCollection(wanted);
    const [one, two] = first.windows.map(({ id }) => id);
    await store.commitPage(page(one ?? 0, [readEvent(1)], { position: 'next-1' }));
    await store.finishWindow(two ?? 0, 'complete', null, nothingSpent);
    const stopped = await store.finishCollection(first.id, { kind: 'cancelled', params: {} }, null);
    expect(stopped).toMatchObject({
      status: 'partial',
      windows: [
        { status: 'partial', reason: { kind: 'cancelled' }, position: 'next-1' },
        { status: 'complete' },
      ],
    });

    const same = { ...wanted, filters: { actorId: 'b', eventKey: 'a', entityId: '' } };
    const again = await store.openCollection(same);
    expect(again).toMatchObject({
      id: first.id,
      status: 'running',
      finishedAt: null,
      windows: [
        // It was begun: why it stopped holds until its next page.
        {
          status: 'pending',
          reason: { kind: 'cancelled' },
          position: 'next-1',
          counts: { pages: 1 },
        },
        { status: 'complete' },
      ],
    });
    await store.commitPage(page(one ?? 0, [readEvent(2)], { position: 'next-2' }));
    expect((await store.info()).collections[0]?.windows[0]?.reason).toBeNull();
    await store.finishWindow(one ?? 0, 'complete', null, nothingSpent);
    expect((await store.finishCollection(first.id, null, null)).status).toBe('complete');
    expect(await store.openCollection(wanted)).toMatchObject({ id: first.id, status: 'complete' });
    expect((await store.openCollection({ ...wanted, refresh: true })).id).not.toBe(first.id);
    const others = [
      request({ windows: halves }),
      { ...wanted, address: 'https://other.test' },
      { ...wanted, to: wanted.to + 1 },
    ];
    for (const other of others) {
      expect((await store.openCollection(other)).id).not.toBe(first.id);
    }
  });

  test('one that could not even begin failed, for its reason', async () => {
    const store = await create(sessionPath());
    const { id } = await store.openCollection(request({ windows: halves }));
    expect(await store.finishCollection(id, refused, null)).toMatchObject({
      status: 'failed',
      windows: [
        { status: 'failed', reason: refused },
        { status: 'failed', reason: refused },
      ],
    });
    expect((await store.info()).coverage.map(({ state }) => state)).toEqual(['failed']);
  });

  test('costs and counts of pages add up', async () => {
    const store = await create(sessionPath());
    const windowId = firstWindow(await store.openCollection(request()));
    const cost = { requests: 3, retries: 2, waitedMs: 500 };
    await store.commitPage(page(windowId, [readEvent(1), readEvent(2)], { cost, position: 'a' }));
    await store.commitPage(page(windowId, [readEvent(2)], { cost, outOfWindow: 4 }));
    expect((await store.info()).collections[0]?.windows[0]?.counts).toEqual({
      requests: 6,
      retries: 4,
      waitedMs: 1000,
      pages: 2,
      received: 7,
      newEvents: 2,
      duplicates: 1,
      outOfWindow: 4,
      quarantined: 0,
      conflicts: 0,
      late: 0,
      vanished: 0,
      interruptions: 0,
    });
  });

  test('a session that was left while collecting says so, and keeps the position', async () => {
    const path = sessionPath();
    const store = await create(path);
    const windowId = firstWindow(await store.openCollection(request()));
    await store.commitPage(page(windowId, [readEvent(1)], { position: 'p7' }));
    await store.close();
    const again = await open(path);
    expect((await again.info()).collections[0]).toMatchObject({
      status: 'partial',
      stop: 'interrupted',
      finishedAt: null,
      windows: [{ status: 'pending', position: 'p7', counts: { interruptions: 1 } }],
    });
    const resumed = await again.openCollection(request());
    expect(resumed).toMatchObject({ status: 'running', stop: null });
    await again.close();
    // It had asked for nothing yet: no page of it was lost, and no window was running.
    const third = await open(path);
    expect((await third.info()).collections[0]).toMatchObject({
      stop: 'interrupted',
      windows: [{ counts: { interruptions: 1 } }],
    });
  });

  test('who ended it is told until it goes on, and never of one that came to its end', async () => {
    const store = await create(sessionPath());
    const { id, windows } = await store.openCollection(request());
    const windowId = windows[0]?.id ?? 0;
    // Stopped before anything could fail, it did not fail.
    expect(await store.finishCollection(id, null, 'cancelled')).toMatchObject({
      status: 'partial',
      stop: 'cancelled',
    });
    await store.openCollection(request());
    await store.commitPage(page(windowId, [readEvent(1)], { position: 'p' }));
    expect(await store.finishCollection(id, null, 'paused')).toMatchObject({
      status: 'partial',
      stop: 'paused',
      windows: [{ status: 'partial', position: 'p' }],
    });
    expect(await store.openCollection(request())).toMatchObject({ id, stop: null });
    await store.finishWindow(windowId, 'complete', null, nothingSpent);
    expect(await store.finishCollection(id, null, 'closed')).toMatchObject({
      status: 'complete',
      stop: null,
    });
  });

  test('what was asked and by whom, the clock, and requests that brought no page', async () => {
    const path = sessionPath();
    const store = await create(path);
    const owner = { id: '7', name: 'Анна', email: null };
    const over = { overlapMs: 900_000, filterIgnored: true, owner };
    const { id, windows } = await store.openCollection(request(over));
    const windowId = windows[0]?.id ?? 0;
    const second = { clockOffsetMs: -12.5, position: 'a' };
    await store.commitPage(page(windowId, [readEvent(5), readEvent(3)], second));
    await store.commitPage(page(windowId, [readEvent(3), readEvent(4)]));
    const cost = { requests: 4, retries: 3, waitedMs: 700 };
    await store.finishWindow(windowId, 'failed', refused, cost);
    await store.finishCollection(id, null, null);
    await store.close();
    expect((await (await open(path)).info()).collections).toMatchObject([
      {
        purpose: 'events',
        selection: null,
        refresh: false,
        ...over,
        clockOffsetMs: -12.5,
        windows: [
          {
            counts: { requests: 6, retries: 3, waitedMs: 700, pages: 2 },
            first: { id: 'e3', time: start + 3e6 },
            last: { id: 'e5', time: start + 5e6 },
          },
        ],
      },
    ]);
  });

  test('how far the events of a file reach, known ones included: of equal times what came first', async () => {
    const store = await create(sessionPath());
    const at = (n: number, second: number) => {
      const { event, raw } = readEvent(n);
      return {
        event: { ...event, time: start + second * 1e6 },
        raw,
        rawDetails: null,
        marks: null,
      };
    };
    const reach = async (...batches: ReturnType<typeof at>[][]) => {
      const { id, windows } = await store.openImport('pachca', 'in.json');
      const windowId = windows[0]?.id ?? 0;
      for (const events of batches) {
        const body = events.map(({ raw }) => raw).join('\n');
        await store.commitImport({ windowId, body, events, quarantined: [] });
      }
      return (await store.finishCollection(id, null, null)).windows;
    };
    const all = [
      [at(1, 5), at(2, 3), at(3, 9), at(7, 3), at(8, 9)],
      [],
      [at(4, 3), at(5, 9), at(6, 4)],
    ];
    const borders = { from: start + 3e6, to: start + 9e6 };
    const told = {
      ...borders,
      first: { id: 'e2', time: borders.from },
      last: { id: 'e3', time: borders.to },
    };
    expect(await reach(...all)).toMatchObject([told]);
    expect(await reach(...all)).toMatchObject([told]);
    expect(await reach([at(5, 9)])).toMatchObject([
      { first: { id: 'e5', time: borders.to }, last: { id: 'e5', time: borders.to } },
    ]);
  });

  test('of windows and collections that are not there', async () => {
    const store = await create(sessionPath());
    const invalid = { failure: { kind: 'input.invalid' } };
    await expect(store.commitPage(page(99, [readEvent(1)]))).rejects.toMatchObject(invalid);
    await expect(store.finishWindow(99, 'complete', null, nothingSpent)).rejects.toMatchObject(
      invalid,
    );
    await expect(store.finishCollection(99, null, null)).rejects.toMatchObject(invalid);
    expect(await store.count(everything)).toBe(0);
  });
});

describe('histogram', () => {
  test('buckets touch, follow the zone, and say what was never collected', async () => {
    const path = sessionPath();
    const store = await create(path);
    const from = start;
    const to = start + 2 * day - 1;
    const { windows, id } = await store.openCollection(request({ from, to }));
    await store.commitPage(
      page(
        windows[0]?.id ?? 0,
        range(0, 10).map((n) => readEvent(n)),
      ),
    );
    await store.finishWindow(windows[0]?.id ?? 0, 'complete', null, nothingSpent);
    await store.finishCollection(id, null, null);
    const { interval, buckets } = await store.histogram(everything, 'day');
    expect(interval).toBe('day');
    expect(buckets).toEqual([
      { time: start, count: 10, coverage: 'complete' },
      { time: start + day, count: 0, coverage: 'complete' },
    ]);

    const far = await store.openImport('pachca', 'old.json');
    const old = { ...readEvent(-9 * 86_400), rawDetails: null, marks: null };
    await store.commitImport({
      windowId: firstWindow(far),
      body: old.raw,
      events: [old],
      quarantined: [],
    });
    const moscow = await store.histogram({ ...everything, zone: 'Europe/Moscow' }, 'day');
    expect(moscow.buckets[0]).toEqual({
      time: start - 9 * day - 3 * 3600e6,
      count: 1,
      coverage: 'none',
    });
    expect(moscow.buckets).toHaveLength(12);
    expect(moscow.buckets.at(-1)).toMatchObject({ count: 0, coverage: 'partial' });
    expect(moscow.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(11);

    const auto = await store.histogram(everything, 'auto');
    expect(auto.interval).toBe('day');
    const period = { from: start, to: start + 3600e6 };
    const hour = await store.histogram({ ...everything, period }, 'auto');
    expect(hour.interval).toBe('minute');
    expect(hour.buckets).toHaveLength(60);
    await expect(store.histogram(everything, 'second')).rejects.toMatchObject({
      failure: { kind: 'input.invalid', params: { field: 'interval' } },
    });
  });

  test('of an empty session has no buckets', async () => {
    const store = await create(sessionPath());
    expect((await store.histogram(everything, 'auto')).buckets).toEqual([]);
  });

  test('of a query without hits still shows what was collected', async () => {
    const store = await filled(sessionPath(), [readEvent(1)]);
    const selection = { ...everything, query: 'нетакогослова' };
    const { buckets } = await store.histogram(selection, 'hour');
    expect(buckets).toHaveLength(24);
    expect(buckets.every(({ count, coverage }) => count === 0 && coverage === 'complete')).toBe(
      true,
    );
  });
});
