import { Failed } from '../../../shared/errors.ts';

/**
 * Reads what a person typed as a service's address: a host, a host with port, or a whole base
 * address. A token must not travel in clear, so `http:` serves this machine alone.
 * Throws `Failed` (`input.invalid`).
 */
export function readAddress(typed: string): URL {
  const text = typed.trim();
  const schemed = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : guessScheme(text);
  if (!text || !URL.canParse(schemed)) throw invalid();
  const url = new URL(schemed);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!safe || url.username || url.password || url.search || url.hash) throw invalid();
  return url;
}

/** The address without a slash at the end and without `tail`, a path someone copied along. */
export function baseOf(url: URL, tail: RegExp): string {
  return url.origin + url.pathname.replace(/\/+$/, '').replace(tail, '');
}

function guessScheme(host: string): string {
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
  return `${isLoopback(name) ? 'http' : 'https'}://${host}`;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

function invalid(): Failed {
  return new Failed('input.invalid', { field: 'address' });
}
