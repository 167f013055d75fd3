import type { Failure } from '../../shared/errors.ts';
import type { TokenOwner } from '../../shared/session.ts';
import type { Connector } from '../connectors/connector.ts';
import type { HttpClient } from '../connectors/kit/http.ts';
import { concernsAll, troubleOf } from './outcome.ts';

/** A collection does not wait longer for what it can do without. */
const patienceMs = 10_000;

/** Whose token it is. `trouble`: nobody could be asked anything, so that it is not known at all. */
export interface Ownership {
  owner: TokenOwner | null;
  trouble: Failure | null;
}

/** `needed`: accounts are told apart by it, so that it is waited for as the first page would be. */
export type AskOwner = (needed: boolean) => Promise<Ownership>;

/**
 * Asks whose token it is, once however often it is called. `owner` is null where the service does
 * not say, which is never a failure of anything.
 */
export function rememberOwner(
  connector: Connector,
  http: HttpClient,
  signal: AbortSignal,
): AskOwner {
  let asked: Promise<Ownership> | null = null;
  const ask = async (needed: boolean): Promise<Ownership> => {
    const hurry = needed ? [] : [AbortSignal.timeout(patienceMs)];
    try {
      const owner = (await connector.owner?.(http, AbortSignal.any([signal, ...hurry]))) ?? null;
      return { owner, trouble: null };
    } catch (error) {
      return { owner: null, trouble: needed ? outOfReach(error) : null };
    }
  };
  return (needed) => (asked ??= ask(needed));
}

/** What would meet the first page as well; an owner that alone cannot be had is not known. */
function outOfReach(error: unknown): Failure | null {
  const trouble = troubleOf(error);
  return concernsAll(trouble, 0) || trouble.kind === 'network.timeout' ? trouble : null;
}
