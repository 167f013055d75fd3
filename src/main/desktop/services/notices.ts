import type { ChannelInput, ChannelOutput } from '../../../shared/contract.ts';
import { Failed } from '../../../shared/errors.ts';
import type { Notice } from '../../../shared/notices.ts';
import type { Fetch } from '../../connectors/kit/exchange.ts';
import type * as http from '../../connectors/kit/http.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
import type { Sources } from './sources.ts';

/** Somebody waits for names: it does not try for long. */
const limits = { tries: 2, garbledTries: 1, firstByteMs: 15_000, patienceMs: 20_000 };

interface NoticesOptions {
  createHttpClient: typeof http.createHttpClient;
  fetch: Fetch;
  /** A network none of whose connections was used before: what is lost there is not sent again. */
  freshFetch: () => Fetch;
  sources: Pick<Sources, 'reach'>;
  link: () => Pick<RemoteSession, 'beginNotice' | 'endNotice'>;
}

/** Telling somebody of a finding, through a source whose service carries messages. */
export function keepNotices({
  createHttpClient,
  fetch,
  freshFetch,
  sources,
  link,
}: NoticesOptions) {
  const never = new AbortController().signal;
  let isSending = false;

  async function reach(sourceId: string) {
    const { address, token, connector } = await sources.reach(sourceId);
    const { messenger, requestsPerSecond: rate } = connector;
    if (!messenger) throw new Failed('input.invalid', { field: 'sourceId' });
    const client = createHttpClient({ address, token, rate, fetch, limits });
    return { address, token, connector, messenger, client };
  }

  async function check(sourceId: string) {
    const known = await reach(sourceId);
    const { scopes, owner } = await known.connector.test(known.client, never);
    const isMissing = scopes !== null && !scopes.includes(known.messenger.scope);
    return { ...known, owner, missingScope: isMissing ? known.messenger.scope : null };
  }

  return {
    /** Whose token it is, and whether it may send messages, as far as the service says so. */
    async check(sourceId: string): Promise<ChannelOutput<'notices.check'>> {
      const { owner, missingScope } = await check(sourceId);
      return { owner, missingScope };
    },

    async recipients(sourceId: string, find: string): Promise<ChannelOutput<'notices.recipients'>> {
      const { messenger, client } = await reach(sourceId);
      return messenger.recipients(client, find, never);
    },

    /**
     * Sends once. It is written down before and after; what became of it is in the answer. Throws
     * what keeps it from being sent at all: then nothing is written down.
     */
    async send({ sourceId, finding, to, text }: ChannelInput<'notices.send'>): Promise<Notice> {
      // Two presses are one message.
      if (isSending) throw new Failed('input.invalid', { field: 'sending' });
      isSending = true;
      try {
        const { address, token, messenger, missingScope } = await check(sourceId);
        if (missingScope !== null) throw new Failed('service.scope', { scope: missingScope });
        const session = link();
        const id = await session.beginNotice({ finding, address, to, text });
        const line = { address, token, fetch: freshFetch() };
        return await session.endNotice(id, await messenger.send(line, to, text, never));
      } finally {
        isSending = false;
      }
    },
  };
}
