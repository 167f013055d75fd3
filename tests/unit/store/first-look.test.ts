import { userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { Failed } from '../../../src/shared/errors.ts';
import { openFile } from '../../../src/main/store/file/database.ts';
import { beginSession, type LocalSession } from '../../../src/main/store/open-session.ts';
import { SessionState } from '../../../src/main/store/state.ts';
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
} from '../../support/store/session.ts';

const events = range(0, 40).map((n) => readEvent(n));
const options = (path: string) => ({ path, key, version: '0.1.0' });

/** With everything that a row can carry: names, marks, flags, details, other versions. */
async function write(store: LocalSession): Promise<void> {
  const owner = { id: '3', name: 'Ольга', email: null };
  const first = await store.openCollection(request({ owner }));
  const own = readEvent(100, { event_key: 'audit_events_accessed', actor_id: '3' });
  own.event.event = 'audit_events_accessed';
  own.event.actor = '3';
  await store.commitPage(page(firstWindow(first), [...events, own]));
  await store.finishWindow(firstWindow(first), 'complete', null, nothingSpent);
  await store.finishCollection(first.id, null, null);
  // Asked again: one is gone, one has other contents, one came late.
  const again = await store.openCollection(request({ owner, refresh: true }));
  const changed = { ...readEvent(7, { details: { text: 'другое' } }) };
  const seen = [...events.slice(1, 7), changed, ...events.slice(8), own, readEvent(41)];
  await store.commitPage(page(firstWindow(again), seen));
  await store.finishWindow(firstWindow(again), 'complete', null, nothingSpent);
  await store.finishCollection(again.id, null, null);
  const guard = await store.openCollection(request({ source: 'jayguard' }));
  await store.commitPage(page(firstWindow(guard), [guardEvent('500', 50), guardEvent('501', 51)]));
  const details = firstWindow(await store.openDetails(detailsRequest()));
  const raw = '{"eventId":500,"content":"ответ","details":[]}';
  await store.commitDetails(answer(details, [{ id: '500', content: 'ответ', findings: [], raw }]));
  for (const collection of (await store.info()).collections) {
    await store.finishCollection(collection.id, null, null);
  }
  await store.setNames('pachca', { 1: 'Анна', 2: 'Борис' });
  await store.tagEvents({ rows: [1, 2, 3] }, 'второй', true);
  await store.tagEvents({ rows: [2, 3, 40] }, 'первый', true);
  await store.tagEvents({ rows: [3] }, 'второй', false);
  await store.setNote(2, 'так');
  await store.setNote(2, 'не так');
  await store.setNote(5, 'взято назад');
  await store.undoMarks();
}

/** As closing a large session does. */
async function putInOrder(path: string): Promise<void> {
  const file = await openFile(path, key);
  new SessionState(file, '0.1.0', userInfo().username).merge(1);
  file.close();
}

test('what is told before everything is loaded is what is told afterwards', async () => {
  const path = sessionPath();
  const store = await create(path);
  await write(store);
  await store.close();
  await putInOrder(path);
  const { early: at, session } = await beginSession(options(path));
  const early = {
    info: await at?.session.info(),
    rows: await at?.session.rows(everything, [], 0, 100),
    some: await at?.session.rows(everything, [], 10, 5),
    count: await at?.session.count(everything),
  };
  const whole = await session;
  expect(early).toEqual({
    info: await whole.info(),
    rows: await whole.rows(everything, [], 0, 100),
    some: await whole.rows(everything, [], 10, 5),
    count: await whole.count(everything),
  });
  // Of each kind there was something to tell.
  expect(early.info?.flags).toEqual({ late: 1, gone: 1, changed: 2, own: 1 });
  expect(early.info?.details).toEqual({ fetched: 1, of: 2 });
  expect(early.rows?.filter(({ tags, note }) => tags.length > 0 || note !== null)).toHaveLength(4);
  await whole.close();
});

test('only all rows newest first, their number and the session are told', async () => {
  const path = sessionPath();
  const store = await create(path);
  await write(store);
  await store.close();
  await putInOrder(path);
  const { early: at, session } = await beginSession(options(path));
  const newest = { field: 'time', descending: true };
  const told = (name: string, ...args: unknown[]) => at?.look.tells(name, args);
  expect(told('info')).toBe(true);
  expect(told('count', everything)).toBe(true);
  expect(told('rows', everything, [], 0, 10)).toBe(true);
  expect(told('rows', everything, [newest], 0, 10)).toBe(true);
  expect(told('rows', everything, [{ ...newest, descending: false }], 0, 10)).toBe(false);
  expect(told('rows', { ...everything, query: 'посылка' }, [], 0, 10)).toBe(false);
  expect(told('rows', { ...everything, period: { from: 0, to: 1 } }, [], 0, 10)).toBe(false);
  expect(told('count', { ...everything, query: 'посылка' })).toBe(false);
  expect(told('facet', everything, 'event', 10)).toBe(false);
  await (await session).close();
});

test('nothing is told early of a session that holds more than was put in order', async () => {
  const path = sessionPath();
  const store = await create(path);
  await write(store);
  await store.close();
  const before = await beginSession(options(path));
  expect(before.early).toBeNull();
  await (await before.session).close();
  await putInOrder(path);
  const grown = await open(path);
  const window = firstWindow(await grown.openCollection(request({ refresh: true })));
  await grown.commitPage(page(window, [readEvent(60)]));
  await grown.close();
  const after = await beginSession(options(path));
  expect(after.early).toBeNull();
  await (await after.session).close();
});

test('loading ends when it is not wanted any more, and the file is free', async () => {
  const path = sessionPath();
  const store = await create(path);
  await write(store);
  await store.close();
  await putInOrder(path);
  let turns = 0;
  const { session } = await beginSession(options(path), async () => {
    turns += 1;
    if (turns === 3) throw new Failed('cancelled');
  });
  await expect(session).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  await (await open(path)).close();
});
