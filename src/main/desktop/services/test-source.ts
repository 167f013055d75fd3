import type { ChannelOutput } from '../../../shared/contract.ts';
import type { Fetch } from '../../connectors/kit/exchange.ts';
import type * as http from '../../connectors/kit/http.ts';
import type { Sources } from './sources.ts';

/** Somebody waits for the answer of a test: it does not try for long. */
const limits = { tries: 2, garbledTries: 1, firstByteMs: 15_000, patienceMs: 20_000 };

interface TesterOptions {
  createHttpClient: typeof http.createHttpClient;
  fetch: Fetch;
  sources: Pick<Sources, 'reach'>;
}

/** Whether a source answers, and what it says of the token. */
export function sourceTester({ createHttpClient, fetch, sources }: TesterOptions) {
  return async (sourceId: string): Promise<ChannelOutput<'sources.test'>> => {
    const { address, token, connector } = await sources.reach(sourceId);
    const rate = connector.requestsPerSecond;
    const client = createHttpClient({ address, token, rate, fetch, limits });
    return connector.test(client, new AbortController().signal);
  };
}
