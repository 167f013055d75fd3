import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportedEvent } from '../../store/session-store.ts';
import { createFile, type NewFile, type Written } from '../safe-file.ts';
import { ParquetEncoder } from './encoder.ts';

/** A file of the dataset, its path as `/` in every system. */
export interface DatasetFile extends Written {
  file: string;
  rows: number;
}

interface OpenPart {
  day: string;
  file: string;
  rows: number;
  encoder: ParquetEncoder;
  output: NewFile;
}

/**
 * Fills `folder` with a file for each source and day of UTC, in the layout of Hive. The source is
 * the folder's name and no column of its files, as readers of that layout expect. Events must come
 * in the order of time, either way, so that no more than one day is open.
 */
export async function writeDataset(
  folder: string,
  batches: AsyncIterable<ExportedEvent[]>,
  { columns, program }: { columns: readonly string[]; program: string },
): Promise<DatasetFile[]> {
  const inFiles = columns.filter((column) => column !== 'source');
  const parts = new Map<string, OpenPart>();
  const files: DatasetFile[] = [];

  async function openPart(file: string, day: string): Promise<OpenPart> {
    await finishAll((part) => part.day !== day);
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    const encoder = new ParquetEncoder(inFiles, program);
    const part = { day, file, rows: 0, encoder, output: await createFile(path) };
    parts.set(file, part);
    return part;
  }

  async function finishAll(isDone: (part: OpenPart) => boolean): Promise<void> {
    for (const part of [...parts.values()].filter(isDone)) {
      const { file, rows, encoder, output } = part;
      await output.write(encoder.end());
      files.push({ file, rows, ...(await output.finish()) });
      parts.delete(file);
      await output.close();
    }
  }

  try {
    for await (const batch of batches) {
      for (const event of batch) {
        const { source, time } = event.row;
        const day = time.slice(0, time.indexOf('T'));
        const file = `source=${source}/day=${day}/part-0.parquet`;
        const part = parts.get(file) ?? (await openPart(file, day));
        part.rows += 1;
        const bytes = part.encoder.add(event);
        if (bytes) await part.output.write(bytes);
      }
    }
    await finishAll(() => true);
  } finally {
    for (const { output } of parts.values()) await output.close();
  }
  return files.toSorted((a, b) => (a.file < b.file ? -1 : 1));
}
