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
export function openNetwork(): (url: string, init: RequestInit) => Promise<Response> {
  // Names are asked of the system's resolver alone, not of a public one over HTTPS.
  app.configureHostResolver({ secureDnsMode: 'off' });
  const services = session.fromPartition('services', { cache: false });
  services.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  return (url, init) => services.fetch(url, { ...init, credentials: 'omit' });
}
