import { csv } from './csv.ts';
import type { Exporter } from './exporter.ts';
import { ndjson } from './ndjson.ts';

/** Every format this version writes. A new one is added here and is then known everywhere. */
export const exporters = { csv, ndjson } satisfies Record<string, Exporter>;

export type ExportFormat = keyof typeof exporters;

export function isExportFormat(name: string): name is ExportFormat {
  return Object.hasOwn(exporters, name);
}
