import { expect, test } from 'vitest';
import { completedBefore } from '../../src/renderer/features/review/completed-before.ts';
import type { Collection, EventRecord } from '../../src/shared/session.ts';

const at = (text: string) => Date.parse(text) * 1000;

function collection(id: number, finishedAt: string | null, part: Partial<Collection> = {}) {
  const [from, to] = [at('2026-10-01T00:00:00Z'), at('2026-10-31T23:59:59Z')];
  return {
    id,
    source: 'pachca',
    purpose: 'events',
    finishedAt,
    windows: [{ from, to, status: 'complete' }],
    ...part,
  } as unknown as Collection;
}

const record = {
  event: { source: 'pachca', time: '2026-10-12T10:00:00.000Z' },
  collectionId: 3,
  receivedAt: '2026-11-20T12:00:00.000Z',
} as unknown as EventRecord;

test('an event came late to the first collection that had its stretch complete before it came', () => {
  const before = collection(1, '2026-11-19T12:00:00.000Z');
  const alsoBefore = collection(2, '2026-11-20T11:00:00.000Z');
  expect(completedBefore([alsoBefore, before], record)?.id).toBe(1);
});

test.each([
  ['it came with that very collection', collection(3, '2026-11-20T12:00:00.000Z')],
  ['it ended later', collection(4, '2026-11-21T12:00:00.000Z')],
  ['it has not ended', collection(1, null)],
  ['it asked another service', collection(1, '2026-11-19T12:00:00.000Z', { source: 'jayguard' })],
  ['it fetched details', collection(1, '2026-11-19T12:00:00.000Z', { purpose: 'details' })],
  [
    'its stretch lies elsewhere or is not complete',
    collection(1, '2026-11-19T12:00:00.000Z', {
      windows: [
        { from: at('2026-10-13T00:00:00Z'), to: at('2026-10-20T00:00:00Z'), status: 'complete' },
        { from: at('2026-10-11T00:00:00Z'), to: at('2026-10-13T00:00:00Z'), status: 'partial' },
      ] as unknown as Collection['windows'],
    }),
  ],
])('no collection is named where %s', (_why, one) => {
  expect(completedBefore([one], record)).toBeNull();
});
