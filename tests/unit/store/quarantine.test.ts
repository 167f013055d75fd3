import { describe, expect, test } from 'vitest';
import { openSession, type LocalSession } from '../../../src/main/store/open-session.ts';
import type { ReadAgain } from '../../../src/main/store/session-store.ts';
import {
  answer,
  create,
  detailsRequest,
  everything,
  firstWindow,
  guardEvent,
  key,
  nothingSpent,
  open,
  page,
  range,
  readEvent,
  request,
  sessionPath,
  start,
} from '../../support/store/session.ts';

const signal = new AbortController().signal;
const unreadable = (n: number) => ({ raw: readEvent(n).raw, reason: 'created_at' });

/** Reads what `readEvent` made, as a later version of the program might. */
const newer: ReadAgain = ({ raw, purpose, source }) => {
  const { id } = JSON.parse(raw) as { id?: string };
  if (purpose === 'details') {
    return { kind: 'details', details: { id: '1', content: 'да', findings: [], raw } };
  }
  if (id === undefined || source !== 'pachca') return null;
  const event = { ...readEvent(Number(id.slice(1))), raw, rawDetails: null, marks: null };
  return { kind: 'event', event };
};

async function counts(store: LocalSession) {
  const { collections } = await store.info();
  return collections.map(({ windows }) => windows[0]?.counts);
}

