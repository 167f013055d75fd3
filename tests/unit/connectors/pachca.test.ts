import { describe, expect, test } from 'vitest';
import type { Filters } from '../../../src/shared/session.ts';
import type { HttpClient } from '../../../src/main/connectors/kit/http.ts';
import { pachca } from '../../../src/main/connectors/pachca/connector.ts';
import { Failed } from '../../../src/shared/errors.ts';
import { fakeHttp } from '../../contract/fake.ts';
import { drain, gather, instant, never } from '../../contract/support.ts';

const from = instant('2026-10-01T00:00:00.000400Z');
const to = instant('2026-10-02T00:00:00Z');

function event(id: string, created_at = '2026-10-01T12:00:00.000Z') {
  return {
    id,
    created_at,
    event_key: 'user_login',
    entity_id: '1',
    entity_type: 'User',
    actor_id: '1',
    actor_type: 'User',
    details: {},
    ip_address: null,
    user_agent: null,
  };
}

function page(ids: string[], paginate: object): object {
  return { data: ids.map((id) => event(id)), meta: { paginate } };
}

async function pull(http: HttpClient, filters: Filters = {}, position: string | null = null) {
  return gather(await drain(pachca.pull(http, { from, to, filters, position }, never)));
}

async function failureOf(promise: Promise<unknown>) {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  return error instanceof Failed ? error.failure : error;
}

test('every filter and both spellings of the window go with every cursor', async () => {
  const { http, asked } = fakeHttp((_, number) => ({
    body: page([`e${number}`], { next_page: `c${number}`, has_next: number < 3 }),
  }));
  const filters = {
    eventKey: 'user_login',
    actorId: '7',
    actorType: 'User',
    entityId: '8',
    entityType: 'Chat',
  };
  await pull(http, filters);
  const always = {
    // A second more at both ends, for a server whose borders are exclusive or know no fractions.
    start_time: '2026-09-30T23:59:59.000Z',
    end_time: '2026-10-02T00:00:01.000Z',
    'created_at[from]': '2026-09-30T23:59:59.000Z',
    'created_at[to]': '2026-10-02T00:00:01.000Z',
    event_key: 'user_login',
    actor_id: '7',
    actor_type: 'User',
    entity_id: '8',
    entity_type: 'Chat',
    limit: '50',
  };
  expect(asked.map(({ query }) => Object.fromEntries(query))).toEqual([
    always,
    { ...always, cursor: 'c1' },
    { ...always, cursor: 'c2' },
  ]);
});

test('a filter that the service does not have is refused', async () => {
  const { http, asked } = fakeHttp(() => ({ body: page([], {}) }));
  expect(await failureOf(pull(http, { application: 'x' }))).toMatchObject({
    kind: 'input.invalid',
  });
  expect(asked).toEqual([]);
});

test('short and empty pages do not end the list', async () => {
  const ids = [['a'], [], [], ['b'], []];
  const { http, asked } = fakeHttp((_, number) => ({
    body: page(ids[number - 1] ?? [], { next_page: `c${number}`, has_next: number < 5 }),
  }));
  const found = await pull(http);
  expect([...found.raws.keys()]).toEqual(['a', 'b']);
  expect(asked).toHaveLength(5);
  expect(found.gaps).toEqual([]);
});

test.each([
  ['null', { next_page: null }],
  ['nothing', {}],
  ['an empty text', { next_page: '' }],
])('without has_next, %s ends the list', async (_, last) => {
  const { http } = fakeHttp((__, number) => ({
    body: page([`e${number}`], number < 3 ? { next_page: `c${number}` } : last),
  }));
  expect((await pull(http)).raws.size).toBe(3);
});

test('without has_next, an empty page whose cursor stays ends the list', async () => {
  const { http, asked } = fakeHttp((_, number) => ({
    body: page(number === 1 ? ['a'] : [], { next_page: 'same' }),
  }));
  const found = await pull(http);
  expect(asked).toHaveLength(2);
  expect(found.gaps).toEqual([]);
});

