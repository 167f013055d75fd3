import { afterEach, expect, test } from 'vitest';
import { jayGuardKey } from '../../../src/main/sample/jayguard-service.ts';
import { pachcaTokens } from '../../../src/main/sample/pachca-service.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';

let services: SampleServices | null = null;
afterEach(async () => {
  await services?.close();
  services = null;
});

async function ask(url: string, token: string | null, body?: unknown) {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as Record<string, unknown>,
  };
}

test('Pachca refuses as its specification says', async () => {
  services = await startSampleServices({ events: 100 });
  const { address } = services.pachca;
  const audit = `${address}/audit_events`;
  expect(await ask(audit, null)).toMatchObject({ status: 401, json: { error: 'invalid_token' } });
  expect(await ask(audit, 'wrong')).toMatchObject({ status: 401 });
  expect(await ask(audit, pachcaTokens.withoutPlan)).toMatchObject({
    status: 402,
    json: { errors: [{ code: 'payment_required' }] },
  });
  expect(await ask(audit, pachcaTokens.withoutScope)).toMatchObject({
    status: 403,
    json: { error: 'insufficient_scope' },
  });
  expect(await ask(`${audit}?limit=51`, pachcaTokens.owner)).toMatchObject({ status: 400 });
  expect(await ask(`${audit}?cursor=nonsense`, pachcaTokens.owner)).toMatchObject({ status: 400 });
  expect(await ask(`${address}/nothing`, pachcaTokens.owner)).toMatchObject({ status: 404 });
});

test('Pachca filters, and knows its people', async () => {
  services = await startSampleServices({ events: 3000 });
  const { address, token } = services.pachca;
  const { json } = await ask(`${address}/audit_events?event_key=user_2fa_fail&limit=50`, token);
  const data = json['data'] as { event_key: string }[];
  expect(data.length).toBeGreaterThan(10);
  expect(new Set(data.map(({ event_key }) => event_key))).toEqual(new Set(['user_2fa_fail']));
  expect(await ask(`${address}/profile`, token)).toMatchObject({
    json: { data: { first_name: 'Анна', last_name: 'Соловьёва' } },
  });
  expect(await ask(`${address}/users/98713`, token)).toMatchObject({
    json: { data: { last_name: 'Королёв' } },
  });
  expect(await ask(`${address}/users/1`, token)).toMatchObject({ status: 404 });
  const second = await ask(`${address}/users?limit=50&query=`, token);
  expect(second.json['data']).toHaveLength(50);
});

test('Pachca takes messages and keeps them', async () => {
  services = await startSampleServices({ events: 1 });
  const { address, token, messages } = services.pachca;
  const sending = (message: object, by: string = token) =>
    ask(`${address}/messages`, by, { message });
  const toUser = { entity_type: 'user', entity_id: 98_700, content: 'Проверьте' };
  expect(await sending(toUser)).toMatchObject({
    status: 201,
    json: { data: { entity_type: 'user', content: 'Проверьте' } },
  });
  expect(await sending({ entity_id: 310_000, content: 'Всем' })).toMatchObject({ status: 201 });
  expect(messages).toMatchObject([
    { entityType: 'user', entityId: 98_700, content: 'Проверьте' },
    { entityType: 'discussion', entityId: 310_000, content: 'Всем' },
  ]);
  expect(await sending({ ...toUser, content: '' })).toMatchObject({ status: 400 });
  expect(await sending({ ...toUser, entity_id: 1 })).toMatchObject({ status: 422 });
  expect(await sending(toUser, pachcaTokens.withoutMessages)).toMatchObject({
    status: 403,
    json: { error_description: 'Insufficient scope. Required: messages:create' },
  });
  expect(messages).toHaveLength(2);
});

test('Pachca answers 429 over its rate', async () => {
  services = await startSampleServices({ events: 10, pachca: { rateLimit: 3 } });
  const { address, token } = services.pachca;
  const answers = await Promise.all([1, 2, 3, 4].map(() => ask(`${address}/profile`, token)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(1);
  expect(refused[0]?.headers.get('retry-after')).toBe('1');
});

test('each reading of the log can be an event of its own', async () => {
  services = await startSampleServices({ events: 10, pachca: { recordsReads: true } });
  const { address, token, count } = services.pachca;
  await ask(`${address}/audit_events`, token);
  const { json } = await ask(`${address}/audit_events`, token);
  expect(json['data']).toMatchObject([
    { event_key: 'audit_events_accessed' },
    ...Array.from({ length: 10 }, () => ({})),
  ]);
  expect(count()).toBe(12);
});

test.each([400, 401] as const)('a bad key of Jay Guard gets %i', async (badKeyStatus) => {
  services = await startSampleServices({ events: 1, jayguard: { badKeyStatus } });
  const list = `${services.jayguard.address}/api/dataguard/public/audit/list`;
  expect(await ask(list, 'wrong', {})).toMatchObject({
    status: badKeyStatus,
    json: { error: 'dataguard.common.invalid_access_token' },
  });
  expect(await ask(list, jayGuardKey, {})).toMatchObject({ status: 200 });
});

test('a page in the midst of a million events', async () => {
  services = await startSampleServices({ events: 1_000_000 });
  const { pachca, jayguard } = services;
  const middle = `${pachca.address}/audit_events?end_time=2026-10-15T12:00:00Z`;
  const { json } = await ask(middle, pachca.token);
  expect((json['data'] as object[]).length).toBeGreaterThan(0);
  const list = await ask(`${jayguard.address}/api/dataguard/public/audit/list`, jayguard.token, {
    createdFrom: '2026-10-01T00:00:00Z',
    createdTo: '2026-10-31T00:00:00Z',
    limit: 10,
    offset: 700_000,
  });
  expect(list.json['auditEvents']).toHaveLength(10);
});
