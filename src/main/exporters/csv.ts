import type { ExportedEvent } from '../store/session-store.ts';
import { cellReader, Json, tableColumns, type Cell } from './cells.ts';
import type { Exporter, Layout, Tally } from './exporter.ts';

/**
 * First characters that make a spreadsheet take a text for a formula (OWASP, "CSV Injection"),
 * the full-width forms that some of them accept included.
 */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;
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
    const quotable = needsQuotes[separator];
    // A line with nothing on it would be no line to many readers.
    const alone = columns.length === 1;
    const quoted = (cell: string) =>
      quotable.test(cell) || (alone && cell === '') ? `"${cell.replaceAll('"', '""')}"` : cell;
    const readers = columns.map(cellReader);
    const line = (cellAt: (index: number) => string) => {
      let text = quoted(cellAt(0));
      for (let index = 1; index < columns.length; index++) {
        text += separator + quoted(cellAt(index));
      }
      return `${text}\r\n`;
    };
    yield (bom ? '\uFEFF' : '') + line((index) => harmless(columns[index] ?? '', tally));
    for await (const batch of batches) {
      let text = '';
      for (const event of batch) {
        text += line((index) => textOf(readers[index]?.(event) ?? null, tally));
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

/** Only text can be a formula of somebody else's making; numbers and JSON stay as they are. */
function textOf(cell: Cell, tally: Formulas): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return harmless(cell, tally);
  if (typeof cell !== 'object') return String(cell);
  return cell instanceof Json ? cell.text : harmless(cell.join('; '), tally);
}

function harmless(text: string, tally: Formulas): string {
  if (!formulaStart.test(text)) return text;
  tally.formulaCells += 1;
  return `'${text}`;
}
