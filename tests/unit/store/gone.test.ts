import { describe, expect, test } from 'vitest';
import type { LocalSession } from '../../../src/main/store/open-session.ts';
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

const events = (...seconds: number[]) => seconds.map((n) => readEvent(n));

async function gone(store: LocalSession): Promise<number[]> {
  const rows = await store.rows({ ...everything, query: 'is:gone' }, [], 0, 1000);
  return rows.map(({ row }) => row).toSorted((a, b) => a - b);
}

const refresh = { refresh: true };

describe('gone', () => {
  test('is what a complete refresh no longer shows, until the service shows it again', async () => {
    const path = sessionPath();
    const store = await create(path);
    await collect(store, events(1, 2, 3));
    const { window: first } = await collect(store, events(1, 3), refresh);
    expect(first.counts).toMatchObject({ duplicates: 2, vanished: 1, late: 0 });
    expect(await gone(store)).toEqual([1]);
    const { goneSince } = await store.event(1);
    expect(goneSince).toMatchObject({ collectionId: 2 });
    expect((await store.event(0)).goneSince).toBeNull();
    expect((await collect(store, events(1), refresh)).window.counts.vanished).toBe(2);
    // The first to miss it is the one that is told.
    expect((await store.event(1)).goneSince).toEqual(goneSince);
    expect((await store.info()).flags.gone).toBe(2);
    await store.close();

    const again = await open(path);
    expect(await gone(again)).toEqual([1, 2]);
    // Any page that shows it will do.
    await collect(again, events(2), { from: start, to: start + 2e6 });
    expect(await gone(again)).toEqual([2]);
    expect((await again.event(1)).goneSince).toBeNull();
    await collect(again, events(1, 3), refresh);
    expect(await gone(again)).toEqual([1]);
    expect((await again.event(1)).goneSince).toMatchObject({ collectionId: 5 });
  });

  test('is told by a refresh, and by the overlap of one since the last, and by no other', async () => {
    const store = await create(sessionPath());
    await collect(store, events(1, 2));
    expect((await collect(store, events(1), { to: start + 60e6 })).window.counts.vanished).toBe(0);
    expect(await gone(store)).toEqual([]);
    await collect(store, events(1), { to: start + 61e6, overlapMs: 900_000 });
    expect(await gone(store)).toEqual([1]);
  });

  test('is nothing that another account was shown, or may have been', async () => {
    const owner = { id: 'a', name: null, email: null };
    const mine = { owner, refresh: true };
    const theirs = { owner: { ...owner, id: 'b' }, refresh: true };
    const store = await create(sessionPath());
    await collect(store, events(1, 2));
    // Whoever collected then is not known, nor who asks now once somebody is.
    await collect(store, events(3), mine);
    await collect(store, events(4, 5), refresh);
    await collect(store, events(4, 6), refresh);
    await collect(store, events(7), theirs);
    expect(await gone(store)).toEqual([]);
    // Shown again to the one, it is missed by the one, not by the other.
    await collect(store, events(1, 3), mine);
    await collect(store, events(7), theirs);
    expect(await gone(store)).toEqual([]);
    await collect(store, events(), mine);
    expect(await gone(store)).toEqual([0, 2]);
  });

  test('is told by a window that is complete, for its own stretch', async () => {
    const store = await create(sessionPath());
    await collect(store, events(1, 2, 50_000));
    const halves = [
      { from: start, to: start + day / 2 - 1 },
      { from: start + day / 2, to: start + day - 1 },
    ];
    const { windows } = await store.openCollection(request({ ...refresh, windows: halves }));
    const [one, two] = windows.map(({ id }) => id);
    await store.commitPage(page(one ?? 0, events(1)));
    await store.finishWindow(two ?? 0, 'partial', null, nothingSpent);
    expect(await gone(store)).toEqual([]);
    await store.finishWindow(one ?? 0, 'complete', null, nothingSpent);
    expect(await gone(store)).toEqual([1]);
  });

  test('a window that is begun anew or goes on after a kill has seen what any of its runs saw', async () => {
    const path = sessionPath();
    const store = await create(path);
    await collect(store, events(1, 2, 3, 4));
    const wanted = request(refresh);
    const windowId = firstWindow(await store.openCollection(wanted));
    await store.commitPage(page(windowId, events(4), { position: 'p' }));
    await store.close();
    const again = await open(path);
    const resumed = await again.openCollection({ ...wanted, refresh: false });
    expect(firstWindow(resumed)).toBe(windowId);
    await again.commitPage(page(windowId, events(3), { position: null }));
    await again.commitPage(page(windowId, events(1, 5)));
    await again.finishWindow(windowId, 'complete', null, nothingSpent);
    expect(await gone(again)).toEqual([1]);
  });

  test('needs filters that let it through, and that can be compared', async () => {
    const store = await create(sessionPath());
    // Every third event is a login; the others are deletions.
    await collect(store, events(1, 2, 3, 6));
    await collect(store, events(3), { ...refresh, filters: { eventKey: 'user_login' } });
    expect(await gone(store)).toEqual([3]);
    await collect(store, [], { ...refresh, filters: { eventKey: 'User_Login' } });
    expect(await gone(store)).toEqual([3]);
    const apiKeys = ['a'];
    const { window } = await collect(store, [], { ...refresh, filters: { apiKeys } });
    expect(window.counts.vanished).toBe(0);
    expect(await gone(store)).toEqual([3]);
  });

  test('an id that is shown with other content is changed and not gone', async () => {
    const store = await create(sessionPath());
    await collect(store, events(1, 2));
    const changed = readEvent(1, { ip_address: '10.9.9.9' });
    await collect(store, [changed, ...events(2)], refresh);
    expect(await gone(store)).toEqual([]);
    await collect(store, events(2), refresh);
    expect(await gone(store)).toEqual([0, 2]);
    await collect(store, [changed, ...events(2)], refresh);
    expect(await gone(store)).toEqual([]);
  });

  test('what a file alone has told of, or another service, is not gone', async () => {
    const store = await create(sessionPath());
    const windowId = firstWindow(await store.openImport('pachca', 'saved.json'));
    const read = events(1, 2).map((one) => ({ ...one, rawDetails: null, marks: null }));
    await store.commitImport({ windowId, body: 'x', events: read, quarantined: [] });
    await collect(store, events(3), { address: 'https://other.test' });
    await collect(store, [], refresh);
    expect(await gone(store)).toEqual([]);
    // Once the service has shown it, it can be.
    await collect(store, events(2, 3), refresh);
    await collect(store, [], refresh);
    expect(await gone(store)).toEqual([1, 2]);
  });

  test('what came after the refresh began is not missed by it', async () => {
    const store = await create(sessionPath());
    await collect(store, events(1));
    const windowId = firstWindow(await store.openCollection(request(refresh)));
    await store.commitPage(page(windowId, events(1), { position: 'p' }));
    await collect(store, events(2), { to: start + 60e6 });
    await store.finishWindow(windowId, 'complete', null, nothingSpent);
    expect(await gone(store)).toEqual([]);
  });

  test('what may be the object that could not be read is not gone', async () => {
    const store = await create(sessionPath());
    await collect(store, events(1, 2));
    const quarantined = [{ raw: '{"id":"e2","created_at":7}', reason: 'created_at' }];
    await collect(store, [], refresh, { quarantined });
    expect(await gone(store)).toEqual([0]);
  });

  test('is taken back with a transaction that fails', async () => {
    const store = await create(sessionPath());
    await collect(store, events(1, 2));
    await collect(store, events(1), refresh);
    const windowId = firstWindow(await store.openCollection(request(refresh)));
    const bad = { ...page(windowId, events(2)), body: undefined as unknown as string };
    await expect(store.commitPage(bad)).rejects.toThrow();
    expect(await gone(store)).toEqual([1]);
    await store.commitPage(page(windowId, events(2)));
    expect(await gone(store)).toEqual([]);
  });
});
