import { describe, expect, test } from 'vitest';
import type { Source } from '../../src/shared/contract.ts';
import { noCounts, type Collection, type LedgerWindow } from '../../src/shared/session.ts';
import { cutShort, upToDate } from '../../src/main/desktop/services/jobs/follow-up.ts';
import { keepUpdating } from '../../src/main/desktop/services/jobs/updating.ts';
import type { Task } from '../../src/main/desktop/services/jobs/job.ts';
import type { HeldSession } from '../../src/main/desktop/services/sessions.ts';
import { collectionOf, fakeSession } from '../support/desktop/fake-rooms.ts';

const sourceOf = (id: string, given: Partial<Source> = {}): Source => ({
  id,
  kind: 'pachca',
  name: id,
  address: `https://${id}.example`,
  token: 'stored',
  sample: false,
  owner: null,
  addedAt: '',
  ...given,
});
const a = sourceOf('a');
const closed = { status: 'partial', stop: 'closed' } as const;

describe('what was cut short', () => {
  test('goes on as it was asked for, where it is the latest word and its source has a token', () => {
    const filters = { eventKey: 'user_login' };
    const ledger = [
      collectionOf({ id: 1, ...closed, filters, withDetails: true, overlapMs: 900_000 }),
      collectionOf({ id: 2, ...closed, address: 'https://gone.example' }),
      collectionOf({ id: 3, ...closed, address: 'https://locked.example' }),
      collectionOf({ id: 4, ...closed, from: 5 }),
      collectionOf({ id: 5, from: 5 }),
      collectionOf({ id: 6, ...closed, stop: 'paused', from: 6 }),
      collectionOf({ id: 7, ...closed, stop: 'cancelled', from: 7 }),
      collectionOf({ id: 8, ...closed, stop: 'interrupted', from: 8 }),
      collectionOf({ id: 9, ...closed, origin: 'import', from: 9 }),
    ];
    const order = { sourceId: 'a', from: 0, to: 999_999, filters, overlapMs: 900_000 };
    expect(cutShort(ledger, [a, sourceOf('locked', { token: 'locked' })])).toEqual([
      {
        purpose: 'events',
        order: { ...order, withDetails: true, withNames: true, refresh: false },
      },
    ]);
  });

  test('two accounts at one address: nobody guesses whose it was', () => {
    const ledger = [collectionOf(closed)];
    const other = sourceOf('other', { address: a.address });
    expect(cutShort(ledger, [a, other])).toEqual([]);
    expect(cutShort(ledger, [a, { ...other, token: 'missing' }])).toHaveLength(1);
    const owner = (id: string) => ({ owner: { id, name: null, email: null } });
    const owned = collectionOf({ ...closed, ...owner('1') });
    expect(cutShort([owned, collectionOf({ id: 2, from: 9 })], [a])).toHaveLength(1);
    expect(cutShort([owned, collectionOf({ id: 2, from: 9, ...owner('2') })], [a])).toEqual([]);
  });

  test('a refresh goes on as what it is: a new one would begin from the beginning', () => {
    const [task] = cutShort([collectionOf({ ...closed, refresh: true })], [a]);
    expect(task?.order).toMatchObject({ refresh: false });
  });

  test('details go on for the events they were wanted for', () => {
    const selection = { query: 'event:deny', zone: 'UTC', period: null };
    const source = sourceOf('j', { kind: 'jayguard' });
    const details = { purpose: 'details', source: 'jayguard', address: source.address } as const;
    const ledger = [
      collectionOf({ ...closed, ...details, selection, from: null, to: null }),
      collectionOf({
        id: 8,
        ...details,
        from: null,
        to: null,
        selection: { ...selection, query: '' },
      }),
    ];
    expect(cutShort(ledger, [source])).toEqual([
      { purpose: 'details', order: { sourceId: 'j', selection } },
    ]);
  });
});

const second = 1_000_000;
const at = (seconds: number) => Date.parse('2026-10-01') * 1000 + seconds * second;

/** From one instant to another, complete, begun after its end. */
function whole(id: number, from: number, to: number, given: Partial<Collection> = {}): Collection {
  const window: LedgerWindow = {
    id,
    from,
    to,
    status: 'complete',
    reason: null,
    position: null,
    counts: { ...noCounts, pages: 1 },
    first: null,
    last: null,
  };
  const startedAt = new Date(to / 1000 + 1000).toISOString();
  return collectionOf({ id, from, to, startedAt, windows: [window], ...given });
}

describe('bringing a session up to date', () => {
  const filters = { eventKey: 'user_login' };
  const ledger = [
    whole(1, at(0), at(3600)),
    whole(2, at(0), at(1800), { filters, withDetails: true }),
    whole(3, at(3601), at(7200)),
    whole(4, at(0), at(3600), { address: 'https://gone.example' }),
  ];

  test('everything it collected, since its last time, reaching back by the overlap', () => {
    const tasks = upToDate(ledger, [a], 10, at(10_000));
    const common = { sourceId: 'a', to: at(10_000), overlapMs: 600_000, refresh: false };
    expect(tasks).toEqual([
      {
        purpose: 'events',
        order: {
          ...common,
          from: at(6600) + 1,
          filters: {},
          withDetails: false,
          withNames: true,
        },
      },
      {
        purpose: 'events',
        order: { ...common, from: at(6600) + 1, filters, withDetails: true, withNames: true },
      },
    ]);
  });

  function desk(collections: Collection[]) {
    const { session } = fakeSession('case', collections);
    const added: [HeldSession, Task][] = [];
    const updating = keepUpdating({
      sessions: { behind: (_path, _passphrase, begin) => begin(session) },
      sources: { list: () => Promise.resolve([a]) },
      jobs: { add: async (...words) => void added.push(words) },
      overlapMinutes: () => 15,
    });
    return { updating, added, session };
  }
  const asked = (added: readonly [HeldSession, Task][]) =>
    added.map(([{ name }, { order }]) => [name, 'filters' in order && order.filters]);

  test('each becomes a job in its session, and the answer counts them', async () => {
    const { updating, added } = desk(ledger);
    expect(await updating.update('/case.vestigo', undefined)).toEqual({ jobs: 2 });
    expect(asked(added)).toEqual([
      ['case', {}],
      ['case', filters],
    ]);
  });

  test('a session that never collected anything makes no job', async () => {
    const { updating, added } = desk([]);
    expect(await updating.update('/case.vestigo', undefined)).toEqual({ jobs: 0 });
    expect(added).toEqual([]);
  });

  test('what was cut short is queued in its session', async () => {
    const { updating, added, session } = desk([collectionOf({ ...closed, filters })]);
    await updating.goOn(session);
    expect(asked(added)).toEqual([['case', filters]]);
  });
});
