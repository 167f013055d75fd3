import { app, session } from 'electron';

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
