import { expect, test } from 'vitest';
import { maskedView } from '../../../src/main/store/masked-view.ts';
import { ShownParts } from '../../../src/main/privacy/shown.ts';
import { openFile } from '../../../src/main/store/file/database.ts';
import { isMasked } from '../../../src/shared/masking.ts';
import type { Finding } from '../../../src/shared/rules.ts';
import type { RevealDraft } from '../../../src/shared/reveals.ts';
import {
  answer,
  detailsRequest,
  everything,
  filled,
  firstWindow,
  guardEvent,
  key,
  open,
  page,
  readEvent,
  request,
  sessionPath,
} from '../../support/store/session.ts';

const secrets = ['Посылка', '4510', 'Паспорт', 'Ладога', 'Ключ Иванова'];
const all = { ...everything };

/** Events of both services, details, and an object that could not be read. */
async function session(path = sessionPath()) {
  const details = { new_name: 'Ладога', 'Ключ Иванова': 5, user_id: 'u5', duration: 7 };
  const store = await filled(path, [readEvent(1), readEvent(2, { details })]);
  const guard = firstWindow(await store.openCollection(request({ source: 'jayguard' })));
  const quarantined = [{ raw: '{"id":7,"message":"Паспорт"}', reason: 'created_at' }];
  await store.commitPage(page(guard, [guardEvent('3', 3)], { quarantined }));
  const window = firstWindow(await store.openDetails(detailsRequest()));
  const raw = '{"eventId":3,"content":"Паспорт","details":[{"searchMethodId":"p","value":"4510"}]}';
  const findings = [{ method: 'p', value: '4510' }];
  await store.commitDetails(answer(window, [{ id: '3', content: 'Паспорт', findings, raw }]));
  return store;
}

const rowOf = { rename: 1, message: 2 };

test('nothing a window can ask for holds personal data', async () => {
  const store = await session();
  const view = maskedView(store);
  const fields = ['text', 'content', 'findings', 'details.text', 'details.new_name', 'details.id'];
  const answers = [
    await view.rows(all, [], 0, 10),
    await Promise.all([0, 1, 2].map((row) => view.event(row))),
    await view.neighbours(all, 1, 5),
    await Promise.all(fields.map((field) => view.facet(all, field, 10))),
    await view.detailKeys(),
    await view.quarantine(0, 10),
    await view.overview(all),
  ];
  const text = JSON.stringify(answers);
  expect(text).toContain('‹masked·');
  for (const secret of secrets) expect(text).not.toContain(secret);
});

test('queries and counts are those of the full data, and values that are no secret are told', async () => {
  const view = maskedView(await session());
  expect(await view.count({ ...all, query: 'паспорт' })).toBe(1);
  const durations = await view.facet(all, 'details.duration', 10);
  expect(durations.values).toEqual([{ value: '7', count: 1 }]);
  expect((await view.facet(all, 'findings', 10)).values).toEqual([{ value: 'p', count: 1 }]);
  expect((await view.facet(all, 'details.user_id', 10)).values).toEqual([
    { value: 'u5', count: 1 },
  ]);
});

test('a pseudonym that was shown finds the events it stands for', async () => {
  const view = maskedView(await session());
  const [name] = (await view.facet(all, 'details.new_name', 10)).values;
  const query = `details.new_name:"${name?.value}"`;
  expect(isMasked(name?.value ?? '')).toBe(true);
  expect(await view.count({ ...all, query })).toBe(1);
  expect(await view.count({ ...all, query: `-${query}` })).toBe(2);
  expect(await view.count({ ...all, query: '‹masked·0123456789ab›' })).toBe(0);
});

test.each([
  ['an event', { row: rowOf.message, field: null }, ['Паспорт', '4510', 'Посылка']],
  ['a field of it', { row: rowOf.message, field: 'findings' }, ['4510']],
  ['a field everywhere', { row: null, field: 'details.new_name' }, ['Ладога']],
  ['everything', { row: null, field: null }, secrets],
])('%s that is shown is shown, and no more', async (_what, part, expected) => {
  const shown = new ShownParts();
  const view = maskedView(await session(), shown);
  shown.add(part);
  const events = await Promise.all([0, 1, 2].map((row) => view.event(row)));
  const text = JSON.stringify([await view.rows(all, [], 0, 10), events]);
  const seen = secrets.filter((secret) => text.includes(secret));
  if (part.field === 'findings') {
    // The number stands in the message as well, which stays masked.
    expect(JSON.stringify(events[2]?.event.text)).not.toContain('4510');
  }
  expect(seen.toSorted()).toEqual(expected.toSorted());
  shown.hide();
  expect(JSON.stringify(await view.rows(all, [], 0, 10))).not.toContain(expected[0]);
});

test('a finding that was judged while everything was shown is masked as well', async () => {
  const store = await session();
  const group = { new_name: 'Ладога', 'details.new_name': 'Ладога', ip: '10.0.0.1', actor_id: '7' };
  const finding: Finding = {
    key: 'k',
    rule: 'r',
    title: 'Правило',
    severity: 'low',
    from: 0,
    to: 1,
    events: 1,
    rows: [1],
    group,
    reason: null,
    query: 'details.new_name:"Ладога"',
  };
  await store.judge({ finding, state: 'confirmed', reason: null });
  const [judged] = await maskedView(store).triage();
  expect(JSON.stringify(judged)).not.toContain('Ладога');
  expect(judged?.finding).toMatchObject({ query: null, group: { ip: '10.0.0.1', actor_id: '7' } });
  const shown = new ShownParts();
  shown.add({ row: null, field: null });
  expect((await maskedView(store, shown).triage())[0]?.finding.group).toEqual(group);
});

const draft: RevealDraft = {
  action: 'show',
  row: 2,
  field: null,
  events: null,
  target: null,
  reason: 'жалоба № 5',
};

test('the record of reveals is kept with who, when, what and why, and only grows', async () => {
  const path = sessionPath();
  const store = await session(path);
  await store.recordReveal(draft);
  await store.recordReveal({ ...draft, action: 'export', row: null, events: 3, target: 'a.csv' });
  await expect(store.recordReveal({ ...draft, row: 99 })).rejects.toThrow('input.invalid');
  await store.close();
  const again = await open(path);
  const [exported, shown] = await again.reveals();
  expect(exported).toMatchObject({ action: 'export', events: 3, target: 'a.csv', event: null });
  expect(shown).toMatchObject({ ...draft, event: { source: 'jayguard', id: '3' } });
  expect(shown?.who).not.toBe('');
  expect(Date.parse(shown?.at ?? '')).toBeGreaterThan(0);
  await again.close();
  const file = await openFile(path, key);
  for (const sql of ['DELETE FROM reveal', `UPDATE reveal SET reason = ''`]) {
    expect(() => file.db.exec(sql)).toThrow('only grows');
  }
  file.close();
});

test('pseudonyms are the same when the session is opened again', async () => {
  const path = sessionPath();
  const store = await session(path);
  const before = await maskedView(store).event(rowOf.message);
  await store.close();
  expect(await maskedView(await open(path)).event(rowOf.message)).toEqual(before);
});
