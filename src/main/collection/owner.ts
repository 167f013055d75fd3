import type { TokenOwner } from '../../shared/session.ts';
import type { Connector } from '../connectors/connector.ts';
import type { HttpClient } from '../connectors/kit/http.ts';

/** A collection does not wait longer for what it can do without. */
const patienceMs = 10_000;

/**
 * Asks whose token it is, once however often it is called: the events of that person's own reading
 * can then be told apart. null where the service does not say; that is never a failure of anything.
 */
export function rememberOwner(
  connector: Connector,
  http: HttpClient,
  signal: AbortSignal,
): () => Promise<TokenOwner | null> {
  let asked: Promise<TokenOwner | null> | null = null;
  const ask = async (until: AbortSignal) => connector.owner?.(http, until) ?? null;
  return () => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    asked ??= ask(limited).catch(() => null);
    return asked;
  };
}
