import fc from 'fast-check';
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
    address = 'https://example.test',
    owner = null,
  }: Partial<Collection> = {},
): Collection {
  return {
    id: 1,
    origin,
    purpose,
    source,
    address,
    from: null,
    to: null,
    filters: filters satisfies Filters,
    withDetails: false,
    selection: null,
    owner,
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

  test('a source that was asked in vain stands beside what others brought', () => {
    const guard = { source: 'jayguard', address: 'https://guard.test' } as const;
    const asked = collection([window(0, 2, 'pending', 0), window(2, 4, 'pending', 0)], guard);
    const whole = collection([window(0, 4, 'complete')]);
    expect(covered(whole, asked)).toEqual(['pachca 0-4 complete', 'jayguard 0-4 none']);
    const hours = [0, hour, 2 * hour, 3 * hour];
    expect(bucketCoverage(coverageOf([whole, asked]), hours, 4 * hour)).toEqual(
      hours.map(() => 'partial'),
    );
  });

  test('windows that leave less than a second between them touch', () => {
    const first = { ...window(0, 1, 'complete'), to: hour - 1e6 };
    expect(covered(collection([first, window(1, 2, 'complete')]))).toEqual(['pachca 0-2 complete']);
  });
});

const owners = [null, { id: '1', name: 'A', email: null }, { id: '2', name: 'B', email: null }];

describe('accounts of one source', () => {
  const [, a = null, b = null] = owners;

  test('what one has says nothing of the other, and who lacks it is told', () => {
    const both = [
      collection([window(0, 4, 'complete')], { owner: a }),
      collection([window(1, 2, 'complete'), window(2, 3, 'failed', 0)], { owner: b }),
    ];
    expect(coverageOf(both).map(({ state, lacking }) => [state, lacking])).toEqual([
      ['partial', ['B (2)']],
      ['complete', undefined],
      ['partial', ['B (2)']],
    ]);
    const elsewhere = both.map((one, n) => ({ ...one, owner: null, address: `https://${n}.test` }));
    expect(coverageOf(elsewhere)[0]?.lacking).toEqual(['1.test']);
    // What all of them lack needs no names.
    const none = both.map((one) => ({ ...one, windows: [window(0, 4, 'partial')] }));
    expect(coverageOf(none)).toEqual([
      { source: 'pachca', from: 0, to: 4 * hour - 1, state: 'partial' },
    ]);
  });

  test('one that was asked, and of which nothing has come, lacks all that the other has', () => {
    const list = [
      collection([window(0, 4, 'complete')], { address: 'https://main.test' }),
      collection([window(0, 2, 'pending', 0)], { address: 'https://branch.test' }),
    ];
    expect(coverageOf(list)).toEqual([
      {
        source: 'pachca',
        from: 0,
        to: 4 * hour - 1,
        state: 'partial',
        lacking: ['branch.test'],
      },
    ]);
  });

  test('less than a second between their ends is no gap', () => {
    const short = { ...window(0, 1, 'complete'), to: hour - 1e6 };
    const list = [
      collection([short], { owner: a }),
      collection([window(0, 1, 'complete')], { owner: b }),
    ];
    expect(covered(...list)).toEqual(['pachca 0-1 complete']);
  });

  test('are what a naive model says, hour by hour', () => {
    const size = 12;
    const some = fc.record({
      owner: fc.constantFrom(...owners),
      address: fc.constantFrom('https://x.test', 'https://y.test'),
      ends: fc.tuple(fc.nat(size), fc.nat(size)),
      status: fc.constantFrom<LedgerWindow['status']>('complete', 'complete', 'partial', 'failed'),
      pages: fc.nat(1),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 7 }), (given) => {
        const list = given.map(({ ends, status, pages, ...whose }) => {
          const [from, to] = [Math.min(...ends), Math.max(...ends) + 1];
          return {
            whose,
            from,
            to,
            state: status === 'failed' && pages > 0 ? 'partial' : status,
            one: collection([window(from, to, status, pages)], whose),
          };
        });
        const keyOf = ({ whose: { owner, address } }: (typeof list)[number]) => {
          const known = new Set(
            list
              .filter((one) => one.whose.address === address)
              .flatMap((one) => one.whose.owner?.id ?? []),
          );
          const id = owner?.id ?? (known.size === 1 ? [...known][0] : null);
          return `${address} ${id}`;
        };
        const accounts = [...new Set(list.map(keyOf))];
        const order = ['none', 'failed', 'partial', 'complete'];
        const naive = Array.from({ length: size + 1 }, (_, hourOf) => {
          const states = accounts.map((key) => {
            const here = list.filter(
              (one) => keyOf(one) === key && one.from <= hourOf && hourOf < one.to,
            );
            return order[Math.max(0, ...here.map(({ state }) => order.indexOf(state)))] ?? 'none';
          });
          if (states.every((state) => state === states[0])) return states[0] ?? 'none';
          return states.some((state) => state === 'complete' || state === 'partial')
            ? 'partial'
            : 'failed';
        });
        const coverage = coverageOf(list.map(({ one }) => one));
        const starts = naive.map((_, at) => at * hour);
        const told = starts.map(
          (time) => coverage.find(({ from, to }) => from <= time && time <= to)?.state ?? 'none',
        );
        expect(told).toEqual(naive);
        expect(bucketCoverage(coverage, starts, (size + 1) * hour)).toEqual(naive);
        for (const [at, { from, to }] of coverage.entries()) {
          expect(from).toBeLessThanOrEqual(to);
          expect(from).toBeGreaterThan(coverage[at - 1]?.to ?? -1);
        }
      }),
      { numRuns: 500 },
    );
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
