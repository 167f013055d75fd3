import { lstat } from 'node:fs/promises';
import { Failed } from '../../shared/errors.ts';
import type { SessionReader } from '../store/session-store.ts';
import { draftFile } from './safe-file.ts';

export interface QuarantineExport {
  path: string;
  /** The person has already agreed to replace what is at `path`. */
  overwrite: boolean;
}

export interface QuarantineWatch {
  signal: AbortSignal;
  onProgress?: (progress: { rows: number; of: number }) => void;
}

export interface QuarantineExported {
  rows: number;
  bytes: number;
  sha256: string;
}

const rowsAtOnce = 500;

/**
 * Writes what could not be read as NDJSON, an object a line: where it came from, why it could not be
 * read, and `raw`, its text to the letter, which need not be JSON. The file appears whole or not at
 * all. Throws `Failed`: `file.exists`, `file.*`, `cancelled`.
 */
export async function exportQuarantine(
  store: Pick<SessionReader, 'info' | 'quarantine'>,
  { path, overwrite }: QuarantineExport,
  { signal, onProgress }: QuarantineWatch,
): Promise<QuarantineExported> {
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  if (isThere && !overwrite) throw new Failed('file.exists', { writing: true });
  const progress = { rows: 0, of: (await store.info()).quarantined };

  async function* lines(): AsyncIterable<string> {
    for (;;) {
      if (signal.aborted) throw new Failed('cancelled');
      const entries = await store.quarantine(progress.rows, rowsAtOnce);
      if (entries.length === 0) return;
      for (const { source, collectionId: collection, receivedAt, reason, raw } of entries) {
        yield `${JSON.stringify({ source, collection, receivedAt, reason, raw })}\n`;
      }
      progress.rows += entries.length;
      onProgress?.({ ...progress });
    }
  }

  const draft = await draftFile(path, lines());
  await draft.publish();
  const { bytes, sha256 } = draft;
  return { rows: progress.rows, bytes, sha256 };
}
