import { connectors } from './connectors/registry.ts';
import { exportSession } from './exporters/export-session.ts';
import { importFile } from './importing/import-file.ts';
import { channelToParent } from './store/process/channel.ts';
import { serveSession } from './store/process/serve.ts';

/**
 * The third composition root: the process that holds a session file. It knows no window, no network
 * and no keychain; what it is told comes over its channel.
 */
serveSession(channelToParent(), {
  export: (session, options, { signal, progress }) =>
    exportSession(session, options, { signal, onProgress: progress }),
  import: (session, { path, source }, { signal, progress }) => {
    const readers = { pachca: connectors.pachca.read, jayguard: connectors.jayguard.read };
    return importFile(session, { path, source, readers }, { signal, onProgress: progress });
  },
});
