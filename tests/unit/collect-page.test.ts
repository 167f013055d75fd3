import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CollectJob, Source } from '../../src/shared/contract.ts';
import {
  noCounts,
  type Collection,
  type Coverage,
  type LedgerWindow,
  type WindowStatus,
} from '../../src/shared/session.ts';
import {
  hasTrouble,
  accountNameOf,
  interruptedOf,
  isAtWork,
  isMadeUp,
  isUnfinished,
  reasonsOf,
  runsOf,
  sequelOf,
  sourcesFor,
  statesOf,
  totals,
  unrecorded,
} from '../../src/renderer/features/collect/ledger-facts.ts';
import { progressOf } from '../support/desktop/fake-rooms.ts';
import { ledgerCollection, ledgerWindow } from '../support/ledger.ts';
import { firstChosen, ordersOf, type Wish } from '../../src/renderer/features/collect/orders.ts';

const second = 1_000_000;
const minute = 60 * second;
const noon = Date.UTC(2026, 9, 21, 12) * 1000;

function windowOf(id: number, part: Partial<LedgerWindow> = {}): LedgerWindow {
  return ledgerWindow({ id, from: noon + id * minute, to: noon + (id + 1) * minute - 1, ...part });
}

function collectionOf(part: Partial<Collection> = {}): Collection {
  return ledgerCollection(part.windows ?? [windowOf(0), windowOf(1)], part);
}

function sourceFor(id: string, part: Partial<Source> = {}): Source {
  return {
    id,
    kind: 'pachca',
    name: id,
    address: 'https://api.example.com',
    token: 'stored',
    sample: false,
    owner: null,
    addedAt: '2026-10-01T00:00:00.000Z',
    ...part,
  };
}

const guard = sourceFor('guard', { kind: 'jayguard', address: 'https://guard.example.com' });
const pachca = sourceFor('pachca');

const wish: Wish = {
  period: { from: noon, to: noon + minute },
  filters: { pachca: { eventKey: ' user_login ' }, jayguard: { apiKeys: ['', 'a'] } },
  withDetails: true,
  withNames: true,
  refresh: true,
};

describe('what the form asks for', () => {
  const known = { collections: [collectionOf()], overlapMinutes: 15, now: noon + 60 * minute };

  test('is a job for each source, with the filters and extras of its kind', () => {
    expect(ordersOf([pachca, guard], wish, known)).toEqual([
      {
        sourceId: 'pachca',
        from: noon,
        to: noon + minute,
        filters: { eventKey: 'user_login' },
        withDetails: false,
        withNames: true,
        refresh: true,
        overlapMs: null,
      },
      {
        sourceId: 'guard',
        from: noon,
        to: noon + minute,
        filters: { apiKeys: ['a'] },
        withDetails: true,
        withNames: false,
        refresh: true,
        overlapMs: null,
      },
    ]);
  });

  test('since the last collection begins where each source ended, by the overlap earlier', () => {
    const all = { pachca: {}, jayguard: {} };
    const since = { ...wish, period: null, filters: all };
    const [order, ...others] = ordersOf([pachca, guard], since, { ...known, overlapMinutes: 1 });
    // Two minutes were collected; Jay Guard has no last, so it gets no job.
    expect(others).toEqual([]);
    expect(order).toMatchObject({
      sourceId: 'pachca',
      from: noon + minute,
      to: noon + 60 * minute,
      overlapMs: 60_000,
      refresh: false,
    });
  });

  test('begins with the sources of this session that can be asked', () => {
    const collections = [collectionOf()];
    const spare = sourceFor('spare', { address: 'https://other.example.com' });
    expect(firstChosen([spare, pachca, guard], collections, null)).toEqual(['pachca']);
    expect(firstChosen([spare, guard], [], null)).toEqual(['spare']);
    expect(firstChosen([spare, pachca, guard], collections, 'jayguard')).toEqual(['guard']);
    expect(firstChosen([sourceFor('x', { token: 'missing' })], collections, null)).toEqual([]);
  });
});

