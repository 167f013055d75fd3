import { connectors } from './connectors/registry.ts';
import { copyRows } from './exporters/copy-rows.ts';
import { exportQuarantine } from './exporters/export-quarantine.ts';
import { exportSession } from './exporters/export-session.ts';
import { importFile } from './importing/import-file.ts';
import { readAgainWith } from './importing/read-again.ts';
import { channelToParent } from './store/process/channel.ts';
import type { Operations } from './store/process/operations.ts';
import type { ExportedEvent, SessionReader } from './store/session-store.ts';
import { serveSession } from './store/process/serve.ts';

/**
 * The third composition root: the process that holds a session file. It knows no window, no network
 * and no keychain; what it is told comes over its channel.
 */
const readAgain = readAgainWith(connectors);

const operations: Operations = {
  export: (session, options, { signal, progress }) =>
    exportSession(session, { ...options, masked: false }, { signal, onProgress: progress }),
  import: (session, { path, source }, { signal, progress }) => {
    const readers = { pachca: connectors.pachca.read, jayguard: connectors.jayguard.read };
    return importFile(session, { path, source, readers }, { signal, onProgress: progress });
  },
  reread: (session, _args, { signal, progress }) =>
    session.reread(readAgain, { signal, onProgress: progress }),
  exportQuarantine: (session, options, { signal, progress }) =>
    exportQuarantine(session, options, { signal, onProgress: progress }),
  records: (session, { rows }) => Promise.all(rows.map((row) => recordOf(session, row))),
  copy: (session, options) => copyRows((row) => recordOf(session, row), options),
};

async function recordOf(session: SessionReader, row: number): Promise<ExportedEvent> {
  const { event, raw } = await session.event(row);
  return { row: event, raw };
}

serveSession(channelToParent(), operations, readAgain);
