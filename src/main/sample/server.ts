import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';

export interface SampleRequest {
  /** Counts from 1 for each service. */
  number: number;
  method: string;
  url: URL;
  body: string;
  /** What stands after `Bearer`, or null. */
  token: string | null;
}

export interface Answer {
  status: number;
  body: string | Uint8Array;
  headers?: Record<string, string>;
  /** Of a list: the JSON of its elements, and the body that holds such elements. */
  list?: { items: readonly string[]; around: (items: readonly string[]) => string };
  /** Instead of gzip, which is used for whoever takes it. */
  encoding?: Encoding;
  /** Silence before the first byte, or after so many bytes of the body. */
  stallMs?: number;
  stallAfter?: number;
  /** The connection is reset after so many bytes of the body; at 0 not even a head is sent. */
  cutAfter?: number;
}

export type Encoding = 'gzip' | 'deflate' | 'br' | 'identity';

export type Handler = (request: SampleRequest) => Answer | Promise<Answer>;

/** Stands between the network and the service; what it answers instead is a fault or a limit. */
export type Layer = (request: SampleRequest, next: Handler) => Answer | Promise<Answer>;

/** One line for each request, as a test would ask about it. Tokens are not in it. */
export interface LogLine {
  /** Steady clock, ms. */
  at: number;
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
  status: number;
}

/** What both services have besides their own options. */
export interface ServiceOptions {
  /** Requests in any second; beyond that 429. null: as many as come. */
  rateLimit: number | null;
  /** Before each answer, ms. */
  latencyMs: number;
  /** The service's clock minus ours, ms. */
  clockOffMs: number;
  /** In front of everything; the first one sees a request first. */
  layers: Layer[];
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  log: LogLine[];
  close(): Promise<void>;
}

/** Serves on this machine only. The first layer sees a request first. */
export async function serve(
  port: number,
  layers: Layer[],
  handler: Handler,
): Promise<RunningServer> {
  const log: LogLine[] = [];
  const handle = layers.reduceRight<Handler>((next, layer) => (r) => layer(r, next), handler);

  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = performance.now();
    const request = await readRequest(incoming, log.length + 1);
    const { method, url, body } = request;
    const line = { at, method, path: url.pathname, query: url.searchParams, body, status: 0 };
    log.push(line);
    const answer = await handle(request);
    line.status = answer.status;
    await send(response, answer, /\bgzip\b/.test(incoming.headers['accept-encoding'] ?? ''));
  }

  const server = createServer((incoming, response) => {
    respond(incoming, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' ? address?.port : undefined;
  return {
    origin: `http://127.0.0.1:${bound ?? port}`,
    log,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function json(status: number, value: unknown, headers?: Record<string, string>): Answer {
  return { status, body: JSON.stringify(value), ...(headers ? { headers } : {}) };
}

/** An answer with a list, whose elements a layer can change. */
export function listed(
  items: readonly string[],
  around: (items: readonly string[]) => string,
): Answer {
  return { status: 200, body: around(items), list: { items, around } };
}

/** The same answer with other elements; of one without a list, the answer itself. */
export function withItems(
  answer: Answer,
  change: (items: readonly string[]) => readonly string[],
): Answer {
  return answer.list
    ? { ...answer, ...listed(change(answer.list.items), answer.list.around) }
    : answer;
}

export function serviceLayers({
  layers,
  rateLimit,
  latencyMs,
  clockOffMs,
}: ServiceOptions): Layer[] {
  return [
    ...(clockOffMs === 0 ? [] : [clockOff(clockOffMs)]),
    ...layers,
    ...(rateLimit === null ? [] : [limitRate(rateLimit)]),
    ...(latencyMs > 0 ? [delay(latencyMs)] : []),
  ];
}

/** Every date in a head is of a clock that is wrong by so many ms. */
function clockOff(milliseconds: number): Layer {
  const shifted = (time: number): string => new Date(time + milliseconds).toUTCString();
  return async (request, next) => {
    const answer = await next(request);
    const after = answer.headers?.['retry-after'];
    const isDate = after !== undefined && !/^\d+$/.test(after);
    return {
      ...answer,
      headers: {
        ...answer.headers,
        date: shifted(Date.now()),
        ...(isDate && { 'retry-after': shifted(Date.parse(after)) }),
      },
    };
  };
}

/** At most `perSecond` requests in any second; beyond that 429 with `Retry-After`. */
function limitRate(perSecond: number, form: 'seconds' | 'date' = 'seconds'): Layer {
  const starts: number[] = [];
  return (request, next) => {
    const now = performance.now();
    while (starts[0] !== undefined && starts[0] <= now - 1000) starts.shift();
    if (starts.length < perSecond) {
      starts.push(now);
      return next(request);
    }
    // A date has whole seconds: two of them are at least one.
    const after = form === 'seconds' ? '1' : new Date(Date.now() + 2000).toUTCString();
    return json(429, { error: 'rate_limit_exceeded' }, { 'retry-after': after });
  };
}

function delay(milliseconds: number): Layer {
  return async (request, next) => {
    await pause(milliseconds);
    return next(request);
  };
}

async function readRequest(incoming: IncomingMessage, number: number): Promise<SampleRequest> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming as AsyncIterable<Buffer>) pieces.push(piece);
  return {
    number,
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', 'http://sample'),
    body: Buffer.concat(pieces).toString('utf8'),
    token: /^Bearer (.+)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? null,
  };
}

const encoders: Readonly<Record<Exclude<Encoding, 'identity'>, (plain: Uint8Array) => Buffer>> = {
  gzip: (plain) => gzipSync(plain, { level: 1 }),
  deflate: (plain) => deflateSync(plain, { level: 1 }),
  br: (plain) => brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
};

async function send(response: ServerResponse, answer: Answer, takesGzip: boolean): Promise<void> {
  const { stallMs = 0, stallAfter } = answer;
  if (stallAfter === undefined) await pause(stallMs);
  const plain = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  // Small answers are not worth it, unless it is wanted.
  const usual = takesGzip && plain.length > 1024 ? 'gzip' : 'identity';
  const encoded = answer.headers?.['content-encoding'] !== undefined;
  const encoding = encoded ? 'identity' : (answer.encoding ?? usual);
  const body = encoding === 'identity' ? plain : encoders[encoding](plain);
  if (answer.cutAfter === 0) return void response.socket?.resetAndDestroy();
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    ...answer.headers,
  });
  if (stallAfter !== undefined) {
    response.write(body.subarray(0, stallAfter));
    await pause(stallMs);
    return void response.end(body.subarray(stallAfter));
  }
  if (answer.cutAfter === undefined) return void response.end(body);
  // A cut is counted in bytes as they are sent.
  const cut = Math.min(answer.cutAfter, body.length - 1);
  response.write(body.subarray(0, cut), () => response.socket?.resetAndDestroy());
}
