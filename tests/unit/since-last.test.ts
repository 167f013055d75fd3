import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  noCounts,
  type Collection,
  type Filters,
  type LedgerWindow,
  type WindowStatus,
} from '../../src/shared/session.ts';
import { collectedUpTo, filterKey, sinceLast, type Asked } from '../../src/shared/since-last.ts';
import { ledgerCollection } from '../support/ledger.ts';

const minute = 60_000_000;
const start = Date.UTC(2026, 10, 1) * 1000;
const at = (minutes: number) => start + minutes * minute;
const now = at(1000);
const asked: Asked = { source: 'pachca', address: 'https://a.example', filters: {} };

/** A window over whole minutes: `from` is inside, `to` is not. */
function windowOf(from: number, to: number, status: WindowStatus = 'complete'): LedgerWindow {
  const stretch = { from: at(from), to: at(to) - 1 };
  const counts = { ...noCounts, pages: 1 };
  return {
    id: 1,
    ...stretch,
    status,
    reason: null,
    position: null,
    counts,
    first: null,
    last: null,
  };
}

function collectionOf(windows: LedgerWindow[], changes: Partial<Collection> = {}): Collection {
  return ledgerCollection(windows, {
    address: 'https://a.example',
    clockOffsetMs: null,
    startedAt: new Date(now / 1000).toISOString(),
    finishedAt: null,
    ...changes,
  });
}

const since = (collections: Collection[], overlap = 15, wanted = asked, when = now) =>
  sinceLast(collections, wanted, overlap, when);

test('it reaches back from the end of what is complete, and ends now', () => {
  const done = collectionOf([windowOf(0, 100), windowOf(100, 200)]);
  expect(since([done])).toEqual({ from: at(185), to: now, last: at(200) - 1 });
  // No further back than what was collected.
  expect(since([collectionOf([windowOf(190, 200)])])?.from).toBe(at(190));
  expect(since([done], 0)?.from).toBe(at(200));
});

test('nothing was ever collected to its end', () => {
  expect(since([])).toBeNull();
  expect(
    since([collectionOf([windowOf(0, 10, 'partial'), windowOf(10, 20, 'failed')])]),
  ).toBeNull();
});

test('what was asked for and did not come is a hole: it begins there', () => {
  const holes: WindowStatus[] = ['pending', 'running', 'partial', 'failed'];
  for (const status of holes) {
    const first = collectionOf([windowOf(0, 100), windowOf(100, 110, status), windowOf(110, 200)]);
    expect(since([first])).toMatchObject({ from: at(85), last: at(100) - 1 });
    const filled = collectionOf([windowOf(90, 120)]);
    expect(since([first, filled])?.last).toBe(at(200) - 1);
  }
  // Nothing before the hole: then there is nothing to reach back into.
  const left = collectionOf([windowOf(0, 100, 'pending'), windowOf(100, 200)]);
  expect(since([left])).toMatchObject({ from: at(0), last: at(0) - 1 });
});

test('a stretch that nobody asked for is no hole', () => {
  const chosen = [collectionOf([windowOf(0, 10)]), collectionOf([windowOf(100, 200)])];
  expect(since(chosen)?.last).toBe(at(200) - 1);
});

test('what the service cannot give is not asked for for ever', () => {
  const reason = { kind: 'service.window-full' as const, params: { cap: 3 } };
  const full = { ...windowOf(100, 110, 'partial'), reason };
  const whole = (one: LedgerWindow) => collectionOf([windowOf(0, 100), one, windowOf(110, 200)]);
  expect(since([whole(full)])?.last).toBe(at(200) - 1);
  // Stopped half-way it has the same reason, and is not at its end.
  expect(since([whole({ ...full, position: 'x' })])?.last).toBe(at(100) - 1);
});

test('what was still to happen when it began was not collected', () => {
  const startedAt = new Date(at(150) / 1000).toISOString();
  const early = collectionOf([windowOf(0, 100), windowOf(100, 200)], { startedAt });
  expect(since([early])?.last).toBe(at(150));
});

test('the service’s clock decides', () => {
  // Ours was two hours ahead: what seemed to be over had not happened yet.
  const startedAt = new Date(at(200) / 1000).toISOString();
  const ahead = collectionOf([windowOf(0, 200)], { startedAt, clockOffsetMs: -120 * 60_000 });
  expect(collectedUpTo(ahead)).toBe(at(80));
  expect(since([ahead])).toEqual({ from: at(65) + 1, to: now - 120 * minute, last: at(80) });
  // Ours is behind: the period ends when the service's day does, not ours.
  const behind = collectionOf([windowOf(0, 200)], { clockOffsetMs: 120 * 60_000 });
  expect(since([behind])?.to).toBe(now + 120 * minute);
  expect(since([behind], 15, asked, at(100))).toMatchObject({ from: at(185), to: at(220) });
});

test('other sources, addresses and narrower filters do not count; wider ones do', () => {
  const narrow = { filters: { eventKey: 'user_login' } };
  const login = collectionOf([windowOf(0, 100)], narrow);
  expect(since([login])).toBeNull();
  expect(since([login], 15, { ...asked, ...narrow })?.last).toBe(at(100) - 1);
  const all = collectionOf([windowOf(0, 200)]);
  expect(since([login, all], 15, { ...asked, ...narrow })?.last).toBe(at(200) - 1);
  const both: Filters = { eventKey: 'user_login', actorId: '7' };
  expect(since([login], 15, { ...asked, filters: both })?.last).toBe(at(100) - 1);
  expect(since([login], 15, { ...asked, filters: { eventKey: 'x' } })).toBeNull();
  const others: Partial<Collection>[] = [
    { source: 'jayguard' },
    { address: 'https://b.example' },
    { origin: 'import' },
    { purpose: 'details' },
  ];
  for (const other of others) expect(since([collectionOf([windowOf(0, 100)], other)])).toBeNull();
});

