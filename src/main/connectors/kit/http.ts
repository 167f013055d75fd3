import { Failed } from '../../../shared/errors.ts';
import { systemClock, type Clock } from './clock.ts';
import { noCost, type Cost } from './cost.ts';
import { networkFailure } from './network-failure.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { exchange, type Exchange, type Fetch, type Received } from './exchange.ts';

/** What a wait or a retry was for, told to whoever shows progress. */
export interface WaitNotice {
  reason: 'rate-limit' | 'retry';
  milliseconds: number;
}

export interface HttpAnswer {
  status: number;
  /** The body after content decoding. */
  text: string;
  /** The body parsed; undefined where an error's body is not JSON. A good answer always is. */
  json: unknown;
  /** Server's `Date` header minus our clock, in ms; null when there is none. */
  clockOffsetMs: number | null;
  cost: Cost;
}

/**
 * Speaks to one service with one token. The token is bound to the origin of the base address and
 * never follows a redirect. Retries 429, 5xx, cut connections, time-outs and good answers that are
 * no JSON, with growing pauses; throws `Failed` (`service.*`, `network.*`, `cancelled`) when that
 * does not help. Other answers of 400 and more come back as answers: what they mean is the
 * connector's knowledge.
 */
export interface HttpClient {
  get(path: string, query: URLSearchParams, signal: AbortSignal): Promise<HttpAnswer>;
  /**
   * A POST that only reads, and is therefore retried like a GET (both of Jay Guard's calls; a call
   * that changes something must never go through here). `body` is JSON text, so that numbers keep
   * their digits.
   */
  post(path: string, body: string, signal: AbortSignal): Promise<HttpAnswer>;
}

export interface Limits {
  /** Tries of one call for troubles other than 429. */
  tries: number;
  /** Tries of one call whose good answer is not JSON: a proxy's page seldom goes away. */
  garbledTries: number;
  /** First and longest pause before a retry; a random share of it is waited (full jitter). */
  pauseMs: number;
  maxPauseMs: number;
  /** The longest `Retry-After` that is waited out. */
  maxRetryAfterMs: number;
  /** No call is tried again after this long, 429 included. */
  patienceMs: number;
  /** Until the head of the answer, and between two pieces of its body. */
  firstByteMs: number;
  idleMs: number;
  maxBytes: number;
}

const usualLimits: Limits = {
  tries: 6,
  garbledTries: 3,
  pauseMs: 500,
  maxPauseMs: 30_000,
  maxRetryAfterMs: 15 * 60_000,
  patienceMs: 60 * 60_000,
  firstByteMs: 60_000,
  idleMs: 60_000,
  maxBytes: 64 * 1024 * 1024,
};

export interface HttpOptions {
  /** Base address as `Connector.normalizeAddress` gives it. */
  address: string;
  token: string;
  /** Requests that may start in any second, over all calls of this client. */
  rate: number;
  fetch?: Fetch;
  limits?: Partial<Limits>;
  onWait?: (notice: WaitNotice) => void;
  clock?: Clock;
  /** 0 to 1, as `Math.random`. */
  random?: () => number;
}

/** A trouble that may pass. `askedMs`: how long the service asked to wait, if it did. */
interface Trouble {
  failure: Failed;
  askedMs: number | null;
  tries: number;
}

/**
 * One client per source: all its calls share the rate and the waiting. Throws `Failed`
 * (`input.invalid`) for a token that cannot stand in a header.
 */
