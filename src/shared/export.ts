import { z } from 'zod';
import { languages } from './locales/texts.ts';

/** In the order they are offered. */
export const exportFormatSchema = z.enum(['csv', 'ndjson', 'xlsx', 'parquet', 'cef', 'html']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** What the window offers beside them: the report, printed. */
export const offeredFormats = [...exportFormatSchema.options, 'pdf'] as const;
export type OfferedFormat = (typeof offeredFormats)[number];

/** What can be chosen of {@link exportStyleSchema}. */
export type ExportChoice =
  | 'columns'
  | 'separator'
  | 'bom'
  | 'partitioned'
  | 'syslog'
  | keyof ReportStyle;

interface FormatFacts {
  /** The ending of the file's name. */
  extension: string;
  /** What means something to it. */
  choices: readonly ExportChoice[];
}

const ofReports = ['question', 'author', 'language', 'listed'] as const;

export const exportFormats: Readonly<Record<OfferedFormat, FormatFacts>> = {
  csv: { extension: 'csv', choices: ['columns', 'separator', 'bom'] },
  ndjson: { extension: 'ndjson', choices: [] },
  xlsx: { extension: 'xlsx', choices: ['columns'] },
  parquet: { extension: 'parquet', choices: ['columns', 'partitioned'] },
  cef: { extension: 'cef', choices: ['syslog'] },
  html: { extension: 'html', choices: ofReports },
  pdf: { extension: 'pdf', choices: ofReports },
};

export function takesChoice(format: OfferedFormat, choice: ExportChoice): boolean {
  return exportFormats[format].choices.includes(choice);
}

/** So many events a report lists when nobody chose: more would not be read. */
export const usuallyListed = 5000;

/** What a person says of a report. */
export const reportStyleSchema = z.object({
  /** What the reader wants to know; empty: not said. */
  question: z.string().max(2000),
  author: z.string().max(200),
  language: z.enum(languages),
  /** So many events the appendix lists at most, and so many marked ones are told one by one. */
  listed: z.number().int().min(0).max(1_000_000),
});
export type ReportStyle = z.infer<typeof reportStyleSchema>;

/** What a file looks like; a format ignores what it does not take. */
export const exportStyleSchema = z.object({
  /** Fields of the event model, `details.KEY` included, in order; null: all that the format holds. */
  columns: z.array(z.string().max(200)).max(200).nullable(),
  csv: z.object({
    separator: z.enum([',', ';', '\t']),
    /** A byte order mark at the start: some spreadsheets take UTF-8 for something else without it. */
    bom: z.boolean(),
  }),
  /** Parquet: a folder with a file for each source and day of UTC, in the layout of Hive. */
  partitioned: z.boolean(),
  /** CEF: each line in a frame of RFC 5424. */
  syslog: z.boolean(),
  /** Of a report; absent: nothing was said. */
  report: reportStyleSchema.optional(),
});
export type ExportStyle = z.infer<typeof exportStyleSchema>;
