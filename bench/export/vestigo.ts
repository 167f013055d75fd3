import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exportSession } from '../../src/main/exporters/export-session.ts';
import { manifestPath } from '../../src/main/exporters/manifest.ts';
import { maskedView } from '../../src/main/store/masked-view.ts';
import { openSession } from '../../src/main/store/open-session.ts';
import { exportFormatSchema } from '../../src/shared/export.ts';
import { everything, mixedKey } from './mixed-session.ts';
import { taken, type Taken } from './taken.ts';

/** Every format, and Parquet as a folder. */
export const exportKinds: readonly string[] = [...exportFormatSchema.options, 'dataset'];

/** Exports all of a session, as it is or masked, and removes what was written. */
export async function writeWithVestigo(
  session: string,
  folder: string,
  kind: string,
  masked: boolean,
): Promise<Taken> {
  const store = await openSession({ path: session, key: mixedKey, version: 'bench' });
  await store.count(everything);
  const path = join(folder, `export.${kind}`);
  const found = await taken(() =>
    exportSession(
      masked ? maskedView(store) : store,
      {
        selection: everything,
        sort: [],
        format: exportFormatSchema.safeParse(kind).data ?? 'parquet',
        columns: null,
        csv: { separator: ',', bom: false },
        partitioned: kind === 'dataset',
        syslog: false,
        masked,
        path,
        overwrite: true,
        program: 'bench',
      },
      { signal: new AbortController().signal },
    ),
  );
  await store.close();
  for (const name of [path, manifestPath(path)]) await rm(name, { recursive: true });
  return found;
}
