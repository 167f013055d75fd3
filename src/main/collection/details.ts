import type { Failure } from '../../shared/errors.ts';
import type { Selection } from '../../shared/session.ts';
import type { Connector } from '../connectors/connector.ts';
import type { HttpClient } from '../connectors/kit/http.ts';
import type { SessionReader, SessionWriter } from '../store/session-store.ts';
import { throwIfAborted, troubleOf } from './outcome.ts';

/** Rows asked of the session at once; the connector makes batches of its own of them. */
const rowsAtOnce = 500;

export interface DetailsContext {
  connector: Connector;
  http: HttpClient;
  store: Pick<SessionReader, 'withoutDetails'> & Pick<SessionWriter, 'commitDetails'>;
  selection: Selection;
  signal: AbortSignal;
  onFound?: (events: number) => void;
}

export interface DetailsOutcome {
  fetched: number;
  /** Why it ended before the last event; what was fetched until then is kept. */
  failure: Failure | null;
}

/**
 * Fetches the details of all matching events that have none, each answer in one commit. Events the
 * service leaves out of its answer stay "not fetched". Nothing to do where a service has no details.
 */
export async function fetchDetails(context: DetailsContext): Promise<DetailsOutcome> {
  const { connector, http, store, selection, signal, onFound } = context;
  let fetched = 0;
  try {
    for (let after = -1; connector.details;) {
      const wanted = await store.withoutDetails(selection, rowsAtOnce, after);
      if (wanted.length === 0) break;
      for await (const { body, items } of connector.details(http, wanted, signal)) {
        const events = await store.commitDetails(connector.kind, body, items);
        fetched += events;
        onFound?.(events);
        throwIfAborted(signal);
      }
      after = wanted.at(-1)?.row ?? Infinity;
    }
    return { fetched, failure: null };
  } catch (error) {
    return { fetched, failure: troubleOf(error) };
  }
}
