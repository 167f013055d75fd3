import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import {
  createHttpClient,
  type HttpOptions,
  type WaitNotice,
} from '../../../../src/main/connectors/kit/http.ts';
import { noCost } from '../../../../src/main/connectors/kit/cost.ts';
import { Failed } from '../../../../src/shared/errors.ts';
import { fakeClock } from './clock.ts';

const never = new AbortController().signal;
const noQuery = new URLSearchParams();
const good = () => Promise.resolve(new Response('{}'));

function failing(code: string) {
  return () => Promise.reject(Object.assign(new Error('fetch failed'), { code }));
}

/** A network that answers so, one request after another, and the last way for ever. */
function clientOver(
  ways: (() => Promise<Response>)[],
  { limits = {}, ...options }: Partial<HttpOptions> = {},
) {
  const { clock, pauses } = fakeClock();
  const notices: WaitNotice[] = [];
  let asked = 0;
  const http = createHttpClient({
    address: 'http://127.0.0.1',
    token: 'token',
    rate: Infinity,
    clock,
    random: () => 1,
    fetch: () => (ways[Math.min(asked++, ways.length - 1)] ?? good)(),
    onWait: (notice) => notices.push(notice),
    limits: { offlinePatienceMs: Infinity, ...limits },
    ...options,
  });
  return { http, pauses, notices, asked: () => asked, clock };
}

const gone = (times: number, code = 'ENOTFOUND') =>
  Array.from({ length: times }, () => failing(code));

test('a network that is gone is waited out, with growing pauses of half a minute at most', async () => {
  const { http, pauses, notices } = clientOver([...gone(40), good]);
  const answer = await http.get('/x', noQuery, never);
  expect(answer.status).toBe(200);
  expect(answer.cost).toEqual({ requests: 41, retries: 40, waitedMs: 0 });
  expect(pauses.slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  expect(Math.max(...pauses)).toBe(30_000);
  expect(new Set(notices.map(({ reason }) => reason))).toEqual(new Set(['offline']));
});

test('it uses up no tries: other troubles have all of theirs', async () => {
  const broken = () => Promise.resolve(new Response('', { status: 500 }));
  const ways = Array.from({ length: 5 }, () => [...gone(10), broken]).flat();
  const { http } = clientOver([...ways, good]);
  expect((await http.get('/x', noQuery, never)).status).toBe(200);
});

test('hours without a network are not held against the patience with what comes after', async () => {
  const busy = () =>
    Promise.resolve(new Response('', { status: 429, headers: { 'retry-after': '60' } }));
  const { http, clock } = clientOver([...gone(1000), busy, good]);
  expect((await http.get('/x', noQuery, never)).status).toBe(200);
  expect(clock.elapsed()).toBeGreaterThan(8 * 3_600_000);
});

test('without that patience it is a trouble like others', async () => {
  const { http, asked } = clientOver(gone(1), { limits: { offlinePatienceMs: 0 } });
  await expect(http.get('/x', noQuery, never)).rejects.toBeInstanceOf(Failed);
  expect(asked()).toBe(6);
});

test('patience that is limited ends', async () => {
  const limits = { offlinePatienceMs: 10 * 60_000 };
  const { http, clock } = clientOver(gone(1), { limits });
  await expect(http.get('/x', noQuery, never)).rejects.toMatchObject({
    failure: { kind: 'network.unreachable', params: { code: 'ENOTFOUND' } },
  });
  expect(clock.elapsed()).toBeGreaterThanOrEqual(10 * 60_000);
  expect(clock.elapsed()).toBeLessThan(12 * 60_000);
});

test.each(['ECONNRESET', 'UND_ERR_SOCKET'])(
  '%s: somebody was there, so tries are used up',
  async (code) => {
    const { http, asked } = clientOver(gone(1, code));
    await expect(http.get('/x', noQuery, never)).rejects.toBeInstanceOf(Failed);
    expect(asked()).toBe(6);
  },
);

test('a certificate that is not trusted ends it at once, offline or not', async () => {
  const { http, asked } = clientOver(gone(1, 'CERT_HAS_EXPIRED'));
  await expect(http.get('/x', noQuery, never)).rejects.toMatchObject({
    failure: { kind: 'network.certificate' },
  });
  expect(asked()).toBe(1);
});

/** With the real clock: it waits for minutes unless it is woken. */
function realClient(fetch: () => Promise<Response>, onWait?: () => void) {
  const limits = { offlinePatienceMs: Infinity, pauseMs: 600_000, maxPauseMs: 600_000 };
  return createHttpClient({
    address: 'http://127.0.0.1',
    token: 'token',
    rate: Infinity,
    fetch,
    limits,
    ...(onWait && { onWait }),
  });
}

test('the word that the network is back ends the wait', async () => {
  let there = false;
  const http = realClient(() => (there ? good() : failing('ERR_INTERNET_DISCONNECTED')()));
  const work = http.get('/x', noQuery, never);
  await pause(20);
  there = true;
  http.nudge();
  expect((await work).status).toBe(200);
});

test('one answer ends the wait of all', async () => {
  let there = false;
  const http = realClient(() => (there ? good() : failing('ENETUNREACH')()));
  const waiting = [1, 2, 3].map(() => http.get('/x', noQuery, never));
  await pause(20);
  there = true;
  await http.get('/x', noQuery, never);
  expect(await Promise.all(waiting)).toHaveLength(3);
});

test('a wait for the network can be cancelled, and what was spent is known', async () => {
  const stop = new AbortController();
  const http = realClient(failing('ENOTFOUND'), () => stop.abort());
  const total = { ...noCost };
  const work = http.tallied(total).get('/x', noQuery, stop.signal);
  await expect(work).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  expect(total).toEqual({ requests: 1, retries: 1, waitedMs: 0 });
});

test('what a cancelled call spent is known: requests under way, and waits as far as they went', async () => {
  const stop = new AbortController();
  const busy = new Response('', { status: 429, headers: { 'retry-after': '30' } });
  const http = realClient(() => Promise.resolve(busy));
  const total = { ...noCost };
  const work = http.tallied(total).get('/x', noQuery, stop.signal);
  await pause(50);
  stop.abort();
  await expect(work).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  expect(total).toMatchObject({ requests: 1, retries: 1 });
  expect(total.waitedMs).toBeGreaterThan(10);
  expect(total.waitedMs).toBeLessThan(20_000);
});
