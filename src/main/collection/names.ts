import type { Failure } from '../../shared/errors.ts';
import type { Connector } from '../connectors/connector.ts';
import type { HttpClient } from '../connectors/kit/http.ts';
import type { SessionReader, SessionWriter } from '../store/session-store.ts';
import { throwIfAborted, troubleOf } from './outcome.ts';

const idsAtOnce = 50;
/** The most frequent ones; a workspace with more people is named with the next collection. */
const mostActors = 20_000;

export interface NamesContext {
  connector: Connector;
  http: HttpClient;
  store: Pick<SessionReader, 'unnamedActors'> & Pick<SessionWriter, 'setNames'>;
  signal: AbortSignal;
  onFound?: (names: number) => void;
}

/**
 * Asks the service for the names of actors the session has no name for, the most frequent first.
 * Returns why it ended early: names are a comfort, so that is never the failure of a collection.
 */
export async function lookUpNames(context: NamesContext): Promise<Failure | null> {
  const { connector, http, store, signal, onFound } = context;
  if (!connector.names) return null;
  try {
    const ids = await store.unnamedActors(connector.kind, mostActors);
    for (let at = 0; at < ids.length; at += idsAtOnce) {
      throwIfAborted(signal);
      const asked = ids.slice(at, at + idsAtOnce);
      const { names, emails } = await connector.names(http, asked, signal);
      await store.setNames(connector.kind, names, emails);
      onFound?.(Object.keys(names).length);
    }
    return null;
  } catch (error) {
    return troubleOf(error);
  }
}
