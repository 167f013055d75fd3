import { bytesOf, parseBytes, stringBytes } from '../byte-text.ts';
import { eventFields, type EventField } from '../../shared/event.ts';
import { fieldRef } from '../../shared/query/fields.ts';
import type { ByteSink, EventJson, ExportedEvent } from '../store/session-store.ts';
import { cellReader, Json, tableColumns, type Cell } from './cells.ts';
import { isExactJson } from './details-text.ts';
import { encodeLines, type Layout, type LineExporter, type Tally } from './exporter.ts';

/**
 * First characters that make a spreadsheet take a text for a formula (OWASP, "CSV Injection"), the
 * full-width forms `＝＋－＠` that some of them accept included; in bytes.
 */
const formulaStart = /^(?:[=+\-@\t\r\n]|\xEF\xBC[\x9D\x8B\x8D\xA0])/;
const needsQuotes = { ',': /[",\r\n]/, ';': /[";\r\n]/, '\t': /["\t\r\n]/ };

type Style = Pick<Layout, 'columns' | 'csv'>;
type Formulas = Pick<Tally, 'formulaCells'>;

/**
 * RFC 4180: CRLF, quotes where they are needed, quotes doubled. Text that a spreadsheet would run
 * as a formula gets a leading apostrophe and is counted; numbers and JSON are left as they are.
 * Written here because csv-stringify makes a third of the rows a second that this makes.
 */
export const csv = {
  columns: tableColumns,
  head({ columns, csv: { separator, bom } }: Style) {
    const cells = new Cells(separator, columns.length === 1, { formulaCells: 0 });
    const names = columns.map((column) => cells.text(bytesOf(column)));
    return `${bom ? bytesOf('\uFEFF') : ''}${names.join(separator)}\r\n`;
  },
  line({ columns, csv: { separator } }: Style, tally: Formulas) {
    const cells = new Cells(separator, columns.length === 1, tally);
    const [first = () => '', ...others] = columns.map((column) => cellWriter(column, cells));
    return (event: ExportedEvent, to: ByteSink) => {
      const json = event.json?.() ?? null;
      let bytes = first(event, json);
      for (const write of others) bytes += separator + write(event, json);
      to.add(`${bytes}\r\n`);
    };
  },
  encode(
    batches: AsyncIterable<ExportedEvent[]>,
    style: Style,
    tally: Formulas,
  ): AsyncIterable<Uint8Array> {
    return encodeLines(batches, csv.line(style, tally), csv.head(style));
  },
  // A leading apostrophe was put before these texts; `raw` in NDJSON has them as they were.
  facts: ({ csv: { separator, bom } }, { formulaCells }) => ({
    separator,
    bom,
    formulaCellsNeutralised: formulaCells,
  }),
} satisfies LineExporter;

/** What stands between two separators, in bytes. */
class Cells {
  readonly #separator: string;
  readonly #quotes: RegExp;
  readonly #tally: Formulas;
  /** A line with nothing on it would be no line to many readers. */
  readonly nothing: string;

  constructor(separator: Style['csv']['separator'], isAlone: boolean, tally: Formulas) {
    this.#separator = separator;
    this.#quotes = needsQuotes[separator];
    this.#tally = tally;
    this.nothing = isAlone ? '""' : '';
  }

  /** Only text can be a formula of somebody else's making. */
  text(bytes: string): string {
    if (!formulaStart.test(bytes)) return this.asIs(bytes);
    this.#tally.formulaCells += 1;
    return this.asIs(`'${bytes}`);
  }

  asIs(bytes: string): string {
    if (bytes === '') return this.nothing;
    return this.#quotes.test(bytes) ? `"${bytes.replaceAll('"', '""')}"` : bytes;
  }

  of(cell: Cell): string {
    if (typeof cell === 'string') return this.text(bytesOf(cell));
    if (cell === null) return this.nothing;
    if (typeof cell !== 'object') return String(cell);
    return cell instanceof Json
      ? this.asIs(bytesOf(cell.text))
      : this.text(bytesOf(cell.join('; ')));
  }

  /** A string of JSON, or null. One without escapes has neither quotes nor line breaks in it. */
  ofString(json: string): string {
    if (json === 'null') return this.nothing;
    const bytes = stringBytes(json);
    const isPlain = bytes.length === json.length - 2 && !bytes.includes(this.#separator);
    return isPlain && bytes !== '' && !formulaStart.test(bytes) ? bytes : this.text(bytes);
  }

  /** A list of strings of JSON. */
  ofList(json: string): string {
    const list = json === '[]' ? [] : parseBytes(json);
    return this.text(Array.isArray(list) ? list.join('; ') : '');
  }
}

type CellWriter = (event: ExportedEvent, json: EventJson | null) => string;

/** Writes a column: from the event's JSON where it has one and that says it all, else from its row. */
function cellWriter(column: string, cells: Cells): CellWriter {
  const read = cellReader(column);
  const ofRow = (event: ExportedEvent) => cells.of(read(event));
  const { name, path } = fieldRef(column) ?? { name: 'person', path: null };
  if (name === 'person' || path !== null) return ofRow;
  if (name === 'raw') return (event, json) => (json ? cells.asIs(json.raw) : ofRow(event));
  const place = eventFields.indexOf(name);
  const ofJson = jsonWriter(name, cells);
  return (event, json) => (json && ofJson(json.field(place))) ?? ofRow(event);
}

/** Writes a field of an event's JSON; null where it needs more to be exact. */
function jsonWriter(name: EventField, cells: Cells): (json: string) => string | null {
  switch (name) {
    case 'rules':
    case 'tags':
      return (json) => cells.ofList(json);
    case 'findings':
      return (json) => (json === 'null' ? cells.nothing : cells.asIs(json));
    case 'details':
      return (json) => (isExactJson(json) ? cells.asIs(json) : null);
    default:
      return (json) => cells.ofString(json);
  }
}
