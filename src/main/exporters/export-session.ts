import { lstat } from 'node:fs/promises';
import { Failed } from '../../shared/errors.ts';
import { eventFields } from '../../shared/event.ts';
import type { Selection, Sort } from '../../shared/session.ts';
import type { BulkReader, ExportedEvent, SessionReader } from '../store/session-store.ts';
import { csvColumns } from './csv.ts';
import type { CsvStyle, Layout, Tally } from './exporter.ts';
import { isReplaceable, manifestPath, manifestText } from './manifest.ts';
import { exporters, type ExportFormat } from './registry.ts';
import { draftFile } from './safe-file.ts';

export interface ExportOptions {
  selection: Selection;
  sort: Sort;
  format: ExportFormat;
  /** null is every field; formats without columns always write whole events. */
  columns: readonly string[] | null;
  csv: CsvStyle;
  path: string;
  /** The person has already agreed to replace what is at `path`. */
  overwrite: boolean;
  /** This program's version, for the manifest. */
  program: string;
}

export interface ExportWatch {
  signal: AbortSignal;
  onProgress?: (progress: { rows: number; of: number }) => void;
}

export interface Exported {
  rows: number;
  bytes: number;
  sha256: string;
  /** An earlier export of this program stood at `path`. */
  replaced: boolean;
}

/**
 * Writes what matches, in the order asked for, to `path`, and its manifest beside it. Both appear
 * whole or not at all. Throws `Failed`: `file.exists` when something else is at `path`, `file.*`
 * when it cannot be written, `query.*`, `input.invalid` for an unknown column, `cancelled`.
 */
export async function exportSession(
  store: BulkReader & SessionReader,
  options: ExportOptions,
  { signal, onProgress }: ExportWatch,
): Promise<Exported> {
  const { selection, sort, format, path } = options;
  const exporter = exporters[format];
  const columns = exporter.hasColumns ? (options.columns ?? csvColumns) : eventFields;
  const layout: Layout = { columns, csv: options.csv };
  const replaced = (await exists(path)) || (await exists(manifestPath(path)));
  if (replaced && !options.overwrite && !(await isReplaceable(path))) {
    throw new Failed('file.exists', { writing: true });
  }

  const info = await store.info();
  const progress = { rows: 0, of: await store.count(selection) };
  const tally: Tally = { formulaCells: 0 };
  const counted = countRows(store.scan(selection, sort, signal), signal, (rows) => {
    progress.rows += rows;
    onProgress?.({ ...progress });
  });
  const data = await draftFile(path, exporter.encode(counted, layout, tally));
  const { bytes, sha256 } = data;
  const { rows } = progress;
  const csv = format === 'csv' ? { ...options.csv, formulaCells: tally.formulaCells } : null;
  const facts = { path, format, selection, sort, columns, rows, bytes, sha256, info, csv };
  try {
    const text = manifestText({ ...facts, program: options.program });
    const manifest = await draftFile(manifestPath(path), [text]);
    await data.publish();
    await manifest.publish();
  } catch (error) {
    await data.discard();
    throw error;
  }
  return { rows, bytes, sha256, replaced };
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function* countRows(
  batches: AsyncIterable<ExportedEvent[]>,
  signal: AbortSignal,
  onBatch: (rows: number) => void,
): AsyncIterable<ExportedEvent[]> {
  for await (const batch of batches) {
    if (signal.aborted) throw new Failed('cancelled');
    yield batch;
    onBatch(batch.length);
  }
  if (signal.aborted) throw new Failed('cancelled');
}
