import type { ExportFormat } from '../../shared/export.ts';
import type { Exporter } from './exporter.ts';
import { lineExporters } from './line-exporters.ts';
import { parquet } from './parquet/parquet.ts';
import { xlsx } from './xlsx/xlsx.ts';

/** What writes each format: one without it does not compile. */
export const exporters: Readonly<Record<Exclude<ExportFormat, 'html'>, Exporter>> = {
  ...lineExporters,
  xlsx,
  parquet,
};
