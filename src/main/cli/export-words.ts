import {
  takesChoice,
  type ExportChoice,
  type ExportFormat,
  type ExportStyle,
  type ReportStyle,
  usuallyListed,
} from '../../shared/export.ts';
import type { Language } from '../../shared/locales/texts.ts';
import type { SortKey } from '../../shared/session.ts';
import { language as systemLanguage } from './words.ts';

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
  question?: string;
  author?: string;
  language?: Language;
  listed?: number;
}

/** Something that was chosen and means nothing to the format; null where all of it does. */
export function strayChoice(options: ExportCommand): ExportChoice | null {
  const choices = [
    ...(['columns', 'separator', 'bom', 'partitioned', 'syslog'] as const),
    ...(['question', 'author', 'language', 'listed'] as const),
  ];
  const isStray = (choice: ExportChoice) =>
    options[choice] !== undefined && !takesChoice(options.format, choice);
  return choices.find(isStray) ?? null;
}

export function styleOf(options: ExportCommand): ExportStyle {
  const { columns = null, separator = 'comma', bom = false } = options;
  const { partitioned = false, syslog = false } = options;
  const csv = { separator: separators[separator], bom };
  return { columns, csv, partitioned, syslog, report: reportOf(options) };
}

function reportOf(options: ExportCommand): ReportStyle {
  const { question = '', author = '', listed = usuallyListed } = options;
  return { question, author, language: options.language ?? systemLanguage, listed };
}
