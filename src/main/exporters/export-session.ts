import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { Failed } from '../../shared/errors.ts';
import { eventFields } from '../../shared/event.ts';
import { takesChoice, type ExportFormat, type ExportStyle } from '../../shared/export.ts';
import type { Selection, Sort } from '../../shared/session.ts';
import type { ExportedEvent } from '../store/session-store.ts';
import { encodeAside } from './aside.ts';
import { emptyTally, type Layout } from './exporter.ts';
import { isReplaceable } from './is-replaceable.ts';
import { isLineFormat } from './line-exporters.ts';
import { manifestPath, manifestText } from './manifest.ts';
import { writeDataset, type DatasetFile } from './parquet/dataset.ts';
import { exporters } from './registry.ts';
import { reportExporter } from './report/report-exporter.ts';
import type { ReportReader } from './report/facts.ts';
import {
  draftFile,
  draftFolder,
  hiddenBeside,
  publishBoth,
  type Draft,
  type Written,
} from './safe-file.ts';

/** So many are written before a thread has started. */
const fewRows = 10_000;

export interface ExportOptions extends ExportStyle {
  selection: Selection;
  sort: Sort;
  format: ExportFormat;
  /** The store is a masked view: pseudonyms stand for personal data. */
  masked: boolean;
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

export interface Exported extends Written {
  rows: number;
  /** An earlier export of this program stood at `path`. */
  replaced: boolean;
}

/**
 * Writes what matches, in the order asked for, to `path`, and its manifest beside it. Both appear
 * whole or not at all. A partitioned export is a folder and always in the order of time; its sum is
 * that of the lines `SHA-256  FILE`. Throws `Failed`: `file.exists` when something else is at
 * `path`, `file.*` when it cannot be written, `query.*`, `input.invalid` for an unknown column,
 * `cancelled`.
 */
export async function exportSession(
  store: ReportReader,
  options: ExportOptions,
  { signal, onProgress }: ExportWatch,
): Promise<Exported> {
  const { selection, format, masked, path, program } = options;
  const exporter =
    format === 'html' ? reportExporter(store, { ...options, signal }) : exporters[format];
  const columns = exporter.columns && (options.columns ?? exporter.columns);
  const isDataset = options.partitioned && takesChoice(format, 'partitioned');
  const sort = isDataset ? byTime(options.sort) : options.sort;
  const layout: Layout = {
    ...options,
    columns: columns ?? eventFields,
    scratch: () => hiddenBeside(path),
  };
  const replaced = await checkPlace(path, options.overwrite);

  const info = await store.info();
  const progress = { rows: 0, of: await store.count(selection) };
  const tally = emptyTally();
  const onRows = (rows: number) => {
    progress.rows += rows;
    onProgress?.({ ...progress });
  };
  const counted = () => countRows(store.scan(selection, sort, signal), signal, onRows);
  const aside =
    isLineFormat(format) && progress.of > fewRows
      ? encodeAside(store.packets(selection, sort, signal), { format, layout }, tally, {
          signal,
          onRows,
        })
      : null;
  const data: Draft & Written & { files?: DatasetFile[] } = isDataset
    ? await draftDataset(path, counted(), layout)
    : await draftFile(path, aside ?? exporter.encode(counted(), layout, tally));
  const { bytes, sha256, files = null } = data;
  const rows = tally.about ?? progress.rows;
  try {
    const text = manifestText({
      path,
      format,
      selection,
      sort,
      columns: layout.columns,
      masked,
      program,
      info,
      rows,
      bytes,
      sha256,
      files,
      facts: exporter.facts?.(layout, tally) ?? {},
    });
    const manifest = await draftFile(manifestPath(path), [text]);
    await publishBoth(manifest, data);
  } catch (error) {
    await data.discard();
    throw error;
  }
  return { rows, bytes, sha256, replaced };
}

async function draftDataset(
  path: string,
  batches: AsyncIterable<ExportedEvent[]>,
  layout: Layout,
): Promise<Draft & Written & { files: DatasetFile[] }> {
  const draft = await draftFolder(path, (folder) => writeDataset(folder, batches, layout));
  const files = draft.filled;
  const hash = createHash('sha256');
  for (const { file, sha256 } of files) hash.update(`${sha256}  ${file}\n`);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { ...draft, files, bytes, sha256: hash.digest('hex') };
}

/** A dataset has a place for each day: of the orders asked for only that of time can be kept. */
function byTime(sort: Sort): Sort {
  const [first] = sort;
  return first?.field === 'time' ? sort : [];
}

/**
 * Whether something is replaced. Throws `file.exists` where that would lose somebody's work: a folder
 * goes for nobody's word, because nobody has seen all that is in it.
 */
async function checkPlace(path: string, overwrite: boolean): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  const isThere = found !== null || (await lstat(manifestPath(path)).catch(() => null)) !== null;
  const isAgreed = overwrite && !found?.isDirectory();
  if (isThere && !isAgreed && !(await isReplaceable(path))) {
    throw new Failed('file.exists', { writing: true });
  }
  return isThere;
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
