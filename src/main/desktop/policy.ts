/** The window's only origin. A privileged scheme of our own: no file:// with its reach, no port. */
export const SCHEME = 'app';
const ORIGIN = 'app://vestigo';
export const HOME_URL = `${ORIGIN}/`;

/**
 * What a page may do: show what came with the program, and nothing else; no network at all, no
 * inline script and no inline style. Libraries that write style elements are given a shadow root.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Go with every answer. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

/** The media type by file name; null for what the window has no use for, which is not served. */
export function mediaType(fileName: string): string | null {
  return TYPES[fileName.slice(fileName.lastIndexOf('.') + 1)] ?? null;
}

/** True for pages of the program, however the address is written. */
export function isOurs(url: string): boolean {
  return URL.canParse(url) && originOf(url) === ORIGIN;
}

/** `URL.origin` is "null" for schemes it does not know. */
function originOf(url: string): string {
  const { protocol, host, username, password } = new URL(url);
  return username || password ? 'null' : `${protocol}//${host}`;
}
