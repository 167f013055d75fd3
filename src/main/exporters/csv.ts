import type { ExportedEvent } from '../store/session-store.ts';
import { cellReader, Json, tableColumns, type Cell } from './cells.ts';
import type { Exporter, Layout, Tally } from './exporter.ts';

/**
 * First characters that make a spreadsheet take a text for a formula (OWASP, "CSV Injection"),
 * the full-width forms that some of them accept included.
 */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;
/** Cells with none of it, which are most, stand as they are: one look instead of two. */
const suspects = {
  ',': /^[=+\-@\t＝＋－＠]|[",\r\n]/,
  ';': /^[=+\-@\t＝＋－＠]|[";\r\n]/,
  '\t': /^[=+\-@＝＋－＠]|["\t\r\n]/,
};
const needsQuotes = { ',': /[",\r\n]/, ';': /[";\r\n]/, '\t': /["\t\r\n]/ };

type Formulas = Pick<Tally, 'formulaCells'>;

/**
 * RFC 4180: CRLF, quotes where they are needed, quotes doubled. Text that a spreadsheet would run
 * as a formula gets a leading apostrophe and is counted; numbers and JSON are left as they are.
 * Written here because csv-stringify makes a third of the rows a second that this makes.
 */
export const csv = {
  columns: tableColumns,
  async *encode(
    batches: AsyncIterable<ExportedEvent[]>,
    { columns, csv: { separator, bom } }: Pick<Layout, 'columns' | 'csv'>,
    tally: Formulas,
  ) {
    // A line with nothing on it would be no line to many readers.
    const nothing = columns.length === 1 ? '""' : '';
    const suspect = suspects[separator];
    const written = (text: string, canBeFormula: boolean) => {
      if (!suspect.test(text)) return text === '' ? nothing : text;
      const cell = canBeFormula ? harmless(text, tally) : text;
      return needsQuotes[separator].test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    };
    const readers = columns.map(cellReader);
    const cellText = (cell: Cell) => {
      if (typeof cell === 'string') return written(cell, true);
      if (cell === null) return nothing;
      // Only text can be a formula of somebody else's making; numbers and JSON stay as they are.
      if (typeof cell !== 'object') return String(cell);
      return cell instanceof Json ? written(cell.text, false) : written(cell.join('; '), true);
    };
    const header = columns.map((column) => written(column, true)).join(separator);
    yield `${bom ? '\uFEFF' : ''}${header}\r\n`;
    for await (const batch of batches) {
      let text = '';
      for (const event of batch) {
        let between = '';
        for (const read of readers) {
          text += between + cellText(read(event));
          between = separator;
        }
        text += '\r\n';
      }
      yield text;
    }
  },
  // A leading apostrophe was put before these texts; `raw` in NDJSON has them as they were.
  facts: ({ csv: { separator, bom } }, { formulaCells }) => ({
    separator,
    bom,
    formulaCellsNeutralised: formulaCells,
  }),
} satisfies Exporter;

function harmless(text: string, tally: Formulas): string {
  if (!formulaStart.test(text)) return text;
  tally.formulaCells += 1;
  return `'${text}`;
}
