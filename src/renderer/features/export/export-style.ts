import {
  takesChoice,
  type ExportStyle,
  type OfferedFormat,
  type ReportStyle,
} from '../../../shared/export.ts';
import type { Language } from '../../../shared/locales/texts.ts';

/** What a person has chosen of a file's looks, for every format at once. */
export interface StyleChoices {
  which: 'shown' | 'all';
  separator: 'comma' | 'semicolon' | 'tab';
  bom: boolean;
  partitioned: boolean;
  syslog: boolean;
  /** null: nothing was said of a report yet. */
  report: ReportStyle | null;
}

export const usualChoices: StyleChoices = {
  which: 'shown',
  separator: 'comma',
  bom: true,
  partitioned: false,
  syslog: false,
  report: null,
};

/** A report of which nothing was said. */
export function blankReport(language: Language): ReportStyle {
  return { question: '', author: '', language, listed: 1000 };
}

const separators = { comma: ',', semicolon: ';', tab: '\t' } as const;

/** What of it means something to this format; `shown` are the fields on the screen. */
export function styleFor(
  format: OfferedFormat,
  { which, separator, bom, partitioned, syslog, report }: StyleChoices,
  shown: readonly string[],
  language: Language,
): ExportStyle {
  const isReport = takesChoice(format, 'question');
  const showsColumns = takesChoice(format, 'columns') && which === 'shown';
  return {
    // A report only tells which they were.
    columns: isReport || showsColumns ? [...shown] : null,
    csv: { separator: separators[separator], bom },
    partitioned: partitioned && takesChoice(format, 'partitioned'),
    syslog: syslog && takesChoice(format, 'syslog'),
    ...(isReport && { report: report ?? blankReport(language) }),
  };
}
