import { afterEach, describe, expect, test } from 'vitest';
import {
  createHttpClient,
  type HttpOptions,
  type WaitNotice,
} from '../../../../src/main/connectors/kit/http.ts';
import {
  json,
  serve,
  type Answer,
  type RunningServer,
  type SampleRequest,
} from '../../../../src/main/sample/server.ts';
import { Failed, toFailure } from '../../../../src/shared/errors.ts';
import { fakeClock } from './clock.ts';

const never = new AbortController().signal;
const noQuery = new URLSearchParams();
const token = 'secret-token-value';
const good = json(200, { fine: true });

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A server that gives these answers one after another, the last one for ever. */
async function answering(...answers: (Answer | ((request: SampleRequest) => Answer))[]) {
  const server = await serve(0, [], (request) => {
    const answer = answers[Math.min(request.number, answers.length) - 1] ?? good;
    return typeof answer === 'function' ? answer(request) : answer;
  });
  running.push(server);
  return server;
}

function clientOf(address: string, options: Partial<HttpOptions> = {}) {
  const { clock, pauses } = fakeClock();
  const notices: WaitNotice[] = [];
  const http = createHttpClient({
    address,
    token,
    rate: Infinity,
    clock,
    random: () => 1,
    onWait: (notice) => notices.push(notice),
    ...options,
  });
  return { http, pauses, notices, clock };
}

async function failureOf(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Failed);
  expect(JSON.stringify(toFailure(error))).not.toContain(token);
  return toFailure(error);
}

describe('what passes is waited out', () => {
  test('429 with Retry-After in seconds', async () => {
    const server = await answering(json(429, {}, { 'retry-after': '7' }), good);
    const { http, notices } = clientOf(server.origin);
    const answer = await http.get('/x', noQuery, never);
    expect(answer.json).toEqual({ fine: true });
    expect(answer.cost).toMatchObject({ requests: 2, retries: 1 });
    expect(answer.cost.waitedMs).toBeGreaterThanOrEqual(7000);
    expect(notices).toEqual([{ reason: 'rate-limit', milliseconds: answer.cost.waitedMs }]);
  });

  test('429 with a date, by the clock of a service two hours off', async () => {
    const { clock } = fakeClock();
    const theirs = clock.now() + 2 * 3_600_000;
    const headers = {
      date: new Date(theirs).toUTCString(),
      'retry-after': new Date(theirs + 5000).toUTCString(),
    };
    const server = await answering(json(429, {}, headers), good);
    const { http } = clientOf(server.origin);
    const { cost } = await http.get('/x', noQuery, never);
    expect(cost.waitedMs).toBeGreaterThanOrEqual(5000);
    expect(cost.waitedMs).toBeLessThan(7000);
  });

  test('5xx and 408, with growing pauses', async () => {
    const server = await answering(
      json(500, {}),
      json(502, {}),
      json(503, {}),
      json(408, {}),
      good,
    );
    const { http, pauses } = clientOf(server.origin);
    const { cost } = await http.get('/x', noQuery, never);
    expect(pauses).toEqual([500, 1000, 2000, 4000]);
    expect(cost).toEqual({ requests: 5, retries: 4, waitedMs: 0 });
  });

  test('503 with Retry-After waits at least that long', async () => {
    const server = await answering(json(503, {}, { 'retry-after': '20' }), good);
    const { http } = clientOf(server.origin);
    expect((await http.get('/x', noQuery, never)).cost.waitedMs).toBeGreaterThanOrEqual(20_000);
  });

  test('a connection reset in the middle of the body', async () => {
    const body = JSON.stringify({ text: 'посылка'.repeat(5000) });
    const server = await answering({ status: 200, body, cutAfter: 20_000 }, { status: 200, body });
    const { http } = clientOf(server.origin);
    const answer = await http.get('/x', noQuery, never);
    expect(answer.text).toBe(body);
    expect(answer.cost.retries).toBe(1);
  });

  test('a page of a proxy and broken UTF-8 with status 200', async () => {
    const server = await answering(
      { status: 200, body: '<html>' },
      { status: 200, body: new Uint8Array([0x22, 0xd0, 0x22]) },
      good,
    );
    const { http } = clientOf(server.origin);
    expect((await http.get('/x', noQuery, never)).cost.retries).toBe(2);
  });

  test('silence shorter than the limit', async () => {
    const server = await answering({ ...good, stallMs: 150 });
    const { http } = clientOf(server.origin, { limits: { firstByteMs: 5000 } });
    expect((await http.get('/x', noQuery, never)).cost.retries).toBe(0);
  });

  test('a body of 5 MB, zipped', async () => {
    const body = JSON.stringify({ text: 'ё'.repeat(2_500_000) });
    const server = await answering({ status: 200, body });
    const { http } = clientOf(server.origin);
    expect((await http.get('/x', noQuery, never)).text).toBe(body);
  });

  test('a POST that reads, with its body to the letter', async () => {
    const server = await answering(json(500, {}), good);
    const { http } = clientOf(server.origin);
    await http.post('/x', '{"eventIds":[9007199254740993]}', never);
    expect(server.log.map(({ method, body }) => [method, body])).toEqual([
      ['POST', '{"eventIds":[9007199254740993]}'],
      ['POST', '{"eventIds":[9007199254740993]}'],
    ]);
  });
});

