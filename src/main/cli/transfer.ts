import { basename, resolve } from 'node:path';
import type { SourceKind } from '../../shared/event.ts';
import { connectors } from '../connectors/registry.ts';
import { exportSession } from '../exporters/export-session.ts';
import { manifestPath } from '../exporters/manifest.ts';
import { readingAhead } from '../importing/ahead.ts';
import { checkImport } from '../importing/batches.ts';
import { importFile, type ImportProgress } from '../importing/import-file.ts';
import { spareHeld } from '../store/file/header.ts';
import { unpackImport } from '../store/import-packet.ts';
import { maskedView } from '../store/masked-view.ts';
import { styleOf, type ExportCommand } from './export-words.ts';
import { printJson, say } from './output.ts';
import { statusLine } from './status-line.ts';
import { openOrCreate, withSession } from './session.ts';
import { selectionOf } from './values.ts';
import { version } from './version.ts';
import { fill, words } from './words.ts';

export function exportEvents(options: ExportCommand, signal: AbortSignal): Promise<void> {
  return withSession(options.session, async (store) => {
    const path = resolve(options.out);
    spareHeld(path, manifestPath(path));
    const line = statusLine();
    const done = await exportSession(
      options.masked ? maskedView(store) : store,
      {
        ...styleOf(options),
        selection: selectionOf(options.query),
        sort: options.sort ?? [],
        format: options.format,
        masked: options.masked ?? false,
        path,
        overwrite: options.force ?? false,
        program: version,
      },
      {
        signal,
        onProgress: ({ rows, of }) => line.show(() => fill(words.exporting, { rows, of })),
      },
    ).finally(() => line.clear());
    if (done.replaced) say(words.replaced);
    const { rows, bytes, sha256 } = done;
    await printJson({ rows, bytes, sha256, manifest: basename(manifestPath(path)) });
  });
}

export interface ImportCommand {
  in: string;
  source: SourceKind;
  session: string;
}

export async function importEvents(options: ImportCommand, signal: AbortSignal): Promise<void> {
  const readers = { pachca: connectors.pachca.read, jayguard: connectors.jayguard.read };
  const file = { path: resolve(options.in), source: options.source, readers };
  // The wrong file makes no session.
  await checkImport(file);
  const store = await openOrCreate(options.session);
  const line = statusLine();
  try {
    const watch = {
      signal,
      onProgress: (at: ImportProgress) => line.show(() => fill(words.importing, { ...at })),
    };
    const work = importFile(store, file, watch, readingAhead(unpackImport));
    const { collections: _, ...counts } = await work.finally(() => line.clear());
    if (counts.quarantined > 0) say(fill(words.quarantined, { count: counts.quarantined }));
    await printJson(counts);
  } finally {
    await store.close();
  }
}
