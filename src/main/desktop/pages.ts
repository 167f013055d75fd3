import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { contentSecurityPolicy, isOurs, mediaType, SECURITY_HEADERS } from './policy.ts';

/**
 * Answers requests for the window's pages from `folder`: files of known types below it, anything
 * else is 404. Each HTML page gets a nonce, told to its libraries in `<meta property="csp-nonce">`.
 */
export function servePages(folder: string): (request: Request) => Promise<Response> {
  return async ({ url, method }) => {
    const path = method === 'GET' && isOurs(url) ? fileFor(folder, url) : null;
    const type = path === null ? null : mediaType(path);
    if (path === null || type === null) return missing();
    const nonce = randomBytes(16).toString('base64');
    const headers = {
      ...SECURITY_HEADERS,
      'Content-Type': type,
      'Content-Security-Policy': contentSecurityPolicy(nonce),
    };
    try {
      if (extname(path) !== '.html') return new Response(await readFile(path), { headers });
      const html = await readFile(path, 'utf8');
      const meta = `<head><meta property="csp-nonce" nonce="${nonce}">`;
      return new Response(html.replace('<head>', meta), { headers });
    } catch {
      return missing();
    }
  };
}

function missing(): Response {
  return new Response(null, {
    status: 404,
    headers: { ...SECURITY_HEADERS, 'Content-Security-Policy': contentSecurityPolicy('') },
  });
}

/** Null when the address leads out of the folder, or cannot be decoded. */
function fileFor(folder: string, url: string): string | null {
  const { pathname } = new URL(url);
  try {
    const wanted = decodeURIComponent(pathname === '/' ? '/index.html' : pathname);
    if (wanted.includes('\0') || wanted.includes('\\')) return null;
    const path = resolve(folder, `.${wanted}`);
    return path.startsWith(resolve(folder) + sep) ? path : null;
  } catch {
    return null;
  }
}