export function createHttpClient(options: HttpOptions): HttpClient {
  const { address, token, rate, onWait, random = Math.random, clock = systemClock } = options;
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const limits = { ...usualLimits, ...options.limits };
  const limiter = createRateLimiter(rate, clock);
  const { origin } = new URL(address);
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Failed('input.invalid', { field: 'token' });

  async function call(path: string, request: Omit<Exchange, 'url'>, signal: AbortSignal) {
    const url = new URL(address + path);
    // The token goes nowhere else, whatever a path may have been made of.
    if (url.origin !== origin) throw new Failed('source.address-changed', {});
    const cost: Cost = { ...noCost };
    const givesUpAt = clock.elapsed() + limits.patienceMs;
    let refusals = 0;
    for (let tries = 1; ; tries += 1) {
      await limiter.turn(signal);
      cost.requests += 1;
      const outcome = await attempt({ url, ...request }, signal);
      if ('answer' in outcome) return { ...outcome.answer, cost };

      const { failure, askedMs } = outcome;
      const refused = failure.failure.kind === 'service.rate-limited';
      if (refused) refusals += 1;
      const growth = 2 ** (refused ? refusals : tries - refusals - 1);
      const pauseMs = random() * Math.min(limits.maxPauseMs, limits.pauseMs * growth);
      const waitMs = askedMs === null ? pauseMs : askedMs + Math.min(1000, pauseMs);
      const hopeless =
        (!refused && tries - refusals >= outcome.tries) ||
        (askedMs ?? 0) > limits.maxRetryAfterMs ||
        clock.elapsed() + waitMs > givesUpAt;
      if (hopeless) throw failure;

      cost.retries += 1;
      if (refused || askedMs !== null) cost.waitedMs += Math.round(waitMs);
      if (refused) limiter.slowDown();
      if (askedMs !== null) limiter.hold(askedMs);
      onWait?.({ reason: refused ? 'rate-limit' : 'retry', milliseconds: Math.round(waitMs) });
      await clock.sleep(waitMs, signal);
    }
  }

  async function attempt(
    request: Exchange,
    signal: AbortSignal,
  ): Promise<{ answer: Omit<HttpAnswer, 'cost'> } | Trouble> {
    const { tries } = limits;
    let received: Received;
    try {
      received = await exchange(fetch, request, token, limits, signal);
    } catch (error) {
      signal.throwIfAborted();
      const failure = networkFailure(error);
      if (isFinal(failure)) throw failure;
      return { failure, askedMs: null, tries };
    }
    const { status } = received;
    const clockOffsetMs = received.date === null ? null : received.date - clock.now();
    const askedMs = retryAfter(received, clock.now());
    if (status === 429) {
      const seconds = askedMs === null ? null : Math.ceil(askedMs / 1000);
      return { failure: new Failed('service.rate-limited', { seconds }), askedMs, tries };
    }
    if (status === 408 || status >= 500) {
      return { failure: new Failed('service.unavailable', { status }), askedMs, tries };
    }
    const json = parse(received.text);
    if (json === undefined && status < 400) {
      return {
        failure: new Failed('service.not-json', { status }),
        askedMs: null,
        tries: limits.garbledTries,
      };
    }
    return { answer: { status, text: received.text ?? '', json, clockOffsetMs } };
  }

  /** An abort is the caller's wish: it becomes a failure of its own kind, never a retry. */
  async function guarded(path: string, request: Omit<Exchange, 'url'>, signal: AbortSignal) {
    try {
      return await call(path, request, signal);
    } catch (error) {
      if (signal.aborted) throw new Failed('cancelled', {}, { cause: error });
      throw error;
    }
  }

  return {
    get(path, query, signal) {
      const tail = query.size > 0 ? `?${query.toString()}` : '';
      return guarded(path + tail, { method: 'GET', body: null }, signal);
    },
    post: (path, body, signal) => guarded(path, { method: 'POST', body }, signal),
  };
}

/** Trying again cannot help: another address, another certificate or an answer over the cap. */
function isFinal({ failure }: Failed): boolean {
  return failure.kind !== 'network.unreachable' && failure.kind !== 'network.timeout';
}

/** JSON has no undefined: that stands for "no JSON". */
function parse(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** RFC 9110, 10.2.3: seconds, or a date, which is read by the service's clock and not by ours. */
function retryAfter({ retryAfter: text, date }: Received, now: number): number | null {
  if (text === null) return null;
  if (/^\s*\d+\s*$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - (date ?? now));
}
