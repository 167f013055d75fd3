import { useState } from 'react';
import type { OpenSession } from '../../../shared/contract.ts';
import { toFailure, type Failure } from '../../../shared/errors.ts';
import { api, queryClient, refresh } from '../../api.ts';
import { forgetCollections } from '../../state/collections.ts';

/** Opening goes on with a question when the session wants its passphrase. */
interface Opening {
  /** null: the file that the person chooses. */
  id: string | null;
  pending: boolean;
  failure: Failure | null;
  /** A passphrase is wanted. */
  asks: boolean;
}

export function useOpenSession() {
  const [opening, setOpening] = useState<Opening | null>(null);

  async function open(id: string | null, passphrase?: string): Promise<void> {
    setOpening({ id, pending: true, failure: null, asks: passphrase !== undefined });
    try {
      const session = await api.call('sessions.open', {
        ...(id === null ? {} : { id }),
        ...(passphrase === undefined ? {} : { passphrase }),
      });
      setOpening(null);
      if (session) enterSession(session);
    } catch (error) {
      const failure = toFailure(error);
      const { kind, params } = failure;
      const wrong = kind === 'session.wrong-key' && passphrase !== undefined;
      // Main remembers a file that was chosen under an id, so that it need not be chosen again.
      const known = typeof params['id'] === 'string' ? params['id'] : id;
      setOpening({ id: known, pending: false, failure, asks: kind === 'session.no-key' || wrong });
    }
  }

  return { opening, open, stop: () => setOpening(null) };
}

/** A session that main has opened becomes the one in the window. */
export function enterSession(session: OpenSession): void {
  queryClient.removeQueries({ predicate: ({ queryKey: [channel] }) => ofSession(channel) });
  forgetCollections();
  queryClient.setQueryData(['sessions.current', undefined], session);
  void refresh('sessions.recent', 'session.info', 'sources.list', 'privacy.state');
}

/** Answers about what is in a session; those of another one are not shown for a moment. */
function ofSession(channel: unknown): boolean {
  return (
    typeof channel === 'string' &&
    /^(?:review|marks|people|searches|findings|notices|privacy\.reveals)\b/.test(channel)
  );
}
