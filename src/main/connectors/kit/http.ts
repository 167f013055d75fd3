import { Failed } from '../../../shared/errors.ts';
import { systemClock, type Clock } from './clock.ts';
import { noCost, type Cost } from './cost.ts';
import { networkFailure } from './network-failure.ts';
import { createOffline, seemsOffline } from './offline.ts';
import { createPace, type Pace } from './pace.ts';
import { createRateLimiter, type Rate } from './rate-limiter.ts';
import { exchange, type Exchange, type Fetch, type Received } from './exchange.ts';

/** What a wait or a retry was for, told to whoever shows progress. `offline`: the network is gone. */
export interface WaitNotice {
  reason: 'rate-limit' | 'retry' | 'offline';
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

/** A client as it is made: what many who share it need beside the two calls. */
export interface ServiceClient extends HttpClient {
  readonly pace: Pace;
  /** The same client, whose calls add what they spend to `total` at once, answered or not. */
  tallied(total: Cost): HttpClient;
  /** The system says that the network is back or the laptop woke up: nobody waits for it longer. */
  nudge(): void;
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
  /**
   * How long one call waits for a network that is gone, without using up its tries. 0: such a
   * trouble is one like others.
   */
  offlinePatienceMs: number;
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
  offlinePatienceMs: 0,
  firstByteMs: 60_000,
  idleMs: 60_000,
  maxBytes: 64 * 1024 * 1024,
};

export interface HttpOptions {
  /** Base address as `Connector.normalizeAddress` gives it. */
  address: string;
  token: string;
  /** Over all calls of this client. */
  rate: Rate;
  /** Requests under way at once at most; how many are is otherwise for the pace to decide. */
  mostUnderWay?: number;
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
  /** Nobody answers anybody: it may be our network. */
  offline: boolean;
}

/**
 * One client per source: all its calls share the rate, the pace and the waiting. Throws `Failed`
 * (`input.invalid`) for a token that cannot stand in a header.
 */
export function createHttpClient(options: HttpOptions): ServiceClient {
  const { address, token, rate, onWait, random = Math.random, clock = systemClock } = options;
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const limits = { ...usualLimits, ...options.limits };
  const limiter = createRateLimiter(rate, clock);
  const pace = createPace(limiter, clock, options.mostUnderWay);
  const offline = createOffline(clock);
  const { origin } = new URL(address);
  let answeredAt = -Infinity;
  const line = { fetch, token, limits, onHead };
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Failed('input.invalid', { field: 'token' });

  function onHead(): void {
    answeredAt = clock.elapsed();
    offline.wake();
  }

  async function call({ path, ...request }: Call, total: Cost | null, signal: AbortSignal) {
    const url = new URL(address + path);
    // The token goes nowhere else, whatever a path may have been made of.
    if (url.origin !== origin) throw new Failed('source.address-changed', {});
    const cost: Cost = { ...noCost };
    const spend = (part: keyof Cost, amount: number): void => {
      cost[part] += amount;
      if (total) total[part] += amount;
    };
    let givesUpAt = clock.elapsed() + limits.patienceMs;
    let refusals = 0;
    let troubles = 0;
    let offlineSince: number | null = null;
    let offlineTries = 0;
    for (;;) {
      const outcome = await attempt({ url, ...request }, () => spend('requests', 1), signal);
      if ('answer' in outcome) return { ...outcome.answer, cost };

      const { failure, askedMs } = outcome;
      const now = clock.elapsed();
      offlineSince = outcome.offline ? (offlineSince ?? now) : null;
      if (offlineSince !== null && now - offlineSince < limits.offlinePatienceMs) {
        const pauseMs = (0.5 + random() / 2) * growing(offlineTries);
        offlineTries += 1;
        spend('retries', 1);
        onWait?.({ reason: 'offline', milliseconds: Math.round(pauseMs) });
        if ((await offline.wait(pauseMs, signal)) === 'woken') offlineTries = 0;
        givesUpAt = clock.elapsed() + limits.patienceMs;
        continue;
      }

      const refused = failure.failure.kind === 'service.rate-limited';
      if (refused) refusals += 1;
      else troubles += 1;
      const pauseMs = random() * growing(refused ? refusals : troubles - 1);
      const waitMs = askedMs === null ? pauseMs : askedMs + Math.min(1000, pauseMs);
      const hopeless =
        (!refused && troubles >= outcome.tries) ||
        (askedMs ?? 0) > limits.maxRetryAfterMs ||
        now + waitMs > givesUpAt;
      if (hopeless) throw failure;

      spend('retries', 1);
      if (refused) limiter.slowDown();
      if (askedMs !== null) limiter.hold(askedMs);
      onWait?.({ reason: refused ? 'rate-limit' : 'retry', milliseconds: Math.round(waitMs) });
      try {
        await clock.sleep(waitMs, signal);
      } finally {
        // A wait that is left early is paid as far as it went.
        if (refused || askedMs !== null) spend('waitedMs', Math.round(clock.elapsed() - now));
      }
    }
  }

  const growing = (tries: number): number =>
    Math.min(limits.maxPauseMs, limits.pauseMs * 2 ** tries);

  /** One try, in its turn. */
  async function attempt(request: Exchange, onStart: () => void, signal: AbortSignal) {
    await pace.enter(signal);
    try {
      await limiter.turn(signal);
      onStart();
      const begun = clock.elapsed();
      const outcome = await tryOnce(request, begun, signal);
      const refused =
        'failure' in outcome && outcome.failure.failure.kind === 'service.rate-limited';
      const how = 'answer' in outcome ? 'answer' : refused ? 'refused' : 'trouble';
      pace.ended(how, clock.elapsed() - begun);
      return outcome;
    } finally {
      pace.leave();
    }
  }

  async function tryOnce(
    request: Exchange,
    begun: number,
    signal: AbortSignal,
  ): Promise<{ answer: Omit<HttpAnswer, 'cost'> } | Trouble> {
    const { tries } = limits;
    let received: Received;
    try {
      received = await exchange(line, request, signal);
    } catch (error) {
      signal.throwIfAborted();
      const failure = networkFailure(error);
      if (isFinal(failure)) throw failure;
      // Somebody got an answer meanwhile: then it is not the network.
      const isOffline = seemsOffline(failure) && answeredAt < begun;
      return { failure, askedMs: null, tries, offline: isOffline };
    }
    const { status } = received;
    const clockOffsetMs = received.date === null ? null : received.date - clock.now();
    const askedMs = retryAfter(received, clock.now());
    const trouble = { askedMs, tries, offline: false };
    if (status === 429) {
      const seconds = askedMs === null ? null : Math.ceil(askedMs / 1000);
      return { ...trouble, failure: new Failed('service.rate-limited', { seconds }) };
    }
    if (status === 408 || status >= 500) {
      return { ...trouble, failure: new Failed('service.unavailable', { status }) };
    }
    const json = parse(received.text);
    if (json === undefined && status < 400) {
      const failure = new Failed('service.not-json', { status });
      return { ...trouble, failure, askedMs: null, tries: limits.garbledTries };
    }
    return { answer: { status, text: received.text ?? '', json, clockOffsetMs } };
  }

  /** An abort is the caller's wish: it becomes a failure of its own kind, never a retry. */
  async function guarded(request: Call, total: Cost | null, signal: AbortSignal) {
    try {
      return await call(request, total, signal);
    } catch (error) {
      if (signal.aborted) throw new Failed('cancelled', {}, { cause: error });
      throw error;
    }
  }

  const tallied = (total: Cost | null): HttpClient => ({
    get(path, query, signal) {
      const tail = query.size > 0 ? `?${query.toString()}` : '';
      return guarded({ path: path + tail, method: 'GET', body: null }, total, signal);
    },
    post: (path, body, signal) => guarded({ path, method: 'POST', body }, total, signal),
  });

  return { ...tallied(null), tallied, pace, nudge: () => offline.wake() };
}

/** `path` with its query, after the base address. */
type Call = Omit<Exchange, 'url'> & { path: string };

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