describe('a list that does not move ends with a gap', () => {
  const gap = { from, to, reason: { kind: 'service.list-stuck', params: {} } };

  test('the same cursor', async () => {
    const { http, asked } = fakeHttp((_, number) => ({
      body: page([`e${number}`], { next_page: 'same', has_next: true }),
    }));
    expect((await pull(http)).gaps).toEqual([gap]);
    expect(asked).toHaveLength(2);
  });

  test('cursors in a circle', async () => {
    const { http } = fakeHttp((_, number) => ({
      body: page([`e${number}`], { next_page: `c${number % 3}`, has_next: true }),
    }));
    expect((await pull(http)).gaps).toEqual([gap]);
  });

  test('more is promised without a cursor', async () => {
    const { http } = fakeHttp(() => ({ body: page(['a'], { has_next: true }) }));
    expect((await pull(http)).gaps).toEqual([gap]);
  });

  test('a full page that says nothing of further ones', async () => {
    const ids = Array.from({ length: 50 }, (_, at) => `e${at}`);
    const { http } = fakeHttp(() => ({ body: page(ids, {}) }));
    const found = await pull(http);
    expect(found.gaps).toEqual([gap]);
    expect(found.raws.size).toBe(50);
  });

  test('the same page under ever new cursors', async () => {
    const { http } = fakeHttp((_, number) => ({
      body: page(['a', 'b'], { next_page: `c${number}`, has_next: true }),
    }));
    expect((await pull(http)).gaps).toEqual([gap]);
  });

  test('empty pages without end', async () => {
    const { http, asked } = fakeHttp((_, number) => ({
      body: page([], { next_page: `c${number}`, has_next: true }),
    }));
    const found = await pull(http);
    expect(found.gaps).toEqual([gap]);
    expect(asked).toHaveLength(1000);
  });

  test('in newest-first order the gap is only what lies further back', async () => {
    const hour = (n: number): string => `2026-10-01T${String(20 - n).padStart(2, '0')}:00:00.000Z`;
    const { http } = fakeHttp(() => ({
      body: {
        data: Array.from({ length: 12 }, (_, n) => event(`e${n}`, hour(n))),
        meta: { paginate: { has_next: true } },
      },
    }));
    expect((await pull(http)).gaps).toEqual([{ ...gap, to: instant(hour(11)) }]);
  });
});

describe('a refused cursor', () => {
  test.each([400, 404, 410, 422])('%i begins the window again', async (status) => {
    const { http, asked } = fakeHttp(({ query }, number) => {
      if (number === 3) return { status, body: { errors: [{ code: 'invalid' }] } };
      const start = Number(query.get('cursor') ?? 0);
      return { body: page([`e${start}`], { next_page: String(start + 1), has_next: start < 3 }) };
    });
    const found = await pull(http);
    expect([...found.raws.keys()]).toEqual(['e0', 'e1', 'e2', 'e3']);
    // The refused request is counted as well.
    expect(asked).toHaveLength(7);
  });

  test('kept from an earlier run', async () => {
    const first = fakeHttp(() => ({ body: page(['a'], { next_page: 'old', has_next: true }) }));
    const request = { from, to, filters: {}, position: null };
    let position: string | null = null;
    for await (const one of pachca.pull(first.http, request, never)) {
      position = one.position;
      break;
    }
    const { http } = fakeHttp(({ query }) =>
      query.has('cursor')
        ? { status: 410, body: {} }
        : { body: page(['a', 'b'], { has_next: false }) },
    );
    expect([...(await pull(http, {}, position)).raws.keys()]).toEqual(['a', 'b']);
  });

  test.each(['service.unavailable', 'service.not-json'] as const)(
    'kept from an earlier run, and the service breaks down over it: %s',
    async (kind) => {
      const position = JSON.stringify({
        path: '/audit_events',
        cursor: 'old',
        order: { last: null, falls: 0, rose: false },
      });
      const { http, asked } = fakeHttp(({ query }, number) => {
        if (query.has('cursor')) throw new Failed(kind);
        return { body: page([`e${number}`], { has_next: false }) };
      });
      expect([...(await pull(http, {}, position)).raws.keys()]).toEqual(['e2']);
      expect(asked).toHaveLength(2);
      // One of this run is not to blame.
      const broken = fakeHttp(({ query }) => {
        if (query.has('cursor')) throw new Failed(kind);
        return { body: page(['a'], { next_page: 'c', has_next: true }) };
      });
      expect(await failureOf(pull(broken.http))).toMatchObject({ kind });
    },
  );

  test('again and again is a failure, not a loop', async () => {
    const { http } = fakeHttp(({ query }) =>
      query.has('cursor')
        ? { status: 422, body: { errors: [{ code: 'invalid' }] } }
        : { body: page(['a'], { next_page: 'c', has_next: true }) },
    );
    expect(await failureOf(pull(http))).toEqual({
      kind: 'service.rejected',
      params: { status: 422, code: ' invalid' },
    });
  });
});

