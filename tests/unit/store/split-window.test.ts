import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  create,
  day,
  firstWindow,
  nothingSpent,
  open,
  page,
  readEvent,
  request,
  sessionPath,
  start,
} from '../../support/store/session.ts';

const whole = { from: start, to: start + day - 1 };

test('however a window is cut, its parts touch and cover the same, and the ledger says so', async () => {
  const borders = fc.uniqueArray(fc.integer({ min: start + 1, max: start + day - 1 }), {
    minLength: 1,
    maxLength: 30,
  });
  await fc.assert(
    fc.asyncProperty(borders, async (cuts) => {
      const store = await create(sessionPath());
      const before = { from: start - day, to: start - 1 };
      const windows = [before, whole];
      const opened = await store.openCollection(request({ from: before.from, windows }));
      const sorted = cuts.toSorted((a, b) => a - b);
      const parts = await store.splitWindow(opened.windows[1]?.id ?? 0, sorted);
      expect(parts.map(({ from }) => from)).toEqual([start, ...sorted]);
      expect(parts.map(({ to }) => to)).toEqual([...sorted.map((cut) => cut - 1), whole.to]);
      expect(parts[0]?.id).toBe(opened.windows[1]?.id);
      const [collection] = (await store.info()).collections;
      expect(collection?.windows).toEqual([opened.windows[0], ...parts]);
    }),
    { numRuns: 5 },
  );
});

test('it is only complete when all parts are, also after it was opened again', async () => {
  const path = sessionPath();
  const store = await create(path);
  const opened = await store.openCollection(request({ windows: [whole] }));
  const [older, newer] = await store.splitWindow(firstWindow(opened), [start + day / 2]);
  await store.finishWindow(newer?.id ?? 0, 'complete', null, nothingSpent);
  expect((await store.finishCollection(opened.id, null, null)).status).toBe('partial');
  await store.close();
  const again = await (await open(path)).openCollection(request({ windows: [whole] }));
  expect(again.windows).toMatchObject([
    { id: older?.id, status: 'pending' },
    { id: newer?.id, status: 'complete' },
  ]);
});

test('a window that has a page, or borders that are none, are refused', async () => {
  const store = await create(sessionPath());
  const id = firstWindow(await store.openCollection(request({ windows: [whole] })));
  for (const borders of [[start], [start + day], [start + 9, start + 8], [start + 8, start + 8]]) {
    await expect(store.splitWindow(id, borders)).rejects.toThrow('input.invalid');
  }
  await store.commitPage(page(id, [readEvent(1)], { position: 'next-1' }));
  await expect(store.splitWindow(id, [start + day / 2])).rejects.toThrow('input.invalid');
});

test('what a window spent before it was stopped is kept, and it is as if it had not been asked', async () => {
  const store = await create(sessionPath());
  const opened = await store.openCollection(request({ windows: [whole] }));
  const spent = { requests: 3, retries: 2, waitedMs: 900 };
  await store.finishWindow(firstWindow(opened), 'pending', null, spent);
  const { windows } = await store.finishCollection(opened.id, null, 'paused');
  expect(windows[0]).toMatchObject({ status: 'pending', reason: null, counts: spent });
});
