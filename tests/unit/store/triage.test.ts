import { expect, test } from 'vitest';
import { goldenFinding, goldenNotice } from '../../support/store/golden.ts';
import { create, open, sessionPath } from '../../support/store/session.ts';

const finding = { ...goldenFinding, rows: [0, 1] };

test('what was said of a finding is kept by its key, all of it, with who and when', async () => {
  const path = sessionPath();
  const store = await create(path);
  await store.judge({ finding, state: 'seen', reason: null });
  await store.judge({ finding: { ...finding, key: 'other' }, state: 'confirmed', reason: null });
  // The rules ran again over more events: the same finding, longer.
  await store.judge({ finding: { ...finding, events: 5 }, state: 'dismissed', reason: 'учения' });
  await store.close();
  const [first, second] = await (await open(path)).triage();
  expect(first).toMatchObject({
    finding: { key: finding.key, events: 5 },
    history: [
      { state: 'seen', reason: null },
      { state: 'dismissed', reason: 'учения' },
    ],
  });
  expect(first?.history.every(({ who, at }) => who !== '' && !Number.isNaN(Date.parse(at)))).toBe(
    true,
  );
  expect(second?.finding.key).toBe('other');
});

test('a message is known before it is sent; what became of it is said once', async () => {
  const path = sessionPath();
  const store = await create(path);
  const lost = await store.beginNotice(goldenNotice);
  const sent = await store.beginNotice({ ...goldenNotice, text: 'Второе' });
  const outcome = { state: 'sent', failure: null, messageId: '9' } as const;
  expect(await store.endNotice(sent, outcome)).toMatchObject({ state: 'sent', messageId: '9' });
  await expect(store.endNotice(sent, outcome)).rejects.toMatchObject({
    failure: { kind: 'input.invalid' },
  });
  await store.close();
  // The program was killed before the first one's answer came.
  expect(await (await open(path)).notices()).toMatchObject([
    { id: sent, text: 'Второе', state: 'sent' },
    { ...goldenNotice, id: lost, state: 'sending', messageId: null },
  ]);
});
