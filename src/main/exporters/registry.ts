import type { ExportFormat } from '../../shared/export.ts';
import { cef } from './cef.ts';
import { csv } from './csv.ts';
import type { Exporter } from './exporter.ts';
import { ndjson } from './ndjson.ts';
import { parquet } from './parquet/parquet.ts';
import { xlsx } from './xlsx/xlsx.ts';

/** What writes each format: one without it does not compile. */
export const exporters: Readonly<Record<Exclude<ExportFormat, 'html'>, Exporter>> = {
  csv,
  ndjson,
  xlsx,
  parquet,
  cef,
};
