import { cef } from './cef.ts';
import { csv } from './csv.ts';
import type { LineExporter } from './exporter.ts';
import { ndjson } from './ndjson.ts';

/** The formats that several threads can write. */
export const lineExporters = { csv, ndjson, cef } satisfies Record<string, LineExporter>;
export type LineFormat = keyof typeof lineExporters;

export function isLineFormat(format: string): format is LineFormat {
  return Object.hasOwn(lineExporters, format);
}
