import type { Selection } from '../../../shared/session.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
import type { Push } from '../ipc.ts';
import { throttle } from './throttle.ts';

const EVERYTHING: Selection = { query: '', zone: 'UTC', period: null };
const PUSH_MS = 300;

/** Tells the window that the session holds more than before, a few times a second at most. */
export function tellChanges(link: () => RemoteSession | null, push: Push): () => void {
  let revision = 0;
  const told = throttle<void>(PUSH_MS, () => {
    // The session may be closed meanwhile: then there is nothing to tell.
    link()
      ?.count(EVERYTHING)
      .then((events) => push('session.changed', { events, revision: (revision += 1) }))
      .catch(() => undefined);
  });
  return () => told.say();
}
