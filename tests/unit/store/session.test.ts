import { describe, expect, test } from 'vitest';
import {
  answer,
  create,
  detailsRequest,
  everything,
  filled,
  firstWindow,
  guardEvent,
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

function details(content: string) {
  return {
    id: '1',
    content,
    findings: [{ method: 'passport', value: '4510 123456' }],
    raw: `{"eventId":1,"content":"${content}"}`,
  };
}

describe('what was committed is there after closing', () => {
  test('events, bodies to the letter, marks, names and details', async () => {
    const path = sessionPath();
    const store = await create(path);
    const collection = await store.openCollection(request());
    const events = range(0, 200).map((n) => readEvent(n));
    for (const part of [events.slice(0, 120), events.slice(120)]) {
      await store.commitPage(page(firstWindow(collection), part, { position: 'p' }));
    }
    await store.setNames('pachca', { 3: 'Анна' });
    await store.setMarks([5, 7], { tags: ['проверить'], note: 'странно' });
    await store.close();

    const again = await open(path);
    const rows = await again.rows(everything, [], 0, 300);
    expect(rows).toHaveLength(200);
    expect(rows[0]).toMatchObject({ id: 'e199', time: '2026-03-01T00:03:19.000Z' });
    const fifth = await again.event(5);
    expect(fifth.raw).toBe(events[5]?.raw);
    expect(fifth.event).toMatchObject({ tags: ['проверить'], note: 'странно' });
    expect(fifth.collectionId).toBe(collection.id);
    expect((await again.event(3)).event.actorName).toBe('Анна');
    expect(await again.unnamedActors('pachca', 10)).not.toContain('3');
  });

  test('rows far apart and close together are read alike, however long their runs are', async () => {
    const path = sessionPath();
    const store = await create(path);
    const collection = await store.openCollection(request());
    const events = range(0, 700).map((n) => readEvent(n));
    let from = 0;
    for (const length of [1, 64, 1, 63, 150, 20, 20, 20, 65, 200, 96]) {
      const some = events.slice(from, (from += length));
      await store.commitPage(page(firstWindow(collection), some, { position: 'p' }));
    }
    await store.close();

    const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
    for (const step of [1, 7, 63, 64, 65, 140]) {
      const again = await open(path);
      const wanted = range(0, 700).filter((n) => n % step === 0);
      await again.setMarks(wanted, { tags: ['x'], note: null });
      const tagged = { ...everything, query: 'tag:x' };
      for (const brief of [true, false]) {
        const found = await again.rows(tagged, [{ field: 'id', descending: false }], 0, 700, brief);
        expect(ids(found)).toEqual(wanted.map((n) => `e${n}`).toSorted());
      }
      await again.setMarks(wanted, { tags: [], note: null });
      await again.close();
    }
  });

  test('names come a batch at a time; a later batch leaves the earlier ones', async () => {
    const path = sessionPath();
    const store = await create(path);
    const collection = await store.openCollection(request());
    await store.commitPage(page(firstWindow(collection), [readEvent(1), readEvent(2)]));
    await store.setNames('pachca', { 1: 'Анна' });
    await store.setNames('pachca', { 2: 'Пётр' });
    const namesOf = async (session: typeof store) =>
      (await session.rows(everything, [], 0, 10)).map(({ actorName }) => actorName);
    expect(await namesOf(store)).toEqual(['Пётр', 'Анна']);
    await store.close();
    expect(await namesOf(await open(path))).toEqual(['Пётр', 'Анна']);
  });

  test('integers beyond 2^53 keep their digits, and are asked for as integers', async () => {
    const path = sessionPath();
    const store = await create(path);
    const collection = await store.openCollection(request({ source: 'jayguard' }));
    const id = '9007199254740993';
    await store.commitPage(page(firstWindow(collection), [guardEvent(id, 1)]));
    expect((await store.event(0)).raw).toContain(`"eventId":${id},`);
    expect(await store.withoutDetails(everything, 10, -1)).toEqual([{ row: 0, id, literal: id }]);
  });

  test('details arrive, count, and can be replaced; unknown ids are ignored', async () => {
    const path = sessionPath();
    const store = await create(path);
    const collection = await store.openCollection(request({ source: 'jayguard' }));
    await store.commitPage(page(firstWindow(collection), [guardEvent('1', 1), guardEvent('2', 2)]));
    const unknown = { ...details('нет'), id: '99' };
    const windowId = firstWindow(await store.openDetails(detailsRequest()));
    expect(await store.commitDetails(answer(windowId, [details('раз'), unknown]))).toBe(1);
    expect(await store.commitDetails(answer(windowId, [details('два')]))).toBe(1);
    await store.close();

    const again = await open(path);
    const { event, rawDetails } = await again.event(0);
    expect(event.content).toBe('два');
    expect(event.findings).toHaveLength(1);
    expect(rawDetails).toBe(details('два').raw);
    expect((await again.info()).details).toEqual({ fetched: 1, of: 2 });
    expect(await again.count({ ...everything, query: 'finding:4510' })).toBe(1);
    expect((await again.withoutDetails(everything, 10, -1)).map(({ id }) => id)).toEqual(['2']);
  });

  test('an event of 5 MB', async () => {
    const path = sessionPath();
    const big = readEvent(1, { details: { text: 'ж'.repeat(2_500_000) } });
    const store = await filled(path, [readEvent(0), big, readEvent(2)]);
    await store.close();
    const again = await open(path);
    expect((await again.event(1)).raw).toBe(big.raw);
    expect((await again.event(2)).raw).toBe(readEvent(2).raw);
  });

  test('what could not be read stays in quarantine and is counted', async () => {
    const path = sessionPath();
    const store = await create(path);
    const windowId = firstWindow(await store.openCollection(request()));
    const broken = { raw: '{"id":\n7', reason: 'created_at' };
    await store.commitPage(
      page(windowId, [readEvent(1)], { quarantined: [broken], outOfWindow: 2 }),
    );
    await store.close();
    const again = await open(path);
    expect(await again.quarantine(0, 10)).toEqual([
      {
        ...broken,
        id: 1,
        source: 'pachca',
        collectionId: 1,
        receivedAt: '2026-03-02T10:00:00.000Z',
      },
    ]);
    const info = await again.info();
    expect(info.quarantined).toBe(1);
    expect(info.collections[0]?.windows[0]?.counts).toMatchObject({
      pages: 1,
      received: 4,
      newEvents: 1,
      quarantined: 1,
      outOfWindow: 2,
    });
  });

  test('an object that cannot be read is one, however often a collection meets it', async () => {
    const path = sessionPath();
    const store = await create(path);
    const first = firstWindow(await store.openCollection(request()));
    const [one, other] = [7, 8].map((n) => ({ raw: `{"id":${n}}`, reason: 'created_at' }));
    if (!one || !other) throw new Error('two');
    await store.commitPage(page(first, [], { quarantined: [one] }));
    const lost = { windowId: 999, body: '', events: [], quarantined: [other] };
    await expect(store.commitImport(lost)).rejects.toThrow();
    await store.commitPage(page(first, [], { quarantined: [one, other] }));
    await store.finishWindow(first, 'complete', null, nothingSpent);
    await store.close();

    const again = await open(path);
    const refreshed = firstWindow(await again.openCollection(request({ refresh: true })));
    await again.commitPage(page(refreshed, [], { quarantined: [one, other, one] }));
    const { quarantined, collections } = await again.info();
    expect(quarantined).toBe(2);
    expect(collections.map(({ windows }) => windows[0]?.counts.quarantined)).toEqual([2, 2]);
    expect(await again.quarantine(0, 10)).toMatchObject([one, other]);
    expect(await again.quarantine(1, 10)).toMatchObject([other]);
  });
});

describe('the same event again', () => {
  test('is a duplicate, key order and white space aside, in one page or in two', async () => {
    const path = sessionPath();
    const store = await filled(path, [readEvent(1), readEvent(1), readEvent(2)]);
    const windowId = firstWindow((await store.info()).collections[0] ?? expect.fail());
    const { event, raw } = readEvent(2);
    const entries = Object.entries(JSON.parse(raw) as object).toReversed();
    const turned = { event, raw: JSON.stringify(Object.fromEntries(entries), null, 1) };
    expect(turned.raw).not.toBe(raw);
    const result = await store.commitPage(page(windowId, [turned, readEvent(3)]));
    expect(result).toEqual({ newEvents: 1, duplicates: 1, conflicts: 0, late: 0 });
    expect(await store.count(everything)).toBe(3);
  });

  test('with other content is kept beside it and counted, after reopening too', async () => {
    const path = sessionPath();
    const first = await filled(path, [readEvent(1), readEvent(2)]);
    await first.close();
    const store = await open(path);
    const windowId = firstWindow((await store.info()).collections[0] ?? expect.fail());
    const other = readEvent(1, { ip_address: '10.9.9.9' });
    const third = readEvent(1, { ip_address: '10.9.9.8' });
    const result = await store.commitPage(page(windowId, [other, third, readEvent(1)]));
    expect(result).toEqual({ newEvents: 2, duplicates: 1, conflicts: 2, late: 0 });
    expect((await store.event(0)).otherVersions).toEqual([2, 3]);
    expect((await store.event(3)).otherVersions).toEqual([0, 2]);
    expect((await store.event(1)).otherVersions).toEqual([]);
    expect((await store.info()).conflicts).toBe(2);
  });

  test('numbers that differ beyond 2^53 are other content', async () => {
    const store = await filled(sessionPath(), [readEvent(1)]);
    const windowId = firstWindow((await store.info()).collections[0] ?? expect.fail());
    const { event } = readEvent(1);
    const one = { event, raw: '{"n":9007199254740993}' };
    const two = { event, raw: '{"n":9007199254740992}' };
    const result = await store.commitPage(page(windowId, [one, two]));
    expect(result.newEvents).toBe(2);
  });

  test('from another address is a duplicate when equal, and simply another event when not', async () => {
    const store = await filled(sessionPath(), [readEvent(1), readEvent(2)]);
    const other = await store.openCollection(request({ address: 'https://other.test' }));
    const events = [readEvent(1), readEvent(2, { ip_address: '10.1.1.1' })];
    const result = await store.commitPage(page(firstWindow(other), events));
    expect(result).toEqual({ newEvents: 1, duplicates: 1, conflicts: 0, late: 0 });
    expect((await store.event(1)).otherVersions).toEqual([]);
  });

  test('from a file with other content is a conflict', async () => {
    const store = await filled(sessionPath(), [readEvent(1)]);
    const windowId = firstWindow(await store.openImport('pachca', 'saved.json'));
    const changed = readEvent(1, { ip_address: '10.1.1.1' });
    const result = await store.commitImport({
      windowId,
      body: changed.raw,
      events: [{ ...changed, rawDetails: null, marks: null }],
      quarantined: [],
    });
    expect(result).toEqual({ newEvents: 1, duplicates: 0, conflicts: 1, late: 0 });
  });
});

describe('imports', () => {
  test('bring details and marks along, for known events too', async () => {
    const path = sessionPath();
    const store = await create(path);
    const collection = await store.openCollection(request({ source: 'jayguard' }));
    await store.commitPage(page(firstWindow(collection), [guardEvent('1', 1)]));
    await store.setMarks([0], { tags: ['a'], note: null });
    const windowId = firstWindow(await store.openImport('jayguard', 'export.ndjson'));
    const { event, raw } = guardEvent('1', 1);
    const findings = [{ method: 'm', value: 'v' }];
    await store.commitImport({
      windowId,
      body: 'lines',
      events: [
        {
          event: { ...event, content: 'ответ', findings },
          raw,
          rawDetails: '{"eventId":1}',
          marks: { tags: ['b'], note: 'n' },
        },
      ],
      quarantined: [],
    });
    await store.close();
    const again = await open(path);
    const found = await again.event(0);
    expect(found.event).toMatchObject({ content: 'ответ', findings, tags: ['a', 'b'], note: 'n' });
    expect(found.rawDetails).toBe('{"eventId":1}');
  });

  test('cover nothing and tell from when to when they reach', async () => {
    const store = await create(sessionPath());
    const windowId = firstWindow(await store.openImport('pachca', 'saved.json'));
    const events = [readEvent(5), readEvent(2)].map((one) => ({
      ...one,
      rawDetails: null,
      marks: null,
    }));
    await store.commitImport({ windowId, body: 'x', events, quarantined: [] });
    await store.finishWindow(windowId, 'complete', null, nothingSpent);
    const info = await store.info();
    expect(info.coverage).toEqual([]);
    expect(info.collections[0]?.windows[0]).toMatchObject({
      from: start + 2e6,
      to: start + 5e6,
      status: 'complete',
    });
  });
});

describe('scan', () => {
  test('gives every row in the order asked for, with its JSON', async () => {
    const store = await filled(
      sessionPath(),
      range(0, 2500).map((n) => readEvent(n)),
    );
    const seen: string[] = [];
    const sort = [{ field: 'event', descending: false }];
    for await (const batch of store.scan(everything, sort, signal)) {
      expect(batch.length).toBeLessThanOrEqual(1000);
      for (const { row, raw } of batch) {
        expect((JSON.parse(raw) as { id: string }).id).toBe(row.id);
        seen.push(row.id);
      }
    }
    const rows = await store.rows(everything, sort, 0, 2500);
    expect(seen).toEqual(rows.map(({ id }) => id));
  });

  test('stops when it is cancelled', async () => {
    const store = await filled(
      sessionPath(),
      range(0, 2500).map((n) => readEvent(n)),
    );
    const controller = new AbortController();
    const reading = async () => {
      for await (const _ of store.scan(everything, [], controller.signal)) controller.abort();
    };
    await expect(reading()).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  });
});
