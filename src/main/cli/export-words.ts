import {
  takesChoice,
  type ExportChoice,
  type ExportFormat,
  type ExportStyle,
} from '../../shared/export.ts';
import type { SortKey } from '../../shared/session.ts';

const separators = { comma: ',', semicolon: ';', tab: '\t' } as const;
export const separatorNames = Object.keys(separators);

/** The words of `export` as they were given. */
export interface ExportCommand {
  session: string;
  format: ExportFormat;
  query?: string;
  masked?: boolean;
  out: string;
  force?: boolean;
  sort?: SortKey[];
  columns?: string[];
  separator?: keyof typeof separators;
  bom?: boolean;
  partitioned?: boolean;
  syslog?: boolean;
}

/** Something that was chosen and means nothing to the format; null where all of it does. */
export function strayChoice(options: ExportCommand): ExportChoice | null {
  const choices = ['columns', 'separator', 'bom', 'partitioned', 'syslog'] as const;
  const isStray = (choice: ExportChoice) =>
    options[choice] !== undefined && !takesChoice(options.format, choice);
  return choices.find(isStray) ?? null;
}

export function styleOf(options: ExportCommand): ExportStyle {
  const { columns = null, separator = 'comma', bom = false } = options;
  const { partitioned = false, syslog = false } = options;
  return { columns, csv: { separator: separators[separator], bom }, partitioned, syslog };
}
