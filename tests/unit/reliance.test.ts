import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverageOf } from '../../src/main/store/coverage.ts';
import { ledgerCollection, ledgerWindow } from '../support/ledger.ts';
import { relianceOf } from '../../src/shared/reliance.ts';
import {
  noCounts,
  type Collection,
  type Coverage,
  type LedgerWindow,
  type SessionInfo,
} from '../../src/shared/session.ts';

const second = 1_000_000;
const day = 86_400 * second;
/** Days since 2026-10-01, in µs. */
const on = (at: number) => Date.UTC(2026, 9, 1) * 1000 + Math.round(at * 86_400) * second;

function windowOf(from: number, to: number, part: Partial<LedgerWindow> = {}): LedgerWindow {
  return ledgerWindow({ id: from, from: on(from), to: on(to) - 1, ...part });
}

const stretch = (from: number, to: number, part: Partial<Coverage> = {}): Coverage => ({
  source: 'pachca',
  from: on(from),
  to: on(to) - 1,
  state: 'complete',
  ...part,
});

function infoOf(part: Partial<SessionInfo> = {}): SessionInfo {
  return {
    sessionId: 's',
    name: 'n',
    createdAt: '2026-11-05T00:00:00.000Z',
    schemaVersion: 2,
    cipher: 'AEGIS-256',
    events: { pachca: 10, jayguard: 0 },
    quarantined: 0,
    conflicts: 0,
    flags: { late: 0, gone: 0, changed: 0, own: 0 },
    details: { fetched: 0, of: 0 },
    first: on(1),
    last: on(30) - 5 * second,
    coverage: [stretch(0, 31)],
    collections: [ledgerCollection([windowOf(0, 31)])],
    ...part,
  };
}

const kindsOf = (info: SessionInfo, period: { from: number; to: number } | null = null) => {
  const { verdict, reasons } = relianceOf(info, period);
  return [verdict, ...reasons.map(({ kind }) => kind)];
};

