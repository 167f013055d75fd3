import { expect, test } from 'vitest';
import type { EventDetails } from '../../../src/shared/session.ts';
import {
  answer,
  create,
  day,
  detailsRequest,
  everything,
  firstWindow,
  guardEvent,
  nothingSpent,
  open,
  page,
  request,
  sessionPath,
  start,
} from '../../support/store/session.ts';

function details(id: string): EventDetails {
  const findings = [{ method: 'passport', value: '4510 123456' }];
  return { id, content: `ответ ${id}`, findings, raw: `{"eventId":${id}}` };
}

async function withEvents(path: string, ...ids: string[]) {
  const store = await create(path);
  const collection = await store.openCollection(request({ source: 'jayguard' }));
  const events = ids.map((id, n) => guardEvent(id, n));
  await store.commitPage(page(firstWindow(collection), events));
  await store.finishWindow(firstWindow(collection), 'complete', null, nothingSpent);
  await store.finishCollection(collection.id, null, null);
  return store;
}

test('details are a collection with one window, whose answers count what they brought', async () => {
  const path = sessionPath();
  const store = await withEvents(path, '1', '2', '3');
  const owner = { id: '7', name: null, email: 'a@b.test' };
  const opened = await store.openDetails(detailsRequest({ owner }));
  expect(opened).toMatchObject({
    purpose: 'details',
    status: 'running',
    from: null,
    to: null,
    selection: everything,
    owner,
    windows: [{ from: start, to: start + 2e6, status: 'pending' }],
  });
  const windowId = firstWindow(opened);
  const quarantined = [{ raw: '{"eventId":3,"details":7}', reason: 'details' }];
  const items = [details('1'), details('99')];
  const told = { quarantined, position: '0', clockOffsetMs: 40 };
  expect(await store.commitDetails(answer(windowId, items, told))).toBe(1);
  expect(await store.commitDetails(answer(windowId, [details('2')]))).toBe(1);
  await store.finishWindow(windowId, 'complete', null, { ...nothingSpent, requests: 1 });
  const ended = await store.finishCollection(opened.id, null, null);
  expect(ended).toMatchObject({
    status: 'complete',
    clockOffsetMs: 40,
    windows: [
      {
        position: null,
        counts: { requests: 3, pages: 2, received: 4, newEvents: 2, quarantined: 1 },
      },
    ],
  });
  const { coverage, quarantined: unread } = await store.info();
  expect(coverage).toEqual([
    { source: 'jayguard', from: start, to: start + day - 1, state: 'complete' },
  ]);
  expect(unread).toBe(1);
  expect(await store.quarantine(0, 10)).toMatchObject([{ collectionId: opened.id }]);
  await store.verify(new AbortController().signal);
});

test('an unfinished one of the same selection goes on, another or a complete one does not', async () => {
  const path = sessionPath();
  const store = await withEvents(path, '1', '2');
  const period = { from: start, to: start + 1e6 };
  const selection = { ...everything, query: 'redact', period };
  const opened = await store.openDetails(detailsRequest({ selection }));
  expect(opened.windows).toMatchObject([{ from: start, to: start + 1e6 - 1 }]);
  await store.commitDetails(answer(firstWindow(opened), [details('1')], { position: '0' }));
  await store.close();

  const again = await open(path);
  expect((await again.info()).collections[1]).toMatchObject({
    status: 'partial',
    stop: 'interrupted',
    windows: [{ status: 'pending', counts: { interruptions: 1 } }],
  });
  const resumed = await again.openDetails(
    detailsRequest({
      selection: { zone: 'UTC', period: { to: period.to, from: start }, query: 'redact' },
    }),
  );
  expect(resumed).toMatchObject({
    id: opened.id,
    status: 'running',
    stop: null,
    windows: [{ position: '0', counts: { newEvents: 1 } }],
  });
  const others = [{}, { selection, address: 'https://other.test' }];
  for (const other of others) {
    expect((await again.openDetails(detailsRequest(other))).id).not.toBe(opened.id);
  }
  await again.finishWindow(firstWindow(resumed), 'complete', null, nothingSpent);
  await again.finishCollection(opened.id, null, null);
  expect((await again.openDetails(detailsRequest({ selection }))).id).not.toBe(opened.id);
});

test('details of one service are not those of another with the same ids', async () => {
  const store = await withEvents(sessionPath(), '1');
  const address = 'https://other.test';
  const other = await store.openCollection(request({ source: 'jayguard', address }));
  const { event } = guardEvent('1', 50);
  await store.commitPage(page(firstWindow(other), [{ event, raw: '{"eventId":1,"other":true}' }]));
  const opened = await store.openDetails(detailsRequest({ address }));
  expect(await store.commitDetails(answer(firstWindow(opened), [details('1')]))).toBe(1);
  expect((await store.event(0)).rawDetails).toBeNull();
  expect((await store.event(1)).rawDetails).toBe(details('1').raw);
});

test('details are no events: a period is not found among them', async () => {
  const store = await withEvents(sessionPath(), '1');
  const selection = { ...everything, period: { from: start, to: start + day } };
  const opened = await store.openDetails(detailsRequest({ selection }));
  const events = await store.openCollection(request({ source: 'jayguard' }));
  expect(events.id).not.toBe(opened.id);
  expect(events.purpose).toBe('events');
});

test('brief rows are the whole ones without content and values, before and after opening again', async () => {
  const path = sessionPath();
  const store = await withEvents(path, '1', '2', '3');
  const opened = await store.openDetails(detailsRequest());
  const found = {
    ...details('1'),
    findings: [...details('x').findings, { method: 'b', value: '2' }],
  };
  const items = [found, { ...details('2'), findings: [] }];
  await store.commitDetails(answer(firstWindow(opened), items));
  const expectBrief = async (session: typeof store) => {
    const [whole, brief] = await Promise.all(
      [false, true].map((one) => session.rows(everything, [], 0, 10, one)),
    );
    expect(whole?.map(({ findings }) => findings?.length)).toEqual([undefined, 0, 2]);
    expect(brief).toEqual(
      whole?.map((row) => ({
        ...row,
        content: null,
        findings: row.findings?.map(({ method }) => ({ method, value: '' })) ?? null,
      })),
    );
  };
  await expectBrief(store);
  await store.close();
  const again = await open(path);
  await expectBrief(again);
  await again.close();
});
