import { basename } from 'node:path';
import type { ChannelInput, ChannelOutput } from '../../../shared/contract.ts';
import type { ExportFormat } from '../../../shared/export.ts';
import type { Dialogs } from '../dialogs.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
import type { Push } from '../ipc.ts';
import { throttle } from './throttle.ts';

const PROGRESS_MS = 200;

export interface TransfersOptions {
  link: () => RemoteSession;
  dialogs: Pick<Dialogs, 'exportFile' | 'exportFolder' | 'quarantineFile' | 'importFile'>;
  push: Push;
  /** Writes a report with `write` and prints it to `path`. */
  printed: <T>(
    path: string,
    write: (path: string) => Promise<T>,
  ) => Promise<T & { sha256: string }>;
  /** Events came. */
  onChange: () => void;
  version: string;
}

export type Transfers = ReturnType<typeof keepTransfers>;

/** Files in and out of the open session. Main asks where; the session's process reads and writes. */
export function keepTransfers(options: TransfersOptions) {
  const { link, dialogs, push, printed, onChange, version } = options;
  const running = new Set<{ stop: AbortController; ended: Promise<unknown> }>();
  let lastExport: string | null = null;

  async function during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const done = work(stop.signal);
    const job = { stop, ended: done.catch(() => undefined) };
    running.add(job);
    return done.finally(() => running.delete(job));
  }

  return {
    async exportFile(input: ChannelInput<'export.start'>): Promise<ChannelOutput<'export.start'>> {
      const session = link();
      const { name } = await session.info();
      const path = await (input.partitioned
        ? dialogs.exportFolder(name, input.format)
        : dialogs.exportFile(name, input.format));
      if (path === null) return null;
      const progress = throttle<{ rows: number; of: number }>(PROGRESS_MS, (latest) =>
        push('export.progress', latest),
      );
      // The person has agreed in the system's dialog to replace what is there.
      const { format, unmasked = null, ...asked } = input;
      const written = { ...asked, unmasked, overwrite: true, program: version };
      const { rows, sha256 } = await during((signal) => {
        const write = (at: string, as: ExportFormat) =>
          session.run(
            'export',
            { ...written, format: as, path: at },
            { signal, onProgress: progress.say },
          );
        return format === 'pdf' ? printed(path, (at) => write(at, 'html')) : write(path, format);
      }).finally(progress.finish);
      lastExport = path;
      return { fileName: basename(path), rows, sha256 };
    },

    async importFile({
      kind,
    }: ChannelInput<'import.start'>): Promise<ChannelOutput<'import.start'>> {
      const session = link();
      const path = await dialogs.importFile();
      if (path === null) return null;
      const progress = throttle<{ bytes: number; of: number; events: number }>(
        PROGRESS_MS,
        (latest) => {
          push('import.progress', latest);
          onChange();
        },
      );
      const { collections } = await during((signal) =>
        session.run('import', { path, source: kind }, { signal, onProgress: progress.say }),
      ).finally(() => {
        progress.finish();
        onChange();
      });
      return collections[0] ?? null;
    },

    /** Reads again what could not be read, and tells the window that the session changed. */
    reread: (): Promise<ChannelOutput<'quarantine.reread'>> =>
      during((signal) => link().run('reread', {}, { signal })).finally(onChange),

    async exportQuarantine({
      unmasked = null,
    }: ChannelInput<'quarantine.export'>): Promise<ChannelOutput<'quarantine.export'>> {
      const session = link();
      const { name } = await session.info();
      const path = await dialogs.quarantineFile(name);
      if (path === null) return null;
      const { rows, sha256 } = await during((signal) =>
        session.run('exportQuarantine', { path, overwrite: true, unmasked }, { signal }),
      );
      return { fileName: basename(path), rows, sha256 };
    },

    /** Counts other work with files as running until it ends, and stops it with the rest. */
    during,

    isRunning: () => running.size > 0,

    /**
     * Stops the export or import that runs and resolves when it has ended: what was written of an
     * export is removed, what an import has committed stays.
     */
    async cancel(): Promise<void> {
      const meant = [...running];
      for (const { stop } of meant) stop.abort();
      await Promise.all(meant.map(({ ended }) => ended));
    },

    lastExport: () => lastExport,
  };
}