describe('a session can be relied on', () => {
  test('when all of it was collected to its end', () => {
    expect(kindsOf(infoOf())).toEqual(['yes']);
    expect(relianceOf(infoOf())).toMatchObject({
      span: { from: on(0), to: on(31) },
      blocksUnseen: true,
    });
  });

  test('when every source was asked for all of it, and not when one was not', () => {
    const guard = { source: 'jayguard' } as const;
    const collections = [
      ledgerCollection([windowOf(0, 31)]),
      ledgerCollection([windowOf(5, 31)], { id: 2, ...guard }),
    ];
    const coverage = [stretch(0, 31), stretch(5, 31, guard)];
    expect(kindsOf(infoOf({ collections, coverage }))).toEqual(['no', 'holes']);
    expect(kindsOf(infoOf({ collections, coverage }), { from: on(5), to: on(9) })).toEqual(['yes']);
  });

  test('when every account was asked for all of it; whose tokens they were is told', () => {
    const owners = ['1', '2'].map((id) => ({ id, name: `N${id}`, email: null }));
    const [one = null, two = null] = owners;
    const whole = ledgerCollection([windowOf(0, 31)], { owner: one });
    const collections = [whole, ledgerCollection([windowOf(0, 31)], { id: 2, owner: two })];
    expect(relianceOf(infoOf({ collections })).reasons).toEqual([{ kind: 'owners', count: 2 }]);
    const unknown = ledgerCollection([windowOf(0, 31)], { id: 3 });
    const withUnknown = infoOf({ collections: [whole, unknown] });
    expect(relianceOf(withUnknown).reasons).toEqual([{ kind: 'unowned', count: 1 }]);

    const lacking = ['N2 (2)'];
    const filters = { eventKey: 'user_login' };
    const filtered = ledgerCollection([windowOf(20, 31)], { id: 4, owner: two, filters });
    const coverage = [stretch(0, 20), stretch(20, 31, { state: 'partial', lacking })];
    const half = ledgerCollection([windowOf(0, 20)], { id: 2, owner: two });
    const info = infoOf({ coverage, collections: [whole, half, filtered] });
    // Of the one who lacks it only: the other has it without a filter.
    expect(relianceOf(info)).toMatchObject({
      verdict: 'but',
      reasons: [{ kind: 'filters', gaps: [{ state: 'partial', lacking }] }, { kind: 'owners' }],
    });
  });

  test('not while a source was asked of which nothing has come, whatever others brought', () => {
    const stopped = { counts: noCounts, status: 'pending' } as const;
    const left = { id: 2, stop: 'cancelled', status: 'partial' } as const;
    const verdictOf = (status: 'pending' | 'failed', over: Partial<Collection>) => {
      const asked = ledgerCollection([windowOf(0, 31, { ...stopped, status })], {
        ...left,
        ...over,
      });
      const collections = [ledgerCollection([windowOf(0, 31)]), asked];
      return relianceOf(infoOf({ collections, coverage: coverageOf(collections) }));
    };
    const branch = { address: 'https://branch.test' };
    const gaps = [{ from: on(0), to: on(31), lacking: ['branch.test'] }];
    expect(verdictOf('pending', branch)).toMatchObject({
      verdict: 'no',
      reasons: [
        { kind: 'holes', gaps },
        { kind: 'unfinished', count: 1 },
      ],
    });
    expect(verdictOf('failed', { ...branch, stop: null })).toMatchObject({
      verdict: 'no',
      reasons: [{ kind: 'failed', gaps }],
    });
    expect(verdictOf('pending', { source: 'jayguard' })).toMatchObject({
      verdict: 'no',
      reasons: [{ kind: 'holes', gaps: [{ source: 'jayguard' }] }, { kind: 'unfinished' }],
    });
  });

  test('by each account for itself: what one asked too early another does not vouch for', () => {
    const early = { startedAt: '2026-10-10T00:00:00.000Z', address: 'https://early.test' };
    const collections = [
      ledgerCollection([windowOf(0, 31)]),
      ledgerCollection([windowOf(0, 31)], { id: 2, ...early }),
    ];
    expect(relianceOf(infoOf({ collections })).reasons).toMatchObject([
      { kind: 'early', gaps: [{ to: on(31), lacking: ['early.test'] }] },
    ]);
  });

  test('only for the period that is asked about', () => {
    const holed = infoOf({ coverage: [stretch(0, 12), stretch(14, 31)] });
    expect(kindsOf(holed)).toEqual(['no', 'holes']);
    expect(kindsOf(holed, { from: on(2), to: on(9) })).toEqual(['yes']);
    expect(kindsOf(holed, { from: on(12), to: on(13) })).toEqual(['nothing']);
    expect(kindsOf(holed, { from: on(40), to: on(41) })).toEqual(['nothing']);
  });

  test('not by a file alone', () => {
    const collections = [ledgerCollection([windowOf(0, 31)], { origin: 'import' })];
    expect(kindsOf(infoOf({ coverage: [], collections }))).toEqual(['nothing', 'imported']);
    const events = { pachca: 0, jayguard: 0 };
    const empty = infoOf({ coverage: [], collections: [], events, first: null, last: null });
    expect(kindsOf(empty)).toEqual(['nothing']);
  });

  test('not where a collection failed or ended half-way', () => {
    const failure = { kind: 'service.unavailable', params: {} } as const;
    const partial = windowOf(9, 12, { status: 'partial', reason: failure });
    const failed = windowOf(12, 14, {
      status: 'failed',
      reason: failure,
      counts: noCounts,
    });
    const info = infoOf({
      coverage: [
        stretch(0, 9),
        stretch(9, 12, { state: 'partial' }),
        stretch(12, 14, { state: 'failed' }),
        stretch(14, 31),
      ],
      collections: [
        ledgerCollection([windowOf(0, 9), partial, failed, windowOf(14, 31)], {
          status: 'partial',
          stop: 'interrupted',
        }),
      ],
    });
    expect(kindsOf(info)).toEqual(['no', 'failed', 'partial', 'unfinished']);
  });

  test('with reservations where only what a filter lets through was collected', () => {
    const coverage = [stretch(0, 9), stretch(9, 31, { state: 'partial' })];
    const filtered = ledgerCollection([windowOf(9, 31)], { filters: { eventKey: 'user_login' } });
    const whole = ledgerCollection([windowOf(0, 9)]);
    expect(kindsOf(infoOf({ coverage, collections: [whole, filtered] }))).toEqual([
      'but',
      'filters',
    ]);
    const cut = ledgerCollection([windowOf(9, 31, { status: 'partial' })]);
    expect(kindsOf(infoOf({ coverage, collections: [whole, filtered, cut] }))).toEqual([
      'no',
      'partial',
    ]);
  });

  test('with reservations about what came', () => {
    const counts = { ...noCounts, pages: 1, quarantined: 5, vanished: 9 };
    const guard = ledgerCollection([windowOf(0, 31)], { source: 'jayguard', filterIgnored: true });
    const collections = [
      ledgerCollection([windowOf(0, 9), windowOf(9, 31, { counts })], {
        clockOffsetMs: -7_200_000,
      }),
      guard,
    ];
    const info = infoOf({
      quarantined: 2,
      conflicts: 1,
      flags: { late: 4, gone: 3, changed: 2, own: 9 },
      details: { fetched: 7, of: 10 },
      coverage: [stretch(0, 31), stretch(0, 31, { source: 'jayguard' })],
      collections,
    });
    expect(relianceOf(info)).toMatchObject({
      verdict: 'but',
      reasons: [
        { kind: 'filterIgnored' },
        { kind: 'quarantined', count: 2 },
        // As many as the table shows of them, and not only those that came again.
        { kind: 'conflicts', count: 2 },
        { kind: 'gone', count: 3 },
        { kind: 'clock', offsetMs: -7_200_000 },
        { kind: 'details', count: 3 },
      ],
    });
    // Of a period only what its own windows have seen.
    expect(
      kindsOf({ ...info, collections: collections.slice(0, 1) }, { from: on(1), to: on(4) }),
    ).toEqual(['but', 'clock']);
    const again = windowOf(0, 9, { counts: { ...noCounts, pages: 1, conflicts: 1 } });
    const reasons = (changed: number) =>
      relianceOf(
        infoOf({
          conflicts: 1,
          flags: { late: 0, gone: 0, changed, own: 0 },
          collections: [ledgerCollection([again, windowOf(9, 31)])],
        }),
        { from: on(1), to: on(4) },
      ).reasons;
    expect(reasons(2)).toEqual([{ kind: 'conflicts', count: 2 }]);
    expect(reasons(40)).toEqual([{ kind: 'conflicts', count: 2 }]);
  });

  test('with reservations where Pachca may have thrown events away before it was asked', () => {
    const startedAt = new Date(on(31) / 1000 + 90 * 86_400_000).toISOString();
    const late = infoOf({ collections: [ledgerCollection([windowOf(0, 31)], { startedAt })] });
    expect(relianceOf(late)).toMatchObject({
      verdict: 'but',
      reasons: [{ kind: 'retention', gaps: [{ from: on(0), to: on(31) }] }],
    });
    // Had it been asked in time as well, nothing is lost.
    const both = infoOf({
      collections: [
        ledgerCollection([windowOf(0, 31)]),
        ledgerCollection([windowOf(0, 31)], { id: 2, startedAt, refresh: true }),
      ],
    });
    expect(kindsOf(both)).toEqual(['yes']);
  });
});