describe('a server that ignores what it is asked for', () => {
  const at = (minute: number): string =>
    new Date(Date.parse('2026-10-01T12:00:00Z') - minute * 60_000).toISOString();
  /** Newest first: an event a minute, back to long before the window. */
  function serve(pageSize: number, change: (events: ReturnType<typeof event>[]) => void) {
    const events = Array.from({ length: 1500 }, (_, n) => event(`e${n}`, at(n)));
    change(events);
    return fakeHttp(({ query }) => {
      const start = Number(query.get('cursor') ?? 0);
      const next = start + pageSize;
      return {
        body: {
          data: events.slice(start, next),
          meta: { paginate: { next_page: String(next), has_next: next < events.length } },
        },
      };
    });
  }

  test('is read no further than it is surely past the window', async () => {
    const { http, asked } = serve(50, () => {});
    const found = await pull(http);
    expect(found.raws.size).toBe(720);
    expect(asked.length).toBeLessThan(18);
  });

  test('an event that was written late does not end the list, however short the pages', async () => {
    const late = event('late', at(1000));
    const { http } = serve(1, (events) => events.splice(300, 0, late));
    expect((await pull(http)).raws.size).toBe(720);
  });
});

test('equal instants at the borders, and whatever the server makes of them', async () => {
  const start = instant('2026-10-01T00:00:00Z');
  const end = instant('2026-10-01T01:00:00Z');
  const times = [start, start, start + 1000, end - 1000, end, end].map((time) => time / 1000);
  const all = times.map((time, n) => event(`e${n}`, new Date(time).toISOString()));
  for (const wholeSeconds of [true, false]) {
    const { http } = fakeHttp(({ query }) => {
      const read = (name: string) => {
        const time = Date.parse(query.get(name) ?? '');
        return wholeSeconds ? Math.floor(time / 1000) * 1000 : time;
      };
      // Strict at both ends.
      const inside = ({ created_at }: { created_at: string }) =>
        Date.parse(created_at) > read('start_time') && Date.parse(created_at) < read('end_time');
      return { body: { data: all.filter(inside), meta: { paginate: { has_next: false } } } };
    });
    const request = { from: start, to: end, filters: {}, position: null };
    const found = gather(await drain(pachca.pull(http, request, never)));
    expect([...found.raws.keys()]).toEqual(all.map(({ id }) => id));
    expect(found.outOfWindow).toBe(0);
  }
});

test("February's path is tried where today's is missing", async () => {
  const { http, asked } = fakeHttp(({ path }) =>
    path === '/audit-events'
      ? { body: page(['a'], { next_page: null }) }
      : { status: 404, body: {} },
  );
  expect((await pull(http)).raws.size).toBe(1);
  expect(asked.map(({ path }) => path)).toEqual(['/audit_events', '/audit-events']);
});

test.each([
  [401, { error: 'invalid_token', error_description: 'x' }, 'service.unauthorized', {}],
  [402, { errors: [{ code: 'payment_required' }] }, 'service.plan', {}],
  [
    403,
    {
      error: 'insufficient_scope',
      error_description: 'Insufficient scope. Required: audit_events:read',
    },
    'service.scope',
    { scope: 'audit_events:read' },
  ],
  [
    403,
    { errors: [{ code: 'forbidden', message: 'x' }] },
    'service.scope',
    { scope: 'audit_events:read' },
  ],
  [
    400,
    { errors: [{ code: 'invalid_date_range' }] },
    'service.rejected',
    { status: 400, code: ' invalid_date_range' },
  ],
  [
    422,
    { errors: [{ code: 'a message with words' }] },
    'service.rejected',
    { status: 422, code: '' },
  ],
  [404, { message: 'nothing' }, 'service.wrong-shape', { field: 'address' }],
  [200, { events: [] }, 'service.wrong-shape', { field: 'data' }],
  [200, { data: [], meta: { paginate: [] } }, 'service.wrong-shape', { field: 'meta' }],
])('%i %j', async (status, body, kind, params) => {
  const { http } = fakeHttp(() => ({ status, body }));
  expect(await failureOf(pull(http))).toEqual({ kind, params });
});