describe('what can be read after all', () => {
  test('becomes events as if it had been readable, and the counts move with it', async () => {
    const path = sessionPath();
    const store = await create(path);
    const { windows, id } = await store.openCollection(request());
    const windowId = windows[0]?.id ?? 0;
    const outside = { raw: readEvent(-5).raw, reason: 'created_at' };
    const never = { raw: '{"x":1}', reason: 'id' };
    await store.commitPage(
      page(windowId, [readEvent(1), readEvent(2)], {
        quarantined: [unreadable(2), unreadable(3), outside, never],
        position: 'p',
        receivedAt: '2026-03-02T09:00:00.000Z',
      }),
    );
    await store.finishWindow(windowId, 'complete', null, nothingSpent);
    const seen: unknown[] = [];
    const onProgress = (told: unknown) => seen.push(told);
    expect(await store.reread(newer, { onProgress })).toEqual({ read: 3, newEvents: 1, left: 1 });
    expect(seen).toEqual([{ read: 4, of: 4 }]);
    expect((await counts(store))[0]).toMatchObject({
      pages: 1,
      received: 6,
      newEvents: 3,
      duplicates: 1,
      outOfWindow: 1,
      quarantined: 1,
      late: 0,
    });
    const { status, last } = (await store.info()).collections[0]?.windows[0] ?? expect.fail();
    expect({ status, last }).toEqual({
      status: 'complete',
      last: { id: 'e3', time: start + 3e6 },
    });
    expect(await store.event(2)).toMatchObject({
      event: { id: 'e3', flags: [] },
      raw: readEvent(3).raw,
      collectionId: id,
      receivedAt: '2026-03-02T09:00:00.000Z',
    });
    expect(await store.quarantine(0, 10)).toMatchObject([never]);
    await store.verify(signal);
    await store.close();

    const again = await open(path);
    expect(await again.count(everything)).toBe(3);
    expect((await again.info()).quarantined).toBe(1);
    expect(await again.reread(newer, {})).toEqual({ read: 0, newEvents: 0, left: 1 });
    await again.verify(signal);
  });

  test('is one event, whichever collections met it', async () => {
    const store = await create(sessionPath());
    for (const refresh of [false, true]) {
      const windowId = firstWindow(await store.openCollection(request({ refresh })));
      await store.commitPage(page(windowId, [], { quarantined: [unreadable(3)] }));
    }
    expect(await store.reread(newer, {})).toEqual({ read: 1, newEvents: 1, left: 0 });
    expect(await counts(store)).toMatchObject([
      { newEvents: 1, duplicates: 0, quarantined: 0 },
      { newEvents: 0, duplicates: 1, quarantined: 0 },
    ]);
  });

  test('more than one transaction, and a signal between them', async () => {
    const store = await create(sessionPath());
    const windowId = firstWindow(await store.openCollection(request()));
    const quarantined = range(0, 450).map((n) => unreadable(n));
    await store.commitPage(page(windowId, [], { quarantined }));
    const controller = new AbortController();
    const watch = { signal: controller.signal, onProgress: () => controller.abort() };
    await expect(store.reread(newer, watch)).rejects.toMatchObject({
      failure: { kind: 'cancelled' },
    });
    expect(await store.count(everything)).toBe(200);
    expect((await store.info()).quarantined).toBe(250);
    expect(await store.reread(newer, {})).toEqual({ read: 250, newEvents: 250, left: 0 });
    expect(await store.count(everything)).toBe(450);
    await store.verify(signal);
  });

  test('of a file lies where the file reaches, with its marks', async () => {
    const store = await create(sessionPath());
    const windowId = firstWindow(await store.openImport('pachca', 'saved.json'));
    await store.commitImport({ windowId, body: 'x', events: [], quarantined: [unreadable(9)] });
    const marks = { tags: ['важно'], note: null };
    const reading: ReadAgain = (object) => {
      const found = newer(object);
      return found?.kind === 'event' ? { ...found, event: { ...found.event, marks } } : null;
    };
    await store.reread(reading, {});
    const { windows } = (await store.info()).collections[0] ?? expect.fail();
    expect(windows).toMatchObject([{ from: start + 9e6, to: start + 9e6 }]);
    expect((await store.event(0)).event.tags).toEqual(['важно']);
  });

  test('details belong to events that have none yet', async () => {
    const store = await create(sessionPath());
    const events = firstWindow(await store.openCollection(request({ source: 'jayguard' })));
    await store.commitPage(page(events, [guardEvent('1', 1)]));
    const windowId = firstWindow(await store.openDetails(detailsRequest()));
    const quarantined = [{ raw: '{"eventId":1,"details":7}', reason: 'details' }];
    await store.commitDetails(answer(windowId, [], { quarantined }));
    expect(await store.reread(newer, {})).toEqual({ read: 1, newEvents: 0, left: 0 });
    expect((await store.event(0)).rawDetails).toBe(quarantined[0]?.raw);
    expect((await counts(store))[1]).toMatchObject({ received: 1, newEvents: 1, quarantined: 0 });

    const later = {
      id: '1',
      content: 'новее',
      findings: [],
      raw: '{"eventId":1,"content":"новее"}',
    };
    const other = [{ raw: '{"eventId":1,"details":8}', reason: 'details' }];
    await store.commitDetails(answer(windowId, [later], { quarantined: other }));
    await store.reread(newer, {});
    expect((await store.event(0)).event.content).toBe('новее');
  });

  test('a transaction that fails leaves all of it in quarantine', async () => {
    const store = await create(sessionPath());
    const windowId = firstWindow(await store.openCollection(request()));
    await store.commitPage(page(windowId, [readEvent(1)], { quarantined: [unreadable(2)] }));
    const broken: ReadAgain = ({ raw }) => {
      const event = {
        ...readEvent(2),
        event: undefined as never,
        raw,
        rawDetails: null,
        marks: null,
      };
      return { kind: 'event', event };
    };
    await expect(store.reread(broken, {})).rejects.toThrow();
    expect(await store.count(everything)).toBe(1);
    expect((await store.info()).quarantined).toBe(1);
    expect(await store.reread(newer, {})).toMatchObject({ newEvents: 1, left: 0 });
  });
});

describe('a newer version of the program', () => {
  async function withUnreadable(path: string) {
    const store = await create(path);
    const windowId = firstWindow(await store.openCollection(request()));
    const never = { raw: '{"x":1}', reason: 'id' };
    await store.commitPage(page(windowId, [], { quarantined: [unreadable(2), never] }));
    await store.close();
  }

  /** Opens with this version; tells how many objects it tried, and what is left. */
  async function openWith(path: string, version: string) {
    let tried = 0;
    const readAgain: ReadAgain = (object) => {
      tried += 1;
      return newer(object);
    };
    const store = await openSession({ path, key, version, readAgain });
    const { quarantined } = await store.info();
    await store.close();
    return { tried, quarantined };
  }

  test('tries once, by itself', async () => {
    const path = sessionPath();
    await withUnreadable(path);
    expect(await openWith(path, '0.1.0')).toEqual({ tried: 0, quarantined: 2 });
    expect(await openWith(path, '0.2.0')).toEqual({ tried: 2, quarantined: 1 });
    expect(await openWith(path, '0.2.0')).toEqual({ tried: 0, quarantined: 1 });
    expect(await openWith(path, '0.3.0')).toEqual({ tried: 1, quarantined: 1 });
  });
});
