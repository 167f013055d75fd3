import { gzipSync } from 'node:zlib';
import { createDice, hash, type Dice } from './dice.ts';
import { json, withItems, type Answer, type Layer, type SampleRequest } from './server.ts';

export interface FaultOptions {
  /** The same seed gives the same answer to the same call asked for the same time. */
  seed: number;
  kinds: readonly FaultKind[];
  /** How many of the answers are faults, 0 to 1. */
  share?: number;
  /** So many requests go well first. */
  after?: number;
  /** Faults in a row for the same call; with two, whoever asks three times gets through. */
  inRow?: number;
  /** The longest silence of a stall. */
  stallMs?: number;
  /** What `Retry-After` says, whole seconds. */
  retryAfter?: number;
  /** Where redirects lead: an origin. */
  elsewhere?: string;
}

/** What a fault may look at. */
interface Scene extends Required<FaultOptions> {
  answer: Answer;
  request: SampleRequest;
  dice: Dice;
}

type Fault = (scene: Scene) => Answer;

/** What can come instead of an answer, or of a part of it. */
const faults = {
  'too-many': ({ retryAfter }) => json(429, {}, { 'retry-after': String(retryAfter) }),
  'too-many-by-date': ({ retryAfter }) => {
    const at = new Date(Date.now() + retryAfter * 1000);
    return json(429, {}, { 'retry-after': at.toUTCString() });
  },
  'too-many-bare': () => json(429, {}),
  'server-error': ({ dice }) => ({
    status: dice.pick([500, 502, 503]),
    body: dice.chance(0.5) ? '{"error":"internal"}' : '<h1>Bad Gateway</h1>',
  }),
  reset: ({ answer, dice }) => ({ ...answer, cutAfter: dice.int(answer.body.length) }),
  truncated: ({ answer, dice }) => ({ ...answer, body: part(Buffer.from(answer.body), dice) }),
  'truncated-gzip': ({ answer, dice }) => ({
    ...answer,
    body: part(gzipSync(answer.body), dice),
    headers: { ...answer.headers, 'content-encoding': 'gzip' },
  }),
  'wrong-shape': ({ dice }) => json(200, dice.pick<unknown>([{ ok: true }, [], null, 'ok', {}])),
  html: () => ({ status: 200, body: '<!doctype html><title>Вход</title>' }),
  stall: ({ answer, dice, stallMs }) => ({
    ...answer,
    stallMs: Math.ceil(stallMs * (0.5 + dice.unit() / 2)),
    ...(dice.chance(0.5) && { stallAfter: dice.int(answer.body.length) }),
  }),
  redirect: ({ dice, elsewhere, request: { url } }) => ({
    status: dice.pick([301, 302, 303, 307, 308]),
    body: '',
    headers: { location: elsewhere + url.pathname + url.search },
  }),
  revoked: () => json(401, { error: 'invalid_token', error_description: 'The token was revoked' }),
  forbidden: () => json(403, { error: 'insufficient_scope', error_description: 'No more' }),
  'expired-cursor': ({ answer, request, dice }) => {
    const expired = { errors: [{ key: 'cursor', code: 'expired' }] };
    if (request.url.searchParams.has('cursor')) return json(dice.pick([400, 410, 422]), expired);
    const goesOn = /"offset":[1-9]/.test(request.body);
    return goesOn ? json(400, { error: 'dataguard.common.bad_request' }) : answer;
  },
  encodings: ({ answer, dice }) => ({
    ...answer,
    encoding: dice.pick(['gzip', 'deflate', 'br', 'identity']),
  }),
} satisfies Record<string, Fault>;

export type FaultKind = keyof typeof faults;
export const faultKinds = Object.keys(faults).filter((kind): kind is FaultKind => kind in faults);

/** Whoever asks again gets over these, or need not even ask again. */
export const passingKinds = faultKinds.filter(
  (kind) => !['wrong-shape', 'redirect', 'revoked', 'forbidden', 'expired-cursor'].includes(kind),
);

export interface Faulty {
  layer: Layer;
  /** How many answers were faults. */
  count(): number;
  /** From now on everything goes well. */
  mend(): void;
}

/** Faults at random in front of a service. */
export function faulty(options: FaultOptions): Faulty {
  const given = {
    share: 1,
    after: 0,
    inRow: 2,
    stallMs: 30,
    retryAfter: 0,
    elsewhere: 'http://127.0.0.1:9',
    ...options,
  };
  const asked = new Map<string, { times: number; inRow: number }>();
  let isMended = false;
  let total = 0;
  let count = 0;

  const layer: Layer = async (request, next) => {
    const answer = await next(request);
    total += 1;
    if (isMended || total <= given.after) return answer;
    const call = callOf(request);
    const known = asked.get(call) ?? { times: 0, inRow: 0 };
    asked.set(call, known);
    known.times += 1;
    const dice = createDice(given.seed, hashOf(call), known.times);
    if (known.inRow >= given.inRow || !dice.chance(given.share)) {
      known.inRow = 0;
      return answer;
    }
    known.inRow += 1;
    count += 1;
    return faults[dice.pick(given.kinds)]({ ...given, answer, request, dice });
  };
  return { layer, count: () => count, mend: () => void (isMended = true) };
}

/** Takes what changes something and never says so: the answer is lost on its way. */
export const answerLost: Layer = async (request, next) => {
  const answer = await next(request);
  return request.method === 'POST' ? { ...answer, cutAfter: 0 } : answer;
};

/**
 * Pages that overlap. Pachca's repeat some events of the page before; Jay Guard's list has moved on
 * by a few places since the first page, as it does when something arrives.
 */
export function overlapping(by: number): Layer {
  const before = new Map<string, readonly string[]>();
  return async (request, next) => {
    if (request.method === 'POST') {
      const moved = (same: string, offset: string): string =>
        Number(offset) > by ? `"offset":${Number(offset) - by}` : same;
      return next({ ...request, body: request.body.replace(/"offset":(\d+)/, moved) });
    }
    const list = new URLSearchParams(request.url.searchParams);
    list.delete('cursor');
    const answer = await next(request);
    return withItems(answer, (items) => {
      const repeated = before.get(list.toString()) ?? [];
      before.set(list.toString(), items.slice(-by));
      return request.url.searchParams.has('cursor') ? [...repeated, ...items] : items;
    });
  };
}

function part(body: Uint8Array, dice: Dice): Uint8Array {
  return body.subarray(0, 1 + dice.int(Math.max(1, body.length - 2)));
}

function callOf({ method, url, body }: SampleRequest): string {
  return [method, url.pathname, url.search, body].join(' ');
}

function hashOf(text: string): number {
  return hash(...Buffer.from(text));
}