describe('going on', () => {
  const cut = windowOf(1, { status: 'pending', counts: noCounts });
  const half = collectionOf({
    status: 'partial',
    stop: 'interrupted',
    windows: [windowOf(0), cut],
  });
  const covered = (to: number): Coverage[] => [
    { source: 'pachca', from: noon, to, state: 'complete' },
  ];

  test('asks for the very same, from the same source', () => {
    const refreshed = { ...half, refresh: true, overlapMs: 900_000, filters: { actorId: '5' } };
    expect(sequelOf(refreshed, pachca)).toEqual({
      sourceId: 'pachca',
      from: half.from,
      to: half.to,
      filters: { actorId: '5' },
      withDetails: false,
      withNames: true,
      refresh: true,
      overlapMs: 900_000,
    });
    const selection = { query: 'rule:person', zone: 'UTC', period: null };
    const details = { ...half, purpose: 'details', from: null, to: null, selection } as const;
    expect(sequelOf(details, guard)).toEqual({ sourceId: 'guard', selection });
    expect(sequelOf({ ...half, from: null }, pachca)).toBeNull();
  });

  test('is offered for what was left before its end, and not for a file', () => {
    expect(isUnfinished(half)).toBe(true);
    expect(isUnfinished(collectionOf())).toBe(false);
    expect(isUnfinished({ ...half, status: 'running' })).toBe(false);
    expect(isUnfinished({ ...half, origin: 'import' })).toBe(false);
  });

  test('is proposed on opening for what nobody ended, unless another one brought it', () => {
    expect(interruptedOf([half], covered(noon + minute - 1))).toEqual([half]);
    expect(interruptedOf([half], covered(noon + 2 * minute))).toEqual([]);
    expect(isMadeUp(half, [half], covered(noon + 2 * minute))).toBe(true);
    expect(isMadeUp(half, [half], covered(noon + minute))).toBe(false);
    const details: Collection = { ...half, purpose: 'details' };
    expect(isMadeUp(details, [details], covered(noon + 2 * minute))).toBe(false);
    const other = { ...half, id: 9, address: 'https://elsewhere.example' };
    const [whole] = covered(noon + 2 * minute);
    const lacking = (name: string) => [{ ...whole!, state: 'partial' as const, lacking: [name] }];
    expect(isMadeUp(half, [half, other], lacking('elsewhere.example'))).toBe(true);
    expect(accountNameOf(other, [half, other], [])).toBe('elsewhere.example');
    expect(accountNameOf(half, [half, { ...other, source: 'jayguard' }], [])).toBeNull();
    // What the person calls it says more, as long as nothing else is called so.
    const branch = { ...pachca, id: 'branch', name: 'Branch', address: other.address };
    expect(accountNameOf(other, [half, other], [pachca, branch])).toBeNull();
    const alike = { ...branch, name: pachca.name };
    expect(accountNameOf(other, [half, other], [pachca, alike])).toBe('elsewhere.example');
    expect(isMadeUp(other, [half, other], lacking('elsewhere.example'))).toBe(false);
    expect(interruptedOf([{ ...half, stop: 'cancelled' }], [])).toEqual([]);
    expect(interruptedOf([{ ...half, stop: null }], [])).toEqual([]);
    expect(interruptedOf([{ ...half, stop: 'paused' }], [])).toHaveLength(1);
  });

  const queued: CollectJob = {
    id: 'a',
    purpose: 'events',
    sourceId: 'pachca',
    session: { id: 's', name: 's', current: true },
    period: { from: half.from ?? 0, to: half.to ?? 0 },
    state: 'queued',
    progress: null,
  };

  test('is not offered while it is at work', () => {
    expect(isAtWork(half, pachca, [queued])).toBe(true);
    expect(isAtWork(half, pachca, [{ ...queued, period: { from: 1, to: 2 } }])).toBe(false);
    expect(isAtWork(half, guard, [queued])).toBe(false);
    const other = { id: 't', name: 't', current: false };
    expect(isAtWork(half, pachca, [{ ...queued, session: other }])).toBe(false);
  });

  test('stands in the ledger before it has an entry of its own, and once', () => {
    const job: CollectJob = { ...queued, state: 'running' };
    const ids = (jobs: CollectJob[], of: Collection[]) =>
      unrecorded(jobs, of, [pachca, guard]).map(({ id }) => id);
    expect(ids([job], [])).toEqual(['a']);
    expect(ids([{ ...job, state: 'paused' }], [])).toEqual(['a']);
    expect(ids([{ ...job, state: 'queued' }], [])).toEqual([]);
    const other = { id: 't', name: 't', current: false };
    expect(ids([{ ...job, session: other }], [])).toEqual([]);
    const at = (collectionId: number | null): CollectJob => ({
      ...job,
      progress: { ...progressOf({ collectionId }), jobId: 'a' },
    });
    expect(ids([at(half.id)], [half])).toEqual([]);
    // The ledger that the window knows may be older than that entry.
    expect(ids([at(half.id)], [])).toEqual(['a']);
    expect(ids([at(null)], [])).toEqual(['a']);
    // It goes on with what is there; what is complete it asks for anew.
    expect(ids([job], [half])).toEqual([]);
    expect(ids([job], [{ ...half, status: 'complete' }])).toEqual(['a']);
    expect(ids([job], [{ ...half, address: 'https://elsewhere.example' }])).toEqual(['a']);
  });

  test('needs the source that it was made with; where nobody knows which, a person says', () => {
    const ids = (collection: Collection, ...sources: Source[]) =>
      sourcesFor(collection, sources).map(({ id }) => id);
    const without = sourceFor('without', { token: 'missing' });
    expect(ids(half, without, pachca)).toEqual(['pachca']);
    expect(ids(half, without, guard)).toEqual([]);

    const first = sourceFor('first', { owner: 'anna' });
    const second = sourceFor('second', { owner: 'boris' });
    const owner = { id: 'boris', name: null, email: null };
    const ofBoris = { ...half, owner };
    expect(ids(ofBoris, first, second)).toEqual(['second']);
    expect(ids(ofBoris, first, { ...second, token: 'missing' })).toEqual([]);
    expect(ids(ofBoris, first, { ...second, id: 'again', token: 'missing' }, second)).toEqual([
      'second',
    ]);
    // Not Anna's; whose the other is was never asked.
    expect(ids(ofBoris, first, pachca)).toEqual(['pachca']);
    expect(ids(ofBoris, pachca, sourceFor('other'))).toEqual(['pachca', 'other']);
    expect(ids(ofBoris, first)).toEqual(['first']);
    // The service did not say whose collection it is.
    expect(ids({ ...half, owner: null }, first, second)).toEqual(['first', 'second']);
  });
});