describe('what does not pass is a failure with a name', () => {
  test.each([
    [json(503, {}), { kind: 'service.unavailable', params: { status: 503 } }, 6],
    [
      { status: 200, body: '<html>hello</html>' },
      { kind: 'service.not-json', params: { status: 200 } },
      3,
    ],
    [
      json(429, {}, { 'retry-after': '86400' }),
      { kind: 'service.rate-limited', params: { seconds: 86_400 } },
      1,
    ],
    [{ ...good, cutAfter: 3 }, { kind: 'network.unreachable', params: { code: 'ECONNRESET' } }, 6],
    [
      { status: 200, body: `"${'x'.repeat(4000)}"` },
      { kind: 'service.too-large', params: { megabytes: 0 } },
      1,
    ],
  ])('%j', async (answer, failure, requests) => {
    const server = await answering(answer);
    const { http } = clientOf(server.origin, { limits: { maxBytes: 3000 } });
    expect(await failureOf(http.get('/x', noQuery, never))).toEqual(failure);
    expect(server.log).toHaveLength(requests);
  });

  test('silence', async () => {
    const server = await answering({ ...good, stallMs: 1000 });
    const { http } = clientOf(server.origin, { limits: { firstByteMs: 50, tries: 3 } });
    const failure = { kind: 'network.timeout', params: { code: 'silence' } };
    expect(await failureOf(http.get('/x', noQuery, never))).toEqual(failure);
    expect(server.log).toHaveLength(3);
  });

  test('429 without end, after the patience', async () => {
    const server = await answering(json(429, {}));
    const { http, clock } = clientOf(server.origin, { limits: { patienceMs: 100_000 } });
    expect(await failureOf(http.get('/x', noQuery, never))).toMatchObject({
      kind: 'service.rate-limited',
    });
    expect(clock.elapsed()).toBeGreaterThan(60_000);
  });

  test('a redirect: the token does not follow, nor does the request', async () => {
    const other = await answering(good);
    const server = await answering({
      status: 302,
      body: '',
      headers: { location: `${other.origin}/x` },
    });
    const { http } = clientOf(server.origin);
    const failure = await failureOf(http.get('/x', noQuery, never));
    expect(failure).toEqual({
      kind: 'service.redirected',
      params: { host: new URL(other.origin).host },
    });
    expect(other.log).toEqual([]);
    expect(server.log).toHaveLength(1);
  });

  test('nobody there', async () => {
    const server = await answering(good);
    await server.close();
    const { http } = clientOf(server.origin);
    expect(await failureOf(http.get('/x', noQuery, never))).toEqual({
      kind: 'network.unreachable',
      params: { code: 'ECONNREFUSED' },
    });
  });

  test('a path that leads to another host', async () => {
    const { http } = clientOf('http://127.0.0.1:1');
    expect(await failureOf(http.get('1@example.org/', noQuery, never))).toMatchObject({
      kind: 'source.address-changed',
    });
  });

  test('a token that cannot stand in a header', () => {
    const make = () => clientOf('http://127.0.0.1:1', { token: 'токен\n' });
    expect(make).toThrow(
      expect.objectContaining({ failure: { kind: 'input.invalid', params: { field: 'token' } } }),
    );
  });

  test('a cancelled wait, at once', async () => {
    const server = await answering(json(429, {}, { 'retry-after': '60' }));
    const stop = new AbortController();
    const { http } = createReal(server.origin, () => stop.abort());
    expect(await failureOf(http.get('/x', noQuery, stop.signal))).toEqual({
      kind: 'cancelled',
      params: {},
    });
  });
});

/** With the real clock: it is left before it is over. */
function createReal(address: string, onWait: () => void) {
  return { http: createHttpClient({ address, token, rate: 100, onWait }) };
}

test('other answers of 400 and more are handed over', async () => {
  const server = await answering(json(422, { errors: [] }), { status: 404, body: '<html>' });
  const { http } = clientOf(server.origin);
  expect(await http.get('/x', noQuery, never)).toMatchObject({ status: 422, json: { errors: [] } });
  expect(await http.get('/x', noQuery, never)).toMatchObject({ status: 404, json: undefined });
});

test('the token goes in the header, the query as given, and the clocks are compared', async () => {
  let seen: string | null = null;
  const { clock } = fakeClock();
  const server = await answering((request) => {
    seen = request.token;
    return json(200, {}, { date: new Date(clock.now() - 90_000).toUTCString() });
  });
  const { http } = clientOf(`${server.origin}/base`);
  const answer = await http.get('/x', new URLSearchParams({ 'created_at[from]': 'ё' }), never);
  expect(seen).toBe(token);
  expect(server.log[0]).toMatchObject({ path: '/base/x' });
  expect(server.log[0]?.query.get('created_at[from]')).toBe('ё');
  expect(answer.clockOffsetMs).toBeCloseTo(-90_000, -3);
});
