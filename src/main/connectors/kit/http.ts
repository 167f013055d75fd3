/** What a wait or a retry was for, told to whoever shows progress. */
export interface WaitNotice {
  reason: 'rate-limit' | 'retry';
  milliseconds: number;
}

export interface HttpAnswer {
  status: number;
  /** The body after content decoding. */
  text: string;
  /** Server's `Date` header minus our clock, in ms; null when there is none. */
  clockOffsetMs: number | null;
  cost: { requests: number; retries: number; waitedMs: number };
}

/**
 * Speaks to one service with one token. The token is bound to the origin of the base address and
 * never follows a redirect. Retries 429, 5xx, cut connections and time-outs with growing pauses;
 * throws `Failed` (`service.*`, `network.*`, `cancelled`) when that does not help. Other answers
 * of 400 and more come back as answers: what they mean is the connector's knowledge.
 */
export interface HttpClient {
  get(path: string, query: URLSearchParams, signal: AbortSignal): Promise<HttpAnswer>;
  /** `body` is JSON text, so that numbers keep their digits. Only calls that read are retried. */
  post(path: string, body: string, signal: AbortSignal): Promise<HttpAnswer>;
}
