import { expect, test } from 'vitest';
import { faulty, faultKinds } from '../../../src/main/sample/faults.ts';
import type { Answer, SampleRequest } from '../../../src/main/sample/server.ts';

const good: Answer = { status: 200, body: '{"data":[]}' };

function asking(path: string, number: number): SampleRequest {
  return { number, method: 'GET', url: new URL(path, 'http://sample'), body: '', token: 't' };
}

/** What comes of asking each path so often, in this order. */
async function ask(paths: string[], seed: number): Promise<Map<string, boolean[]>> {
  const { layer } = faulty({ seed, kinds: faultKinds, share: 0.7 });
  const came = new Map<string, boolean[]>();
  for (const [at, path] of paths.entries()) {
    const answer = await layer(asking(path, at + 1), () => good);
    came.set(path, [...(came.get(path) ?? []), answer === good]);
  }
  return came;
}

test('the same seed gives the same faults to the same calls, whatever their order', async () => {
  const paths = Array.from({ length: 60 }, (_, at) => `/list?page=${at % 12}`);
  const one = await ask(paths, 5);
  expect(await ask(paths.toReversed(), 5)).toEqual(one);
  expect(await ask(paths, 6)).not.toEqual(one);
});

test('whoever asks the same three times gets through', async () => {
  const came = await ask(
    Array.from({ length: 300 }, () => '/list'),
    1,
  );
  const all = came.get('/list') ?? [];
  expect(all.filter((isGood) => !isGood).length).toBeGreaterThan(100);
  for (let at = 2; at < all.length; at += 1) {
    expect(all.slice(at - 2, at + 1)).toContain(true);
  }
});

test('what lasts begins where it is told to, and ends when it is mended', async () => {
  const { layer, mend, count } = faulty({ seed: 1, kinds: ['html'], after: 2, inRow: Infinity });
  const next = async (): Promise<boolean> => (await layer(asking('/', 1), () => good)) === good;
  expect([await next(), await next(), await next(), await next()]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  mend();
  expect(await next()).toBe(true);
  expect(count()).toBe(2);
});
