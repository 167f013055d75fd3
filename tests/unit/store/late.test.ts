import { describe, expect, test } from 'vitest';
import type { Filters, Row } from '../../../src/shared/session.ts';
import type { LocalSession } from '../../../src/main/store/open-session.ts';
import type { CollectionRequest } from '../../../src/main/store/session-store.ts';
import {
  collect,
  create,
  day,
  everything,
  firstWindow,
  nothingSpent,
  open,
  page,
  readEvent,
  request,
  sessionPath,
  start,
} from '../../support/store/session.ts';

/** Collects events of these seconds. Returns what the page came to. */
async function came(
  store: LocalSession,
  seconds: number[],
  over: Partial<CollectionRequest> = {},
  clockOffsetMs: number | null = null,
) {
  const events = seconds.map((n) => readEvent(n));
  return (await collect(store, events, over, { clockOffsetMs })).result;
}

async function flagged(store: LocalSession, flag: Row['flags'][number]): Promise<string[]> {
  const rows = await store.rows(everything, [], 0, 1000);
  return rows.filter(({ flags }) => flags.includes(flag)).map(({ id }) => id);
}

const hour = { from: start, to: start + 3600e6 - 1 };

describe('late', () => {
  test('is what a stretch did not have when it was collected to its end', async () => {
    const path = sessionPath();
    const store = await create(path);
    expect(await came(store, [10, 20])).toMatchObject({ newEvents: 2, late: 0 });
    expect(await came(store, [10, 15, 20], { refresh: true })).toEqual({
      newEvents: 1,
      duplicates: 2,
      conflicts: 0,
      late: 1,
    });
    expect(await flagged(store, 'late')).toEqual(['e15']);
    expect((await store.info()).flags.late).toBe(1);
    expect((await store.info()).collections[1]?.windows[0]?.counts.late).toBe(1);
    await store.close();
    const again = await open(path);
    expect(await flagged(again, 'late')).toEqual(['e15']);
    expect(await again.count({ ...everything, query: 'is:late' })).toBe(1);
  });

  test('needs a window that was complete: partial, running and neighbouring ones are none', async () => {
    const store = await create(sessionPath());
    const halves = [hour, { from: hour.to + 1, to: start + day - 1 }];
    const { windows } = await store.openCollection(request({ windows: halves }));
    const [one, two] = windows.map(({ id }) => id);
    await store.commitPage(page(one ?? 0, [readEvent(1)], { position: 'p' }));
    await store.finishWindow(one ?? 0, 'complete', null, nothingSpent);
    // The same collection goes on: its own complete window makes nothing late.
    const border = await store.commitPage(page(two ?? 0, [readEvent(3600), readEvent(5000)]));
    expect(border.late).toBe(0);
    await store.finishWindow(two ?? 0, 'partial', null, nothingSpent);
    expect(await came(store, [3599, 3600, 4000], { refresh: true })).toMatchObject({
      newEvents: 2,
      late: 1,
    });
    expect(await flagged(store, 'late')).toEqual(['e3599']);
  });

  test('needs filters that would have let it through', async () => {
    const store = await create(sessionPath());
    // Every third event is a login; the others are deletions.
    const only = async (filters: Filters) => came(store, [], { filters, ...hour });
    await only({ eventKey: 'user_login' });
    await only({ apiKeys: ['a'] });
    await only({ actorId: '99' });
    expect(await came(store, [0, 1, 2, 3])).toMatchObject({ newEvents: 4, late: 2 });
    expect(await flagged(store, 'late')).toEqual(['e3', 'e0']);
  });

  test('needs the same service', async () => {
    const store = await create(sessionPath());
    await came(store, [1]);
    expect(await came(store, [2], { address: 'https://other.test' })).toMatchObject({ late: 0 });
    expect(await came(store, [3], { refresh: true })).toMatchObject({ late: 1 });
  });

  test('needs the same account, and an unknown one is nobody’s once there are two', async () => {
    const owner = { id: 'a', name: null, email: null };
    const other = { ...owner, id: 'b' };
    const store = await create(sessionPath());
    await came(store, [1]);
    expect(await came(store, [2], { owner, refresh: true })).toMatchObject({ late: 1 });
    const left = await store.openCollection(request({ owner, ...hour, windows: [hour] }));
    const commit = (n: number) => store.commitPage(page(firstWindow(left), [readEvent(n)]));
    expect(await commit(3)).toMatchObject({ late: 1 });
    expect(await came(store, [4], { owner: other, refresh: true })).toMatchObject({ late: 0 });
    expect(await came(store, [5], { refresh: true })).toMatchObject({ late: 1 });
    expect(await came(store, [6], { owner: other, refresh: true })).toMatchObject({ late: 1 });
  });

  test('follows who is known, also while it is being pulled', async () => {
    const owner = { id: 'a', name: null, email: null };
    const store = await create(sessionPath());
    await came(store, [1]);
    const { windows } = await store.openCollection(request({ owner, refresh: true }));
    const commit = (n: number) => store.commitPage(page(windows[0]?.id ?? 0, [readEvent(n)]));
    expect(await commit(2)).toMatchObject({ late: 1 });
    await store.openCollection(request({ owner: { ...owner, id: 'b' } }));
    expect(await commit(3)).toMatchObject({ late: 0 });
  });

  test('is no event that happened after the collection had begun, by the clock of the service', async () => {
    const store = await create(sessionPath());
    const now = Math.floor(Date.now() / 1000) - start / 1e6;
    const wide = { from: start, to: start + (now + 86_400) * 1e6 };
    await came(store, [1], wide, -7_200_000);
    const seconds = [now + 3600, now - 3600, now - 7200 + 60, now - 7200 - 60];
    expect(await came(store, seconds, { ...wide, refresh: true })).toMatchObject({ late: 1 });
    expect(await flagged(store, 'late')).toEqual([`e${now - 7260}`]);
  });

  test('is no other version of an event that is there, and nothing from a file', async () => {
    const store = await create(sessionPath());
    await came(store, [1]);
    const { windows } = await store.openCollection(request({ refresh: true }));
    const changed = readEvent(1, { ip_address: '10.9.9.9' });
    const result = await store.commitPage(page(windows[0]?.id ?? 0, [changed]));
    expect(result).toEqual({ newEvents: 1, duplicates: 0, conflicts: 1, late: 0 });
    expect(await flagged(store, 'changed')).toEqual(['e1', 'e1']);
    const windowId = firstWindow(await store.openImport('pachca', 'saved.json'));
    const file = { ...readEvent(2), rawDetails: null, marks: null };
    const imported = await store.commitImport({
      windowId,
      body: file.raw,
      events: [file],
      quarantined: [],
    });
    expect(imported).toMatchObject({ newEvents: 1, late: 0 });
  });
});

describe('own', () => {
  const reading = (n: number, actor: string) => {
    const one = readEvent(n, { event_key: 'audit_events_accessed', actor_id: actor });
    return { ...one, event: { ...one.event, event: 'audit_events_accessed', actor } };
  };
  const owner = { id: '7', name: 'Анна', email: null };

  test('is the reading of the log by whose token collected, before and after that was known', async () => {
    const path = sessionPath();
    const store = await create(path);
    const first = await store.openCollection(request());
    await store.commitPage(page(firstWindow(first), [reading(1, '7'), reading(2, '8')]));
    expect(await flagged(store, 'own')).toEqual([]);
    const resumed = await store.openCollection(request({ owner }));
    expect(resumed).toMatchObject({ id: first.id, owner });
    await store.commitPage(page(firstWindow(first), [reading(3, '7'), readEvent(4)]));
    expect(await flagged(store, 'own')).toEqual(['e3', 'e1']);
    await store.close();
    expect(await flagged(await open(path), 'own')).toEqual(['e3', 'e1']);
  });
});
