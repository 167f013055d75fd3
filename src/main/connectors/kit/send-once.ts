import { Failed, type Failure } from '../../../shared/errors.ts';
import { exchange, type Fetch } from './exchange.ts';
import type { HttpAnswer } from './http.ts';
import { networkFailure } from './network-failure.ts';
import { noCost } from './cost.ts';

/**
 * What became of a call that changes something. `answered`: the service said yes or no.
 * `not-sent`: it surely never arrived. `unclear`: it may have arrived, and asking again could do it
 * twice.
 */
export type Sent =
  | { kind: 'answered'; answer: HttpAnswer }
  | { kind: 'not-sent'; failure: Failure }
  | { kind: 'unclear'; failure: Failure };

export interface SendOptions {
  /** Base address as `Connector.normalizeAddress` gives it. */
  address: string;
  token: string;
  /** Over a connection that nobody used before: some networks repeat what was lost on an old one. */
  fetch: Fetch;
  firstByteMs?: number;
}

const usualMs = 30_000;

/** Nobody was there to take it: names, routes, refused connections, certificates. */
const neverArrived =
  /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ERR_NAME_\w+|ERR_CONNECTION_REFUSED|ERR_CONNECTION_FAILED|ERR_CONNECTION_TIMED_OUT|ERR_ADDRESS_\w+|ERR_INTERNET_DISCONNECTED|ERR_PROXY_CONNECTION_FAILED|ERR_TUNNEL_CONNECTION_FAILED)$/;

/**
 * A POST that changes something, tried once and never again whatever comes of it: no method here is
 * known to be safe to repeat. `body` is JSON text. Throws only what is wrong before anything is sent.
 */
export async function sendOnce(
  options: SendOptions,
  path: string,
  body: string,
  signal: AbortSignal,
): Promise<Sent> {
  const { address, token, fetch, firstByteMs = usualMs } = options;
  const url = new URL(address + path);
  if (url.origin !== new URL(address).origin) throw new Failed('source.address-changed');
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Failed('input.invalid', { field: 'token' });
  if (signal.aborted) throw new Failed('cancelled');
  const limits = { firstByteMs, idleMs: firstByteMs, maxBytes: 4 * 2 ** 20 };
  try {
    const line = { fetch, token, limits, onHead: () => undefined };
    const { status, text } = await exchange(line, { url, method: 'POST', body }, signal);
    if (status === 408 || status >= 500) {
      return { kind: 'unclear', failure: { kind: 'service.unavailable', params: { status } } };
    }
    const answer = { status, text: text ?? '', json: parse(text), clockOffsetMs: null };
    return { kind: 'answered', answer: { ...answer, cost: noCost } };
  } catch (error) {
    const { failure } = signal.aborted ? new Failed('cancelled') : networkFailure(error);
    return { kind: neverSent(failure) ? 'not-sent' : 'unclear', failure };
  }
}

function neverSent({ kind, params }: Failure): boolean {
  if (kind === 'network.certificate' || kind === 'service.redirected') return true;
  return neverArrived.test(String(params['code']));
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return undefined;
  }
}
