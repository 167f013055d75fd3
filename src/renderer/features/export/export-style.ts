import { takesChoice, type ExportStyle, type OfferedFormat } from '../../../shared/export.ts';

/** What a person has chosen of a file's looks, for every format at once. */
export interface StyleChoices {
  which: 'shown' | 'all';
  separator: 'comma' | 'semicolon' | 'tab';
  bom: boolean;
  partitioned: boolean;
  syslog: boolean;
}

export const usualChoices: StyleChoices = {
  which: 'shown',
  separator: 'comma',
  bom: true,
  partitioned: false,
  syslog: false,
};

const separators = { comma: ',', semicolon: ';', tab: '\t' } as const;

/** What of it means something to this format; `shown` are the fields on the screen. */
export function styleFor(
  format: OfferedFormat,
  { which, separator, bom, partitioned, syslog }: StyleChoices,
  shown: readonly string[],
): ExportStyle {
  return {
    columns: takesChoice(format, 'columns') && which === 'shown' ? [...shown] : null,
    csv: { separator: separators[separator], bom },
    partitioned: partitioned && takesChoice(format, 'partitioned'),
    syslog: syslog && takesChoice(format, 'syslog'),
  };
}