test('what cannot be read is kept to the letter, and why', async () => {
  const good = JSON.stringify(event('a'));
  const bad: [string, string][] = [
    ['{"created_at":"2026-10-01T12:00:00Z","event_key":"x"}', 'id'],
    [JSON.stringify({ ...event('b'), created_at: 'вчера' }), 'created_at'],
    [JSON.stringify({ ...event('c'), event_key: 5 }), 'event_key'],
    [JSON.stringify({ ...event('d'), details: [1] }), 'details'],
    [JSON.stringify({ ...event('e'), ip_address: {} }), 'ip_address'],
    ['null', 'object'],
    ['"text"', 'object'],
  ];
  const body = `{"data":[${[good, ...bad.map(([raw]) => raw)].join(',')}],"meta":{"paginate":{"has_next":false}}}`;
  const { http } = fakeHttp(() => ({ body }));
  const found = await pull(http);
  expect(found.raws.get('a')).toBe(good);
  expect(found.pages[0]?.quarantined).toEqual(bad.map(([raw, reason]) => ({ raw, reason })));
});

test('the window is exact to the microsecond, both borders inside', async () => {
  const times = [
    '2026-09-30T23:59:58.999Z',
    '2026-10-01T00:00:00.000399Z',
    '2026-10-01T00:00:00.0004Z',
    '2026-10-02T00:00:00.000Z',
    '2026-10-02T00:00:00.001Z',
    '2026-10-02T00:00:01.001Z',
  ];
  const data = times.map((time) => event(time, time));
  const { http } = fakeHttp(() => ({ body: { data, meta: { paginate: { has_next: false } } } }));
  const found = await pull(http);
  expect([...found.raws.keys()]).toEqual(times.slice(2, 4));
  // The second that was asked for on top is no sign of an ignored filter.
  expect(found.outOfWindow).toBe(2);
});

describe('the test button', () => {
  const info = { data: { user_id: 12, scopes: ['audit_events:read'], expires_in: null } };
  const profile = {
    data: { id: 12, first_name: 'Анна', last_name: 'Соловьёва', email: 'a@b.example' },
  };

  test('tells whose token it is', async () => {
    const { http } = fakeHttp(({ path }) => ({ body: path === '/profile' ? profile : info }));
    expect(await pachca.test(http, never)).toEqual({
      owner: { id: '12', name: 'Анна Соловьёва', email: 'a@b.example' },
      scopes: ['audit_events:read'],
      missingScopes: [],
      expiresAt: null,
    });
  });

  test('does without the profile, and names a missing scope', async () => {
    const { http } = fakeHttp(({ path }) =>
      path === '/profile'
        ? { status: 403, body: { error: 'insufficient_scope' } }
        : { body: { data: { user_id: 12, scopes: ['users:read'] } } },
    );
    expect(await pachca.test(http, never)).toEqual({
      owner: { id: '12', name: null, email: null },
      scopes: ['users:read'],
      missingScopes: ['audit_events:read'],
      expiresAt: null,
    });
  });

  test('asks for an event where there is no token info', async () => {
    const { http, asked } = fakeHttp(({ path }) =>
      path === '/profile'
        ? { body: profile }
        : path === '/audit_events'
          ? { body: page([], {}) }
          : { status: 404, body: {} },
    );
    expect(await pachca.test(http, never)).toMatchObject({ owner: { id: '12' }, scopes: null });
    expect(asked.map(({ path }) => path)).toContain('/audit_events');
  });

  test.each([
    [401, 'service.unauthorized'],
    [402, 'service.plan'],
  ])('%i', async (status, kind) => {
    const { http } = fakeHttp(() => ({ status, body: {} }));
    expect(await failureOf(pachca.test(http, never))).toMatchObject({ kind });
  });
});

test('names are looked up once each; whoever is not found is left out', async () => {
  const { http, asked } = fakeHttp(({ path }) =>
    path === '/users/1'
      ? {
          body: { data: { id: 1, first_name: null, nickname: 'anna', email: 'anna@example.test' } },
        }
      : { status: 404, body: {} },
  );
  expect(await pachca.names(http, ['1', '2', '1', '../profile'], never)).toEqual({
    names: { 1: 'anna' },
    emails: { 1: 'anna@example.test' },
  });
  expect(asked).toHaveLength(2);
});
