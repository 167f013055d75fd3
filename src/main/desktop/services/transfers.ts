import { basename } from 'node:path';
import type { ChannelInput, ChannelOutput } from '../../../shared/contract.ts';
import type { Dialogs } from '../dialogs.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
import type { Push } from '../ipc.ts';
import { throttle } from './throttle.ts';

const PROGRESS_MS = 200;

export interface TransfersOptions {
  link: () => RemoteSession;
  dialogs: Pick<Dialogs, 'exportFile' | 'importFile'>;
  push: Push;
  /** Events came. */
  onChange: () => void;
  version: string;
}

export type Transfers = ReturnType<typeof keepTransfers>;

/** Files in and out of the open session. Main asks where; the session's process reads and writes. */
export function keepTransfers({ link, dialogs, push, onChange, version }: TransfersOptions) {
  let running = new AbortController();
  let lastExport: string | null = null;

  return {
    async exportFile(input: ChannelInput<'export.start'>): Promise<ChannelOutput<'export.start'>> {
      const session = link();
      const { name } = await session.info();
      const path = await dialogs.exportFile(name, input.format);
      if (path === null) return null;
      running = new AbortController();
      const progress = throttle<{ rows: number; of: number }>(PROGRESS_MS, (latest) =>
        push('export.progress', latest),
      );
      // The person has agreed in the system's dialog to replace what is there.
      const options = { ...input, path, overwrite: true, program: version };
      const { rows, sha256 } = await session
        .run('export', options, { signal: running.signal, onProgress: progress.say })
        .finally(progress.finish);
      lastExport = path;
      return { fileName: basename(path), rows, sha256 };
    },

    async importFile({
      kind,
    }: ChannelInput<'import.start'>): Promise<ChannelOutput<'import.start'>> {
      const session = link();
      const path = await dialogs.importFile();
      if (path === null) return null;
      running = new AbortController();
      const progress = throttle<{ bytes: number; of: number; events: number }>(
        PROGRESS_MS,
        (latest) => {
          push('import.progress', latest);
          onChange();
        },
      );
      const { collections } = await session
        .run('import', { path, source: kind }, { signal: running.signal, onProgress: progress.say })
        .finally(() => {
          progress.finish();
          onChange();
        });
      return collections[0] ?? null;
    },

    /** Stops the export or import that runs; what was written of an export is removed. */
    cancel: () => running.abort(),

    lastExport: () => lastExport,
  };
}
