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
    const line = lineWriter(layout);
    const cells = layout.columns.map((column) => cellReader(column, tally));
    const header = layout.columns.map((column) => harmless(column, tally));
    yield (layout.csv.bom ? '\uFEFF' : '') + line(header);
    for await (const batch of batches) {
      let text = '';
      for (const event of batch) text += line(cells.map((cell) => cell(event)));
      yield text;
    }
  },
} satisfies Exporter;

function lineWriter({ csv: { separator } }: Layout): (cells: string[]) => string {
  const quotable = needsQuotes[separator];
  const quoted = (cell: string) => (quotable.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return (cells) => `${cells.map(quoted).join(separator)}\r\n`;
}

function harmless(text: string, tally: Tally): string {
  if (!formulaStart.test(text)) return text;
  tally.formulaCells += 1;
  return `'${text}`;
}

/** Throws `Failed('input.invalid')` for a name that is no field of the event model. */
function cellReader(column: string, tally: Tally): (event: ExportedEvent) => string {
  const ref = fieldRef(column);
  // Whose actor it is is a fact of the session, not of the event.
  if (!ref || ref.name === 'person') throw new Failed('input.invalid', { field: column });
  const { name, path } = ref;
  if (path !== null) {
    return ({ row: { details } }) =>
      Object.hasOwn(details, path) ? cellOf(details[path], tally) : '';
  }
  if (name === 'raw') return ({ raw }) => raw;
  if (name === 'rules' || name === 'tags') return ({ row }) => listCell(row[name], tally);
  return ({ row }) => cellOf(row[name], tally);
}

/** Only text can be a formula of somebody else's making; numbers and JSON stay as they are. */
function cellOf(value: unknown, tally: Tally): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return harmless(value, tally);
  if (isTextList(value)) return listCell(value, tally);
  return JSON.stringify(value);
}

function listCell(texts: readonly string[], tally: Tally): string {
  return texts.length === 0 ? '' : harmless(texts.join('; '), tally);
}

/** An empty list is none: "no findings" must stay different from "findings not fetched". */
function isTextList(value: unknown): value is string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
  );
}
