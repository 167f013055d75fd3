import type { ChannelOutput } from '../../../../shared/contract.ts';
import type { HeldSession, Sessions } from '../sessions.ts';
import type { Sources } from '../sources.ts';
import type { Jobs } from './jobs.ts';
import type { Task } from './job.ts';
import { cutShort, upToDate } from './follow-up.ts';

export interface UpdatingOptions {
  sessions: Pick<Sessions, 'behind'>;
  sources: Pick<Sources, 'list'>;
  jobs: Pick<Jobs, 'add'>;
  overlapMinutes: () => number;
}

export type Updating = ReturnType<typeof keepUpdating>;

/** Jobs that nobody typed: they follow from what a session's ledger holds. */
export function keepUpdating({ sessions, sources, jobs, overlapMinutes }: UpdatingOptions) {
  async function addAll(session: HeldSession, tasks: readonly Task[]): Promise<void> {
    for (const task of tasks) await jobs.add(session, task);
  }

  return {
    /** Queues what was cut short when the session, or the program, was closed. */
    async goOn(session: HeldSession): Promise<void> {
      const { collections } = await session.link.info();
      if (!collections.some(({ stop }) => stop === 'closed')) return;
      await addAll(session, cutShort(collections, await sources.list()));
    },

    /**
     * Opens the session beside the current one and queues everything it ever collected, since its
     * last time. Throws as `Sessions.open`.
     */
    update: (
      path: string,
      passphrase: string | undefined,
    ): Promise<ChannelOutput<'collect.updateSession'>> =>
      sessions.behind(path, passphrase, async (session) => {
        const { collections } = await session.link.info();
        const listed = await sources.list();
        const tasks = upToDate(collections, listed, overlapMinutes(), Date.now() * 1000);
        await addAll(session, tasks);
        return { jobs: tasks.length };
      }),
  };
}
