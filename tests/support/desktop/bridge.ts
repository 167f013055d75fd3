import { createServer, type IncomingMessage } from 'node:http';
import type { Page } from '@playwright/test';
import type {
  Bridge,
  ChannelInput,
  ChannelName,
  ChannelOutput,
} from '../../../src/shared/contract.ts';
import type { Result } from '../../../src/shared/errors.ts';

declare global {
  interface Window {
    readonly vestigo: Bridge;
  }
}

/** Asks main as the window's own code does; the answer is not parsed, so that a test sees all of it. */
export function ask<N extends ChannelName>(
  window: Page,
  channel: N,
  input?: ChannelInput<N>,
): Promise<Result<ChannelOutput<N>>> {
  return window.evaluate(([name, words]) => globalThis.window.vestigo.invoke(name, words), [
    channel,
    input,
  ] as const) as Promise<Result<ChannelOutput<N>>>;
}

/**
 * What a good answer held; a failure is thrown with its kind. A question that the window's own next
 * one took the place of is asked again.
 */
export async function get<N extends ChannelName>(
  window: Page,
  channel: N,
  input?: ChannelInput<N>,
): Promise<ChannelOutput<N>> {
  let answer = await ask(window, channel, input);
  for (let times = 1; times < 20 && !answer.ok && answer.error.kind === 'cancelled'; times += 1) {
    answer = await ask(window, channel, input);
  }
  if (!answer.ok) throw new Error(`${channel}: ${answer.error.kind}`);
  return answer.value;
}

export async function kindOf<N extends ChannelName>(
  window: Page,
  channel: N,
  input?: ChannelInput<N>,
): Promise<string> {
  const answer = await ask(window, channel, input);
  return answer.ok ? 'fine' : answer.error.kind;
}

export interface Trap {
  readonly origin: string;
  /** Every request that came. */
  readonly requests: { url: string; authorization: string | undefined }[];
  close(): Promise<void>;
}

/** A server on this machine that notes who comes. `answer` gives status and body. */
export async function openTrap(
  answer: (request: IncomingMessage) => { status: number; body: string } = () => ({
    status: 200,
    body: '{}',
  }),
): Promise<Trap> {
  const requests: Trap['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', authorization: request.headers.authorization });
    const { status, body } = answer(request);
    response.writeHead(status, {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
