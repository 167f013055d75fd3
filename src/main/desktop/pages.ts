import { readFile } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { isOurs, mediaType, SECURITY_HEADERS } from './policy.ts';

/** Answers requests for the window's pages: files of known types below `folder`, all else is 404. */
export function servePages(folder: string): (request: Request) => Promise<Response> {
  return async ({ url, method }) => {
    const path = method === 'GET' && isOurs(url) ? fileFor(folder, url) : null;
    const type = path === null ? null : mediaType(path);
    if (path === null || type === null) return missing();
    const headers = { ...SECURITY_HEADERS, 'Content-Type': type };
    try {
      return new Response(await readFile(path), { headers });
    } catch {
      return missing();
    }
  };
}

function missing(): Response {
  return new Response(null, { status: 404, headers: SECURITY_HEADERS });
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
