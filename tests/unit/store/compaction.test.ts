import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { Compaction } from '../../../src/main/store/compaction.ts';
import { createEventIndex } from '../../../src/main/store/engine/index.ts';
import { openFile } from '../../../src/main/store/file/database.ts';
import type { SessionStore } from '../../../src/main/store/session-store.ts';
import { SessionState } from '../../../src/main/store/state.ts';
import {
  answer,
  create,
  detailsRequest,
  everything,
  firstWindow,
  guardEvent,
  key,
  open,
  page,
  range,
  readEvent,
  request,
  sessionPath,
} from '../../support/store/session.ts';

/** Everything that is asked of the index, in short. */
async function answers(store: SessionStore): Promise<unknown> {
  const on = (query: string) => ({ ...everything, query });
  const queries = ['', 'посылка', 'паспорт', 'content:ответ', 'has:findings', 'is:unfetched'];
  const info = await store.info();
  return {
    info: { events: info.events, details: info.details, flags: info.flags },
    found: await Promise.all(
      queries.map(async (query) => ({
        newest: (await store.rows(on(query), [], 0, 1000)).map(({ id }) => id),
        byText: await store.rows(on(query), [{ field: 'text', descending: true }], 0, 1000),
        facets: [
          await store.facet(on(query), 'event', 10),
          await store.facet(on(query), 'details.text', 10),
          await store.facet(on(query), 'findings', 10),
        ],
        histogram: await store.histogram(on(query), 'auto'),
      })),
    ),
  };
}

const inFile = (path: string) =>
  onFile(path, ({ db }) => ({
    pieces: db.prepare(`SELECT part || ' ' || first FROM piece ORDER BY part`).pluck().all(),
    batches: db.prepare('SELECT answer_id FROM batch WHERE length(columns) > 0').pluck().all(),
    details: db
      .prepare('SELECT answer_id FROM details_batch WHERE length(columns) > 0')
      .pluck()
      .all(),
  }));

/** Works on a session that no one has open. */
async function onFile<T>(path: string, work: (state: SessionState) => T): Promise<T> {
  const file = await openFile(path, key);
  try {
    return work(new SessionState(file, 'test', 'test'));
  } finally {
    file.close();
  }
}

/** Pages of both services and details, some of them told again with other contents. */
async function write(store: SessionStore, from: number, to: number): Promise<void> {
  const pachca = firstWindow(await store.openCollection(request({ refresh: true })));
  const guard = firstWindow(
    await store.openCollection(request({ source: 'jayguard', refresh: true })),
  );
  const details = firstWindow(await store.openDetails(detailsRequest()));
  for (const n of range(from, to)) {
    await store.commitPage(page(pachca, [readEvent(2 * n), readEvent(2 * n + 1)]));
    await store.commitPage(page(guard, [guardEvent(String(n), n)]));
    const raw = `{"eventId":${n},"content":"ответ ${n}","details":[]}`;
    const item = { id: String(n - (n % 3)), content: `ответ ${n}`, findings: [], raw };
    await store.commitDetails(answer(details, [item]));
  }
}

test('a session in pieces answers as before, and takes in what comes after', async () => {
  const path = sessionPath();
  const store = await create(path);
  await write(store, 0, 5);
  let expected = await answers(store);
  await store.close();
  for (const round of range(1, 4)) {
    await onFile(path, (state) => state.merge(1));
    const kept = await inFile(path);
    expect(kept.pieces).toEqual(['details 0', 'order 0', 'rows 0', 'summary 0', 'texts 1']);
    expect(kept).toMatchObject({ batches: [], details: [] });
    const again = await open(path);
    expect(await answers(again)).toEqual(expected);
    await write(again, round * 5, round * 5 + 5);
    expected = await answers(again);
    await again.close();
    expect((await inFile(path)).batches.length).toBe(10);
    const once = await open(path);
    expect(await answers(once)).toEqual(expected);
    await once.verify(new AbortController().signal);
    await once.close();
  }
});

test('fifty answers are put in order when their collection ends, fewer are left as they are', async () => {
  for (const [pages, batches] of [
    [49, 49],
    [50, 0],
  ] as const) {
    const path = sessionPath();
    const store = await create(path);
    const collection = await store.openCollection(request());
    for (const n of range(0, pages)) {
      await store.commitPage(page(firstWindow(collection), [readEvent(n)]));
    }
    await store.finishCollection(collection.id, null, null);
    await store.commitPage(page(firstWindow(collection), [readEvent(-1)]));
    expect(await store.count(everything)).toBe(pages + 1);
    await store.close();
    expect((await inFile(path)).batches.length).toBe(batches + 1);
    // What is in pieces counts no more when the session is opened again.
    const again = await open(path);
    await again.finishCollection(collection.id, null, null);
    await again.close();
    expect((await inFile(path)).batches.length).toBe(batches === 0 ? 1 : 0);
  }
});

test('pieces that are full are left as they are', async () => {
  const path = sessionPath();
  const pieces = () =>
    onFile(path, ({ db }) =>
      db.prepare(`SELECT part || ' ' || first AS piece, answer_id FROM piece`).all(),
    );
  const mergeBySeven = () =>
    onFile(path, ({ file, events }) => {
      const index = createEventIndex(events);
      const compaction = new Compaction(file, 7);
      for (const _ of compaction.load(index)) continue;
      compaction.merge(index, () => null, 1);
    });
  const made = await create(path);
  await write(made, 0, 8);
  await made.close();
  for (const round of range(1, 4)) {
    const store = await open(path);
    const expected = await answers(store);
    await store.close();
    const before = await pieces();
    await mergeBySeven();
    const after = await pieces();
    expect(after.length).toBeGreaterThan(Math.max(3, before.length));
    const changed = before.filter((one) => !after.some((other) => isDeepStrictEqual(one, other)));
    // The last one of each part, the order and the summary.
    expect(changed.length).toBe(before.length === 0 ? 0 : 5);
    const again = await open(path);
    expect(await answers(again)).toEqual(expected);
    await write(again, round * 8, round * 8 + 8);
    await again.close();
  }
});

test.each(['batch', 'details_batch', 'piece'])(
  'putting in order that fails at %s leaves all as it was, and is no failure',
  async (table) => {
    const path = sessionPath();
    const store = await create(path);
    await write(store, 0, 4);
    const expected = await answers(store);
    await store.close();
    const before = await inFile(path);
    await onFile(path, (state) => {
      const when =
        table === 'piece' ? `INSERT ON piece WHEN NEW.part = 'order'` : `UPDATE ON ${table}`;
      state.db.exec(`CREATE TEMP TRIGGER stop BEFORE ${when} BEGIN SELECT RAISE(ABORT, 'x'); END`);
      state.merge(1);
    });
    expect(await inFile(path)).toEqual(before);
    const again = await open(path);
    expect(await answers(again)).toEqual(expected);
    await write(again, 4, 6);
    await again.close();
  },
);

test('pieces that do not fit the events are damage', async () => {
  for (const damage of [
    `DELETE FROM piece WHERE part = 'rows'`,
    `DELETE FROM piece WHERE part = 'texts'`,
    `DELETE FROM piece WHERE part = 'order'`,
    `UPDATE piece SET columns = substr(columns, 1, 20)`,
    `UPDATE piece SET answer_id = 1`,
  ]) {
    const path = sessionPath();
    const store = await create(path);
    await write(store, 0, 3);
    await store.close();
    await onFile(path, (state) => {
      state.merge(1);
      state.db.exec(damage);
    });
    await expect(open(path), damage).rejects.toMatchObject({
      failure: { kind: 'session.damaged' },
    });
  }
});