describe('a session cannot be relied on', () => {
  test('for what was asked for before it had happened', () => {
    const startedAt = new Date(on(20.5) / 1000).toISOString();
    const info = (clockOffsetMs: number) =>
      infoOf({ collections: [ledgerCollection([windowOf(0, 31)], { startedAt, clockOffsetMs })] });
    const gapOf = (from: number) => ({
      verdict: 'no',
      reasons: [{ kind: 'early', gaps: [{ from: from + 1, to: on(31) }] }],
    });
    expect(relianceOf(info(0))).toMatchObject(gapOf(on(20.5)));
    expect(kindsOf(info(0), { from: on(0), to: on(20) })).toEqual(['yes']);
    // By the service's clock it was yesterday still.
    expect(relianceOf(info(-86_400_000)).reasons[0]).toMatchObject(
      gapOf(on(19.5)).reasons[0] ?? {},
    );
  });
});

describe('whatever the ledger says', () => {
  const state = fc.constantFrom('complete', 'partial', 'failed', 'none');
  /** A day each, one after another. */
  const days = fc.array(state, { minLength: 1, maxLength: 20 });

  const sessionOf = (states: readonly string[]): SessionInfo => {
    const coverage: Coverage[] = states.flatMap((one, at) =>
      one === 'complete' || one === 'partial' || one === 'failed'
        ? [stretch(at, at + 1, { state: one })]
        : [],
    );
    const windows = states.map((one, at) =>
      windowOf(at, at + 1, {
        status: one === 'none' ? 'pending' : (one as 'complete'),
        counts: { ...noCounts, pages: one === 'complete' || one === 'partial' ? 1 : 0 },
      }),
    );
    return infoOf({ coverage, collections: [ledgerCollection(windows)] });
  };

  test('a stretch that is not complete is never a plain yes, nor a yes with reservations', () => {
    fc.assert(
      fc.property(days, (states) => {
        const info = sessionOf(states);
        const period = { from: on(0), to: on(states.length) };
        const { verdict } = relianceOf(info, period);
        const isWhole = states.every((one) => one === 'complete');
        const isNothing = states.every((one) => one === 'none');
        expect(verdict).toBe(isWhole ? 'yes' : isNothing ? 'nothing' : 'no');
      }),
    );
  });

  test('a hole of any second makes it a no', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 31 * 86_400 - 2 }),
        fc.integer({ min: 1, max: 86_400 }),
        (start, length) => {
          const from = on(0) + start * second;
          const to = Math.min(from + length * second, on(31) - second);
          fc.pre(to > from);
          const coverage = [stretch(0, 31, { to: from - 1 }), stretch(0, 31, { from: to })];
          expect(kindsOf(infoOf({ coverage }))).toEqual(['no', 'holes']);
          expect(kindsOf(infoOf({ coverage }), { from: from - day, to: to + day })[0]).toBe('no');
        },
      ),
    );
  });

  test('a reservation more never makes the verdict better', () => {
    const ranks = ['yes', 'but', 'no', 'nothing'];
    const rank = (info: SessionInfo) => ranks.indexOf(relianceOf(info).verdict);
    fc.assert(
      fc.property(days, fc.nat({ max: 9 }), fc.nat({ max: 9 }), fc.nat({ max: 9 }), (...given) => {
        const [states, quarantined, conflicts, gone] = given;
        const plain = sessionOf(states);
        const flags = { ...plain.flags, gone };
        const reserved = { ...plain, quarantined, conflicts, flags };
        expect(rank(reserved)).toBeGreaterThanOrEqual(rank(plain));
        if (quarantined + conflicts + gone > 0) expect(rank(reserved)).toBeGreaterThan(0);
      }),
    );
  });
});
