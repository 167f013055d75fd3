import { randomUUID } from 'node:crypto';
import { app, session } from 'electron';

/**
 * Chromium keeps to six connections a host over HTTP/1.1, which at 120 ms a request is less than a
 * service may allow: how many requests are under way is the collection's own business. To be said
 * before the app is ready, so hosts added later count from the next start on.
 */
export function allowManyConnections(addresses: readonly string[]): void {
  const readable = addresses.filter((address) => URL.canParse(address));
  const hosts = new Set(readable.map((address) => new URL(address).hostname));
  app.commandLine.appendSwitch('ignore-connections-limit', [...hosts].join(','));
}

/**
 * `fetch` for the services: Chromium's network, so that the system's proxy and certificates count,
 * in a session of its own that is kept in memory only and holds no cookies and no cache.
 */
export function openNetwork(): Network {
  // Names are asked of the system's resolver alone, not of a public one over HTTPS.
  app.configureHostResolver({ secureDnsMode: 'off' });
  return networkOf('services');
}

/**
 * The same with connections of its own that nobody used before. Chromium asks again by itself, a
 * POST as well, where an old connection breaks before the answer: what must be sent once cannot go
 * over those.
 */
export function openFreshNetwork(): Network {
  return networkOf(`once-${randomUUID()}`);
}

type Network = (url: string, init: RequestInit) => Promise<Response>;

function networkOf(partition: string): Network {
  const own = session.fromPartition(partition, { cache: false });
  own.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  return (url, init) => own.fetch(url, { ...init, credentials: 'omit' });
}