const anna = { id: '1', name: null, email: null };
const boris = { id: '2', name: null, email: null };

test('accounts of one address each have a last time of their own', () => {
  const ledger = [
    collectionOf([windowOf(0, 200)], { owner: anna }),
    collectionOf([windowOf(0, 50), windowOf(50, 60, 'failed')], { owner: boris }),
  ];
  expect(since(ledger, 15, { ...asked, owner: anna })?.last).toBe(at(200) - 1);
  expect(since(ledger, 15, { ...asked, owner: boris })?.last).toBe(at(50) - 1);
  expect(since(ledger, 15, { ...asked, owner: { ...anna, id: '3' } })).toBeNull();
  // Nobody knows who will ask: from where the first of them has to.
  expect(since(ledger)).toMatchObject({ from: at(35), last: at(50) - 1 });
  const failed = collectionOf([windowOf(10, 20, 'failed')], { owner: boris });
  expect(since([ledger[0]!, failed])).toMatchObject({ from: at(10), last: at(10) - 1 });
  expect(since([failed, { ...failed, owner: anna }])).toBeNull();
  // What nobody owned is of the only owner there is.
  const unknown = collectionOf([windowOf(200, 300)]);
  expect(since([ledger[0]!, unknown], 15, { ...asked, owner: anna })?.last).toBe(at(300) - 1);
  expect(since([ledger[0]!, unknown])?.last).toBe(at(300) - 1);
  expect(since([...ledger, unknown], 15, { ...asked, owner: anna })?.last).toBe(at(200) - 1);
});

test('equal filters have one key', () => {
  expect(filterKey({ actorId: '1', eventKey: 'a', apiKeys: [] })).toBe(
    filterKey({ eventKey: 'a', actorId: '1', entityId: undefined }),
  );
  expect(filterKey({ apiKeys: ['b', 'a'] })).toBe(filterKey({ apiKeys: ['a', 'b'] }));
});

const statuses = fc.constantFrom<WindowStatus>(
  'complete',
  'complete',
  'partial',
  'failed',
  'pending',
);
const ledgers = fc.array(
  fc
    .record({
      begin: fc.nat(40),
      began: fc.integer({ min: 1, max: 80 }),
      list: fc.array(fc.record({ length: fc.integer({ min: 1, max: 10 }), status: statuses }), {
        minLength: 1,
        maxLength: 5,
      }),
    })
    .map(({ begin, began, list }) => {
      let from = begin;
      const windows = list.map(({ length, status }) => {
        const window = windowOf(from, from + length, status);
        from += length;
        return window;
      });
      return collectionOf(windows, { startedAt: new Date(at(began) / 1000).toISOString() });
    }),
  { maxLength: 6 },
);

test('whoever goes on from there leaves nothing out that was asked for', () => {
  fc.assert(
    fc.property(ledgers, fc.nat(20), (collections, overlap) => {
      const period = since(collections, overlap);
      /** Minute by minute, as simply as it can be said. */
      const minutes = Array.from({ length: 120 }, (_, n) => {
        const over = (one: Collection) =>
          one.windows.filter(({ from, to }) => from <= at(n) && to >= at(n + 1) - 1);
        const isWhole = (one: Collection) =>
          over(one).some(({ status }) => status === 'complete') &&
          collectedUpTo(one) >= at(n + 1) - 1;
        return {
          asked: collections.some((one) => over(one).length > 0),
          whole: collections.some(isWhole),
        };
      });
      if (!period) {
        expect(minutes.some(({ whole }) => whole)).toBe(false);
        return;
      }
      const { from, to, last } = period;
      expect(from).toBeLessThanOrEqual(last + 1);
      expect(from).toBeLessThanOrEqual(to);
      expect(last + 1 - from).toBeLessThanOrEqual(overlap * minute);
      for (const [n, one] of minutes.entries()) {
        const isBefore = at(n + 1) - 1 < from;
        if (isBefore && one.asked) expect(one.whole).toBe(true);
        // What it reaches back into is complete.
        if (at(n) >= from && at(n + 1) - 1 <= last) expect(one.whole).toBe(true);
      }
      // Asked by the one, what the other has is nothing.
      const twice = collections.flatMap((one, n) => [
        { ...one, owner: anna },
        ...(n % 2 === 0 ? [{ ...one, owner: boris }] : []),
      ]);
      expect(since(twice, overlap, { ...asked, owner: anna })).toEqual(period);
      const alone = since(
        collections.filter((_, n) => n % 2 === 0),
        overlap,
      );
      expect(since(twice, overlap, { ...asked, owner: boris })).toEqual(alone);
      const anybody = since(twice, overlap)?.from ?? Infinity;
      expect(anybody).toBeLessThanOrEqual(Math.min(from, alone?.from ?? Infinity));
      // And nothing is asked for again beyond the overlap without need.
      const next = minutes[Math.floor((last + 1 - start) / minute)];
      expect(next?.whole ?? false).toBe(false);
    }),
    { numRuns: 500 },
  );
});
