import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Thread } from '../../src/main/thread.ts';

const entry = fileURLToPath(new URL('../support/busy-thread.ts', import.meta.url));

/** A thread amidst a message. */
async function busy() {
  const thread = new Thread(entry);
  const cells = new Int32Array(new SharedArrayBuffer(12));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
  thread.postMessage(cells);
  await once(thread, 'message');
  return { thread, cells };
}

test('a thread ends when it is done with what it has begun', async () => {
  const { thread, cells } = await busy();
  expect(Atomics.load(cells, 1)).toBe(0);
  await thread.end();
  expect(Atomics.load(cells, 1)).toBe(1);
});

test('what it has not begun is not begun', async () => {
  const { thread, cells } = await busy();
  const ended = thread.end();
  const next = new Int32Array(new SharedArrayBuffer(12));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
  thread.postMessage(next);
  await ended;
  expect([...cells, ...next]).toEqual([1, 1, 0, 0, 0, 0]);
});

test('a thread that fails meanwhile, or has ended, is ended as well', async () => {
  const { thread, cells } = await busy();
  Atomics.store(cells, 2, 1);
  await thread.end();
  await thread.end();
  expect(Atomics.load(cells, 1)).toBe(0);
});
