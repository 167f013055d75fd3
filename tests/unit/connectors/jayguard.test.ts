import { describe, expect, test } from 'vitest';
import { jayguard } from '../../../src/main/connectors/jayguard/connector.ts';
import { Failed } from '../../../src/shared/errors.ts';
import type { EventDetails } from '../../../src/shared/session.ts';
import type { HttpClient } from '../../../src/main/connectors/kit/http.ts';
import { fakeHttp } from '../../contract/fake.ts';
import { drain, gather, instant, never } from '../../contract/support.ts';

const request = {
  from: instant('2026-10-01T00:00:00Z'),
  to: instant('2026-10-02T00:00:00Z'),
  filters: {},
  position: null,
};

async function pull(http: HttpClient, filters = {}) {
  return gather(await drain(jayguard.pull(http, { ...request, filters }, never)));
}

async function failureOf(promise: Promise<unknown>) {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  return error instanceof Failed ? error.failure : error;
}

const badKey = { error: 'dataguard.common.invalid_access_token', message: 'expired' };

test.each([
  [400, badKey, 'service.unauthorized', {}],
  [401, {}, 'service.unauthorized', {}],
  [402, {}, 'service.plan', {}],
  [403, {}, 'service.scope', { scope: 'API («Для API»)' }],
  [404, {}, 'service.wrong-shape', { field: 'address' }],
  [
    400,
    { error: 'dataguard.common.bad' },
    'service.rejected',
    { status: 400, code: ' dataguard.common.bad' },
  ],
  [409, { error: 'some words' }, 'service.rejected', { status: 409, code: '' }],
  [200, { data: [] }, 'service.wrong-shape', { field: 'auditEvents' }],
])('%i %j', async (status, body, kind, params) => {
  const { http } = fakeHttp(() => ({ status, body }));
  expect(await failureOf(pull(http))).toEqual({ kind, params });
  expect(await failureOf(jayguard.test(http, never))).toEqual({ kind, params });
});

test('a list call as the documentation has it, with the filters', async () => {
  const { http, asked } = fakeHttp(() => ({ body: { auditEvents: [] } }));
  await pull(http, { application: 'app', apiKeys: ['k1', 'k2'] });
  expect(asked.map(({ path, body }) => [path, JSON.parse(body) as unknown])).toEqual([
    [
      '/api/dataguard/public/audit/list',
      {
        // A second more on both sides: the borders may be exclusive.
        createdFrom: '2026-09-30T23:59:59Z',
        createdTo: '2026-10-02T00:00:01Z',
        limit: 1000,
        offset: 0,
        application: 'app',
        apiKeys: ['k1', 'k2'],
      },
    ],
  ]);
});

test('a filter that the service does not have is refused', async () => {
  const { http } = fakeHttp(() => ({ body: { auditEvents: [] } }));
  expect(await failureOf(pull(http, { eventKey: 'deny' }))).toMatchObject({
    kind: 'input.invalid',
    params: { field: 'eventKey' },
  });
});

test('a large limit that is refused, or too much for us, is lowered and kept low', async () => {
  const limits: number[] = [];
  const { http } = fakeHttp(({ body }) => {
    const { limit, offset } = JSON.parse(body) as { limit: number; offset: number };
    limits.push(limit);
    if (limit > 500) return { status: 400, body: { error: 'limit' } };
    if (limit > 100) throw new Failed('service.too-large', { megabytes: 64 });
    const auditEvents =
      offset > 0 ? [] : [{ eventId: 1, createdAt: '2026-10-01T00:00:00Z', action: 'allow' }];
    return { body: { auditEvents } };
  });
  expect((await pull(http)).raws.size).toBe(1);
  expect(limits).toEqual([1000, 500, 200, 100, 100]);
});

test('the test button asks for one event', async () => {
  const { http, asked } = fakeHttp(() => ({ body: { auditEvents: [] } }));
  expect(await jayguard.test(http, never)).toEqual({
    owner: null,
    scopes: null,
    missingScopes: [],
    expiresAt: null,
  });
  expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ limit: 1 });
});

test('what cannot be read is kept to the letter, and why', async () => {
  const bad: [string, string][] = [
    ['{"createdAt":"2026-10-01T00:00:00Z","action":"allow"}', 'eventId'],
    ['{"eventId":1,"createdAt":"01.10.2026","action":"allow"}', 'createdAt'],
    ['{"eventId":1,"createdAt":"2026-10-01T00:00:00Z"}', 'action'],
    [
      '{"eventId":1,"createdAt":"2026-10-01T00:00:00Z","action":"a","appliedRules":"x"}',
      'appliedRules',
    ],
    ['{"eventId":1,"createdAt":"2026-10-01T00:00:00Z","action":"a","message":{}}', 'message'],
  ];
  const { http } = fakeHttp(({ body }) =>
    body.includes('"offset":0')
      ? { body: `{"auditEvents":[${bad.map(([raw]) => raw).join(',')}]}` }
      : { body: { auditEvents: [] } },
  );
  const found = await pull(http);
  expect(found.pages[0]?.quarantined).toEqual(bad.map(([raw, reason]) => ({ raw, reason })));
  expect(found.gaps).toEqual([]);
});

