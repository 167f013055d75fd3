import { Failed } from '../../shared/errors.ts';
import { eventFields } from '../../shared/event.ts';
import { fieldRef } from '../../shared/query/fields.ts';
import type { ExportedEvent } from '../store/session-store.ts';
import type { Exporter, Layout, Tally } from './exporter.ts';

/** What a CSV holds when nobody chose: the whole event model but the vendor's object. */
export const csvColumns: readonly string[] = eventFields.filter((field) => field !== 'raw');

/**
 * First characters that make a spreadsheet take a text for a formula (OWASP, "CSV Injection"),
 * the full-width forms that some of them accept included.
 */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;
const needsQuotes = { ',': /[",\r\n]/, ';': /[";\r\n]/, '\t': /["\t\r\n]/ };

/**
 * RFC 4180: CRLF, quotes where they are needed, quotes doubled. Text that a spreadsheet would run
 * as a formula gets a leading apostrophe and is counted; numbers and JSON are left as they are.
 * Written here because csv-stringify makes a third of the rows a second that this makes.
 */
export const csv = {
  hasColumns: true,
  async *encode(batches, layout, tally) {
    const line = lineWriter(layout, tally);
    const cells = layout.columns.map(columnReader);
    yield (layout.csv.bom ? '\uFEFF' : '') + line(layout.columns.map(headerCell));
    for await (const batch of batches) {
      let text = '';
      for (const event of batch) text += line(cells.map((cell) => cell(event)));
      yield text;
    }
  },
} satisfies Exporter;

/** `safe` cells (numbers, JSON, the header) cannot begin a formula of somebody else's making. */
type Cell = { text: string; safe: boolean } | null;
type ColumnReader = (event: ExportedEvent) => Cell;

function headerCell(name: string): Cell {
  return { text: name, safe: false };
}

function lineWriter(layout: Layout, tally: Tally): (cells: Cell[]) => string {
  const { separator } = layout.csv;
  const quotable = needsQuotes[separator];
  return (cells) => {
    let text = '';
    for (const [index, cell] of cells.entries()) {
      if (index > 0) text += separator;
      if (cell) text += quoted(harmless(cell, tally), quotable);
    }
    return `${text}\r\n`;
  };
}

function harmless(cell: NonNullable<Cell>, tally: Tally): string {
  if (cell.safe || !formulaStart.test(cell.text)) return cell.text;
  tally.formulaCells += 1;
  return `'${cell.text}`;
}

function quoted(text: string, quotable: RegExp): string {
  return quotable.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Throws `Failed('input.invalid')` for a name that is no field of the event model. */
function columnReader(column: string): ColumnReader {
  const ref = fieldRef(column);
  if (!ref) throw new Failed('input.invalid', { field: column });
  const { name, path } = ref;
  if (path !== null) {
    return ({ row }) => (Object.hasOwn(row.details, path) ? cellOf(row.details[path]) : null);
  }
  if (name === 'raw') return ({ raw }) => ({ text: raw, safe: true });
  if (name === 'rules' || name === 'tags') return ({ row }) => listCell(row[name]);
  return ({ row }) => cellOf(row[name]);
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return { text: value, safe: false };
  if (isTextList(value)) return listCell(value);
  return { text: JSON.stringify(value), safe: true };
}

function listCell(texts: readonly string[]): Cell {
  return texts.length === 0 ? null : { text: texts.join('; '), safe: false };
}

/** An empty list is none: "no findings" must stay different from "findings not fetched". */
function isTextList(value: unknown): value is string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
  );
}
