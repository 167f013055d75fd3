import type { Dialogs } from '../dialogs.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { HeldSession, Leaving } from './sessions.ts';
import type { Transfers } from './transfers.ts';

export interface LeavingOptions {
  jobs: Pick<Jobs, 'isActive' | 'close'>;
  transfers: Pick<Transfers, 'isRunning' | 'cancel'>;
  dialogs: Pick<Dialogs, 'stopTransfer' | 'leaveCollecting' | 'quitCollecting'>;
}

/** What is asked, and what is stopped, before a session is left or the program ends. */
export function watchTheDoor({ jobs, transfers, dialogs }: LeavingOptions) {
  return {
    async mayLeave(session: HeldSession): Promise<Leaving> {
      if (jobs.isActive(session)) return dialogs.leaveCollecting();
      if (transfers.isRunning() && !(await dialogs.stopTransfer('leave'))) return 'stay';
      return 'close';
    },

    /** Imports and exports belong to the screen; collections may go on without it. */
    async stop(session: HeldSession, leaving: Leaving): Promise<void> {
      const stopped = leaving === 'background' ? undefined : jobs.close(session);
      await Promise.all([transfers.cancel(), stopped]);
    },

    async mayQuit(): Promise<boolean> {
      if (jobs.isActive(null)) return dialogs.quitCollecting();
      return !transfers.isRunning() || dialogs.stopTransfer('quit');
    },

    async stopAll(): Promise<void> {
      await Promise.all([transfers.cancel(), jobs.close(null)]);
    },
  };
}
