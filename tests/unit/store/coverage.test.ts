import { describe, expect, test } from 'vitest';
import { bucketCoverage, coverageOf } from '../../../src/main/store/coverage.ts';
import {
  noCounts,
  type Collection,
  type Filters,
  type LedgerWindow,
} from '../../../src/shared/session.ts';

const hour = 3600e6;

function window(from: number, to: number, status: LedgerWindow['status'], pages = 1): LedgerWindow {
  const counts = { ...noCounts, pages };
  return {
    id: 1,
    from: from * hour,
    to: to * hour - 1,
    status,
    reason: null,
    position: null,
    counts,
    first: null,
    last: null,
  };
}

function collection(
  windows: LedgerWindow[],
  {
    source = 'pachca',
    filters = {},
    origin = 'service',
    purpose = 'events',
    startedAt = '1971-01-01T00:00:00Z',
    clockOffsetMs = null,
  }: Partial<Collection> = {},
): Collection {
  return {
    id: 1,
    origin,
    purpose,
    source,
    address: 'https://example.test',
    from: null,
    to: null,
    filters: filters satisfies Filters,
    withDetails: false,
    selection: null,
    owner: null,
    clockOffsetMs,
    refresh: false,
    overlapMs: null,
    filterIgnored: false,
    stop: null,
    startedAt,
    finishedAt: null,
    version: '0',
    status: 'partial',
    windows,
  };
}

/** Stretches in hours, for reading. */
function covered(...collections: Collection[]): string[] {
  return coverageOf(collections).map(
    ({ source, from, to, state }) => `${source} ${from / hour}-${(to + 1) / hour} ${state}`,
  );
}

describe('stretches', () => {
  test('what was still to happen when it began is there in part at best', () => {
    const startedAt = '1970-01-01T03:00:00Z';
    const day = [window(0, 2, 'complete'), window(2, 24, 'complete')];
    const began = [`pachca 0-${3 + 1e-6 / 3600} complete`, `pachca ${3 + 1e-6 / 3600}-24 partial`];
    expect(covered(collection(day, { startedAt }))).toEqual(began);
    // By the service's clock, which knows no parts of a second.
    const clockOffsetMs = 21 * 3600e3 - 900;
    expect(covered(collection(day, { startedAt, clockOffsetMs }))).toEqual([
      'pachca 0-24 complete',
    ]);
    // A clock by which nothing of it can have happened is wrong.
    expect(covered(collection([window(5, 9, 'complete')], { startedAt }))).toEqual([
      'pachca 5-9 complete',
    ]);
  });

  test('touching windows join, gaps stay, the better state wins', () => {
    expect(
      covered(
        collection([window(0, 1, 'complete'), window(1, 2, 'complete'), window(4, 6, 'partial')]),
        collection([window(5, 8, 'complete'), window(0, 3, 'failed', 0)]),
      ),
    ).toEqual([
      'pachca 0-2 complete',
      'pachca 2-3 failed',
      'pachca 4-5 partial',
      'pachca 5-8 complete',
    ]);
  });

  test('a window that was left half-way is partial over all of its stretch', () => {
    expect(covered(collection([window(0, 2, 'running'), window(2, 4, 'pending')]))).toEqual([
      'pachca 0-4 partial',
    ]);
    expect(covered(collection([window(0, 2, 'failed'), window(2, 4, 'failed', 0)]))).toEqual([
      'pachca 0-2 partial',
      'pachca 2-4 failed',
    ]);
  });

  test('what was not begun, details and files cover nothing; filters leave it partial', () => {
    expect(covered(collection([window(0, 2, 'pending', 0)]))).toEqual([]);
    expect(covered(collection([window(0, 2, 'complete')], { origin: 'import' }))).toEqual([]);
    const details = collection([window(0, 2, 'complete')], { purpose: 'details' });
    expect(covered(details)).toEqual([]);
    const filters = { eventKey: 'user_login' };
    expect(covered(collection([window(0, 2, 'complete')], { filters }))).toEqual([
      'pachca 0-2 partial',
    ]);
    const none = { eventKey: '', apiKeys: [] };
    expect(covered(collection([window(0, 2, 'complete')], { filters: none }))).toEqual([
      'pachca 0-2 complete',
    ]);
  });

  test('windows that leave less than a second between them touch', () => {
    const first = { ...window(0, 1, 'complete'), to: hour - 1e6 };
    expect(covered(collection([first, window(1, 2, 'complete')]))).toEqual(['pachca 0-2 complete']);
  });
});

describe('buckets', () => {
  const states = (collections: Collection[], starts: number[], end: number) =>
    bucketCoverage(
      coverageOf(collections),
      starts.map((at) => at * hour),
      end * hour,
    );

  test('are complete when all of them is, and none only when nothing is', () => {
    const collections = [collection([window(1, 3, 'complete'), window(4, 5, 'failed', 0)])];
    expect(states(collections, [0, 1, 2, 3, 4], 6)).toEqual([
      'none',
      'complete',
      'complete',
      'none',
      'failed',
    ]);
    expect(states(collections, [0, 2], 4)).toEqual(['partial', 'partial']);
  });

  test('forgive less than a second at the edge', () => {
    const edge = { ...window(0, 1, 'complete'), to: hour - 1e6 };
    expect(states([collection([edge])], [0], 1)).toEqual(['complete']);
    const short = { ...edge, to: hour - 1e6 - 2 };
    expect(states([collection([short])], [0], 1)).toEqual(['partial']);
  });

  test('count every source that was asked', () => {
    const pachca = collection([window(0, 4, 'complete')]);
    const guard = collection([window(1, 2, 'complete'), window(2, 3, 'failed', 0)], {
      source: 'jayguard',
    });
    expect(states([pachca, guard], [0, 1, 2, 3], 4)).toEqual([
      'partial',
      'complete',
      'partial',
      'partial',
    ]);
  });

  test('without any collection', () => {
    expect(states([], [0, 1], 2)).toEqual(['none', 'none']);
  });
});