describe('details', () => {
  const ids = Array.from({ length: 230 }, (_, n) => String(9_007_199_254_740_990n + BigInt(n)));
  const wanted = ids.map((id) => ({ id, literal: id }));

  /** Takes ids in the given form and number, and answers with their details. */
  function detailing(form: RegExp, most: number, known = (_id: string): boolean => true) {
    return fakeHttp(({ body }) => {
      const literals = /\[(.*)\]/.exec(body)?.[1]?.split(',') ?? [];
      if (literals.length > most || !literals.every((one) => form.test(one))) {
        return { status: 400, body: { error: 'bad_request' } };
      }
      const found = literals.filter((one) => known(one.replaceAll('"', '')));
      const items = found.map(
        (one) =>
          `{"eventId":${one},"content":"текст","details":[{"searchMethodId":"person","value":"Анна"}]}`,
      );
      return { body: `{"auditDetails":[${items.join(',')}]}` };
    });
  }

  async function fetch(http: HttpClient): Promise<EventDetails[]> {
    return (await drain(jayguard.details(http)(wanted, never))).flatMap(({ items }) => items);
  }

  test('in batches of a hundred, ids to the letter', async () => {
    const { http, asked } = detailing(/^\d+$/, 100);
    const items = await fetch(http);
    expect(items.map(({ id }) => id)).toEqual(ids);
    expect(items[0]).toEqual({
      id: ids[0],
      content: 'текст',
      findings: [{ method: 'person', value: 'Анна' }],
      raw: `{"eventId":${ids[0]},"content":"текст","details":[{"searchMethodId":"person","value":"Анна"}]}`,
    });
    expect(asked).toHaveLength(3);
  });

  test('as strings where numbers are refused', async () => {
    const { http, asked } = detailing(/^"\d+"$/, 100);
    expect((await fetch(http)).map(({ id }) => id)).toEqual(ids);
    expect(asked).toHaveLength(4);
  });

  test.each([/^\d+$/, /^"\d+"$/])(
    'in smaller batches where large ones are refused: %s',
    async (form) => {
      const { http } = detailing(form, 30);
      expect((await fetch(http)).map(({ id }) => id)).toEqual(ids);
    },
  );

  test('an id that is unknown or refused alone is left out', async () => {
    const poison = ids[117] ?? '';
    const { http } = detailing(new RegExp(`^(?!"?${poison})"?\\d+"?$`), 100, (id) => id !== ids[3]);
    const found = (await fetch(http)).map(({ id }) => id);
    expect(found).toEqual(ids.filter((id) => id !== poison && id !== ids[3]));
  });

  test('one id that spoils its batch, the first of all included, does not make the rest small', async () => {
    for (const at of [0, 117]) {
      const form = new RegExp(`^(?!"?${ids[at]}"?$)"?\\d+"?$`);
      const { http, asked } = detailing(form, 100);
      const found = (await fetch(http)).map(({ id }) => id);
      expect(found).toEqual(ids.filter((id) => id !== ids[at]));
      expect(asked.length).toBeLessThan(30);
    }
  });

  test('what is learned holds for the next ones, and for those at the same time', async () => {
    const { http, asked } = detailing(/^"\d+"$/, 30);
    const ask = jayguard.details(http);
    await drain(ask(wanted, never));
    const before = asked.length;
    const both = [ask(wanted.slice(0, 100), never), ask(wanted.slice(100, 200), never)];
    expect((await Promise.all(both.map(drain))).flat().at(-1)?.asked).toBe(100);
    expect(asked.length - before).toBe(8);
  });

  test('an answer over our own cap is asked for in halves', async () => {
    const { http, asked } = detailing(/^\d+$/, 100);
    const post: HttpClient['post'] = (path, body, signal) => {
      if (body.split(',').length > 60) throw new Failed('service.too-large', { megabytes: 64 });
      return http.post(path, body, signal);
    };
    expect((await fetch({ ...http, post })).map(({ id }) => id)).toEqual(ids);
    expect(asked).toHaveLength(5);
  });

  test('answers tell how far they have come', async () => {
    const { http } = detailing(/^\d+$/, 100);
    const answers = await drain(jayguard.details(http)(wanted, never));
    expect(answers.map(({ asked }) => asked)).toEqual([100, 200, 230]);
  });

  test('an item that cannot be read is kept to the letter, and why', async () => {
    const bad = '{"eventId":1,"details":[{"searchMethodId":"x","value":5}]}';
    const { http } = fakeHttp(() => ({
      body: `{"auditDetails":[${bad},{"eventId":2}]}`,
    }));
    const [answer] = await drain(jayguard.details(http)(wanted, never));
    expect(answer?.quarantined).toEqual([{ raw: bad, reason: 'details.0.value' }]);
    expect(answer?.items).toEqual([{ id: '2', content: null, findings: [], raw: '{"eventId":2}' }]);
  });

  test.each([
    [400, badKey, 'service.unauthorized'],
    [400, { error: 'other' }, 'service.rejected'],
    [200, { details: [] }, 'service.wrong-shape'],
  ])('%i %j', async (status, body, kind) => {
    const { http } = fakeHttp(() => ({ status, body }));
    expect(await failureOf(fetch(http))).toMatchObject({ kind });
  });
});
