import type { ExportedEvent } from '../store/session-store.ts';
import { csv } from './csv.ts';
import { ndjson } from './ndjson.ts';

interface CopyOptions {
  rows: readonly number[];
  /** JSON of one event is an object, of several an array; `columns` are those of CSV. */
  format: 'csv' | 'json';
  columns: readonly string[];
  /** The longest text, UTF-16 code units. */
  most: number;
}

/**
 * Events as text for the clipboard, made by the exporters: formulas are harmless in CSV, and the
 * vendor's numbers keep their digits in JSON. @returns the text, and how many events are in it
 */
export async function copyRows(
  read: (row: number) => Promise<ExportedEvent>,
  { rows, format, columns, most }: CopyOptions,
): Promise<{ text: string; rows: number }> {
  const tally = { formulaCells: 0 };
  const layout = { columns, csv: { separator: ',', bom: false } } as const;
  const chunks = (format === 'csv' ? csv : ndjson).encode(oneByOne(read, rows), layout, tally);
  // The first chunk of CSV is its header.
  const pieces: string[] = [];
  let length = 0;
  for await (const bytes of chunks) {
    const chunk = bytes.toString();
    // Room for the brackets and commas of an array.
    length += chunk.length + 2;
    if (length + 2 > most) break;
    pieces.push(chunk);
  }
  if (format === 'csv') return { text: pieces.join(''), rows: Math.max(0, pieces.length - 1) };
  const objects = pieces.map((line) => line.trimEnd());
  const text = objects.length === 1 ? (objects[0] ?? '') : `[\n${objects.join(',\n')}\n]`;
  return { text, rows: objects.length };
}

async function* oneByOne(read: (row: number) => Promise<ExportedEvent>, rows: readonly number[]) {
  for (const row of rows) yield [await read(row)];
}
