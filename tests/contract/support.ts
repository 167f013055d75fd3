import type { Connector, Page, PullRequest } from '../../src/main/connectors/connector.ts';
import { createHttpClient, type HttpOptions } from '../../src/main/connectors/kit/http.ts';
import { parseInstant } from '../../src/shared/instant.ts';

interface Place {
  address: string;
  token: string;
}

export const never = new AbortController().signal;

/** A client that does not wait between tries: what it waits for is tested apart. */
function clientFor({ address, token }: Place, options: Partial<HttpOptions> = {}) {
  return createHttpClient({
    address,
    token,
    rate: Infinity,
    limits: { pauseMs: 1, firstByteMs: 5000, idleMs: 5000, ...options.limits },
    ...options,
  });
}

export function instant(text: string): number {
  const time = parseInstant(text);
  if (time === null) throw new Error(`Not an instant: ${text}`);
  return time;
}

export function windowOf(period: { from: string; to: string }): PullRequest {
  return { from: instant(period.from), to: instant(period.to), filters: {}, position: null };
}

/** Everything that a window gave, as the store would keep it: one raw object for each id. */
export interface Collected {
  pages: Page[];
  raws: Map<string, string>;
  quarantined: string[];
  outOfWindow: number;
  gaps: Page['gaps'];
  /** Spent on it, answered or not. */
  requests: number;
  retries: number;
}

export async function collect(
  connector: Connector,
  place: Place,
  request: PullRequest,
  options: Partial<HttpOptions> = {},
): Promise<Collected> {
  const spent = { requests: 0, retries: 0, waitedMs: 0 };
  const http = clientFor(place, options).tallied(spent);
  const found = gather(await drain(connector.pull(http, request, never)));
  return { ...found, requests: spent.requests, retries: spent.retries };
}

export function gather(pages: Page[]): Omit<Collected, 'requests' | 'retries'> {
  const raws = new Map<string, string>();
  for (const { event, raw } of pages.flatMap(({ events }) => events)) raws.set(event.id, raw);
  return {
    pages,
    raws,
    quarantined: pages.flatMap((page) => page.quarantined.map(({ raw }) => raw)),
    outOfWindow: pages.reduce((sum, page) => sum + page.outOfWindow, 0),
    gaps: pages.flatMap(({ gaps }) => gaps),
  };
}

export async function drain<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