describe('the ledger', () => {
  test('sums up over all windows', () => {
    const counts = (newEvents: number, retries: number) => ({ ...noCounts, newEvents, retries });
    const windows = [windowOf(0, { counts: counts(3, 1) }), windowOf(1, { counts: counts(4, 0) })];
    expect(totals(windows)).toEqual(counts(7, 1));
    expect(totals([])).toEqual(noCounts);
  });

  test('says each reason once, and being cancelled is none', () => {
    const busy = { kind: 'service.unavailable', params: { status: 503 } } as const;
    const windows = [windowOf(0, { reason: busy }), windowOf(1, { reason: { ...busy } })];
    const cancelled = { kind: 'cancelled', params: {} } as const;
    expect(reasonsOf(collectionOf({ windows }), cancelled)).toEqual([busy]);
    expect(reasonsOf(null, busy)).toEqual([busy]);
  });

  test.each([
    ['a collection that ended early', { status: 'partial' }],
    ['a clock that is off', { clockOffsetMs: -61_000 }],
    ['a service that ignores the period', { filterIgnored: true }],
    [
      'an unreadable object',
      { windows: [windowOf(0, { counts: { ...noCounts, quarantined: 1 } })] },
    ],
    ['an event that is gone', { windows: [windowOf(0, { counts: { ...noCounts, vanished: 1 } })] }],
    ['a conflict', { windows: [windowOf(0, { counts: { ...noCounts, conflicts: 1 } })] }],
  ] satisfies [string, Partial<Collection>][])('has trouble with %s', (_name, part) => {
    expect(hasTrouble(collectionOf(part))).toBe(true);
    expect(hasTrouble(collectionOf())).toBe(false);
  });
});

describe('the strip of windows', () => {
  const states = fc.constantFrom<WindowStatus>(
    'pending',
    'running',
    'complete',
    'partial',
    'failed',
  );

  const of = (...all: WindowStatus[]) => runsOf(all.map((status, id) => windowOf(id, { status })));

  test('shows each window by itself, in whatever state it is', () => {
    expect(of('complete', 'complete', 'partial', 'partial')).toEqual([
      { id: 0, status: 'complete', at: 0, length: 0.25 },
      { id: 1, status: 'complete', at: 0.25, length: 0.25 },
      { id: 2, status: 'partial', at: 0.5, length: 0.25 },
      { id: 3, status: 'partial', at: 0.75, length: 0.25 },
    ]);
    expect(of()).toEqual([]);
  });

  test('joins neighbours of one state where they are too many, but for those being pulled', () => {
    const many = Array.from({ length: 254 }, (): WindowStatus => 'complete');
    expect(of(...many, 'running', 'running')).toEqual([
      { id: 0, status: 'complete', at: 0, length: 254 / 256 },
      { id: 254, status: 'running', at: 254 / 256, length: 1 / 256 },
      { id: 255, status: 'running', at: 255 / 256, length: 1 / 256 },
    ]);
  });

  test('covers the whole period without a gap, whatever the order of the ledger', () => {
    fc.assert(
      fc.property(fc.array(states, { minLength: 1, maxLength: 60 }), fc.nat(), (all, seed) => {
        const windows = all.map((status, id) => windowOf(id, { status }));
        const turned = windows.toSorted((a, b) => ((a.id * seed) % 7) - ((b.id * seed) % 7));
        const runs = runsOf(turned);
        let end = 0;
        for (const { at, length } of runs) {
          expect(at).toBeCloseTo(end, 9);
          end = at + length;
        }
        expect(end).toBeCloseTo(1, 9);
        const running = runs.filter(({ status }) => status === 'running').length;
        expect(running).toBe(statesOf(windows).running);
      }),
    );
  });
});
