import { Failed } from '../../../shared/errors.ts';

/** The part of `fetch` in use: Node's has it, and Electron's `net.fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Exchange {
  url: URL;
  method: 'GET' | 'POST';
  /** JSON text. */
  body: string | null;
}

/** One answer as it arrived. `text` is null when the bytes are not UTF-8. */
export interface Received {
  status: number;
  text: string | null;
  retryAfter: string | null;
  /** The `Date` header in ms since 1970. */
  date: number | null;
}

interface ExchangeLimits {
  firstByteMs: number;
  idleMs: number;
  maxBytes: number;
}

/** What goes with every request of a client. `onHead`: somebody answers, whatever comes of it. */
interface Line {
  fetch: Fetch;
  token: string;
  limits: ExchangeLimits;
  onHead: () => void;
}

/**
 * One request and its whole answer, or an error: a redirect, silence for longer than allowed, a
 * body over the cap or cut short. Nothing is retried here.
 */
export async function exchange(
  { fetch, token, limits, onHead }: Line,
  { url, method, body }: Exchange,
  signal: AbortSignal,
): Promise<Received> {
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const watch = watchdog(stop);
  try {
    signal.throwIfAborted();
    watch.expect(limits.firstByteMs);
    const response = await fetch(url.href, {
      method,
      body,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        'user-agent': 'Vestigo',
        ...(body === null ? {} : { 'content-type': 'application/json' }),
      },
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      signal: stop.signal,
    });
    onHead();
    refuseRedirect(response, url);
    const text = await readText(response, limits, watch);
    const date = Date.parse(response.headers.get('date') ?? '');
    return {
      status: response.status,
      text,
      retryAfter: response.headers.get('retry-after'),
      date: Number.isNaN(date) ? null : date,
    };
  } catch (error) {
    throw watch.barked() ? new Failed('network.timeout', { code: 'silence' }) : error;
  } finally {
    watch.rest();
    signal.removeEventListener('abort', onAbort);
    // Frees the connection of an answer that was not read to its end.
    stop.abort();
  }
}

function refuseRedirect(response: Response, from: URL): void {
  const redirected = response.type === 'opaqueredirect' || Math.floor(response.status / 100) === 3;
  if (!redirected) return;
  const location = response.headers.get('location') ?? '';
  const host = URL.canParse(location, from.href) ? new URL(location, from.href).host : null;
  throw new Failed('service.redirected', { host });
}

async function readText(
  response: Response,
  limits: ExchangeLimits,
  watch: Watchdog,
): Promise<string | null> {
  if (!response.body) return '';
  const decode = strictDecoder();
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const pieces: string[] = [];
  let bytes = 0;
  let legible = true;
  for (;;) {
    watch.expect(limits.idleMs);
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > limits.maxBytes) {
      throw new Failed('service.too-large', { megabytes: Math.floor(limits.maxBytes / 2 ** 20) });
    }
    // Bytes that are no UTF-8 are read to the end all the same: a cut connection is another cause.
    legible &&= decode(value, pieces);
  }
  legible &&= decode(null, pieces);
  return legible ? pieces.join('') : null;
}

/** Says whether the bytes so far are UTF-8: a replaced character would not be to the letter. */
function strictDecoder(): (bytes: Uint8Array | null, into: string[]) => boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return (bytes, into) => {
    try {
      into.push(bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode());
      return true;
    } catch {
      return false;
    }
  };
}

interface Watchdog {
  /** Something must come within this time. */
  expect(milliseconds: number): void;
  rest(): void;
  barked(): boolean;
}

function watchdog(stop: AbortController): Watchdog {
  let timer: NodeJS.Timeout | undefined;
  let barked = false;
  const bark = (): void => {
    barked = true;
    stop.abort();
  };
  return {
    expect(milliseconds) {
      clearTimeout(timer);
      timer = setTimeout(bark, milliseconds);
    },
    rest: () => clearTimeout(timer),
    barked: () => barked,
  };
}
