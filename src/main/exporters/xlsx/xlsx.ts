import { createReadStream } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { ExportedEvent } from '../../store/session-store.ts';
import { cellReader, tableColumns, type Cell } from '../cells.ts';
import type { Exporter, Layout, Tally } from '../exporter.ts';
import { FullTexts, fullTextsWidths } from './full-texts.ts';
import { Column, cutText, isTooLong, rowXml, textOf } from './sheet.ts';
import { sheetEnd, sheetStart, styles, workbookParts, type SheetEntry } from './xml.ts';

/** Of a million events the sheets are about three gigabytes of markup: quick is better than small. */
const compressionLevel = 3;
const usualWidth = 20;
const widths: Readonly<Record<string, number>> = {
  id: 38,
  time: 24,
  actorName: 26,
  userAgent: 40,
  text: 60,
  findings: 40,
  content: 60,
  details: 50,
  note: 40,
  raw: 60,
};

/**
 * A workbook, written as it goes: sheets of at most so many events, each with a frozen header and
 * filters; times are dates of UTC, numbers numbers, all other values texts and never formulas. What
 * is longer than a cell is cut with a reference to its whole text on a sheet of its own.
 */
export function xlsxWith(rowsPerSheet: number) {
  return {
    columns: tableColumns,
    async *encode(
      batches: AsyncIterable<ExportedEvent[]>,
      layout: Pick<Layout, 'columns' | 'scratch'>,
      tally: Pick<Tally, 'cutCells' | 'sheets'>,
    ) {
      const zip = new ZipFile();
      const output = zip.outputStream.pipe(new PassThrough());
      const texts = new FullTexts(layout.scratch, rowsPerSheet);
      const sheets = new EventSheets(batches, layout.columns, { rowsPerSheet, texts, tally });
      const stop = new AbortController();
      const filling = fill(zip, { sheets, texts, signal: stop.signal }).then(
        (count) => (tally.sheets = count),
        (error: Error) => output.destroy(error),
      );
      try {
        yield* bytesOf(output);
      } finally {
        stop.abort();
        await filling;
        await sheets.close();
        await texts.discard();
      }
    },
    facts: (_layout, { sheets, cutCells }) => ({ sheets, cutCells, times: 'UTC' }),
  } satisfies Exporter;
}

/** Sheets hold 1,048,576 rows at most. */
export const xlsx = xlsxWith(1_000_000);

interface Content {
  sheets: EventSheets;
  texts: FullTexts;
  signal: AbortSignal;
}

/** Adds all parts in their order, each when the one before it is written. @returns how many sheets */
async function fill(zip: ZipFile, { sheets, texts, signal }: Content): Promise<number> {
  const entries: SheetEntry[] = [];
  const add = async (content: AsyncIterable<string | Buffer>) => {
    const stream = Readable.from(content, { objectMode: false, signal });
    zip.addReadStream(stream, `xl/worksheets/sheet${entries.length + 1}.xml`, { compressionLevel });
    await finished(stream);
  };
  do {
    await add(sheets.next());
    entries.push(sheets.last);
  } while (await sheets.hasMore());
  for (const { name, range, path } of texts.sheets) {
    await add(fullText(path, range));
    entries.push({ name, range });
  }
  for (const [path, text] of workbookParts(entries)) zip.addBuffer(Buffer.from(text), path);
  zip.end();
  return entries.length;
}

async function* fullText(path: string, range: string): AsyncIterable<string | Buffer> {
  yield sheetStart(fullTextsWidths);
  yield* bytesOf(createReadStream(path));
  yield sheetEnd(range);
}

async function* bytesOf(stream: Readable): AsyncIterable<Buffer> {
  for await (const chunk of stream) if (chunk instanceof Buffer) yield chunk;
}

interface SheetOptions {
  rowsPerSheet: number;
  texts: FullTexts;
  tally: Pick<Tally, 'cutCells'>;
}

/** The events as sheets, one after another. */
class EventSheets {
  readonly #batches: AsyncIterator<ExportedEvent[]>;
  readonly #columns: readonly string[];
  readonly #cells: ((event: ExportedEvent, row: number) => string)[];
  readonly #options: SheetOptions;
  /** Read, and not written yet. */
  #waiting: ExportedEvent[] = [];
  #sheets = 0;
  #row = 1;

  constructor(
    batches: AsyncIterable<ExportedEvent[]>,
    columns: readonly string[],
    options: SheetOptions,
  ) {
    this.#batches = batches[Symbol.asyncIterator]();
    this.#columns = columns;
    this.#options = options;
    this.#cells = columns.map((field, place) => this.#writer(field, new Column(place)));
  }

  async *next(): AsyncIterable<string> {
    this.#sheets += 1;
    this.#row = 1;
    const header = this.#columns.map((name, place) =>
      new Column(place).text(1, name, styles.header),
    );
    yield (
      sheetStart(this.#columns.map((name) => widths[name] ?? usualWidth)) +
      rowXml(1, header.join(''))
    );
    const { rowsPerSheet, texts } = this.#options;
    while (this.#row <= rowsPerSheet && (await this.hasMore())) {
      const room = rowsPerSheet + 1 - this.#row;
      let xml = '';
      for (const event of this.#waiting.splice(0, room)) {
        this.#row += 1;
        xml += this.#rowXml(event);
      }
      await texts.flush();
      yield xml;
    }
    yield sheetEnd(this.last.range);
  }

  /** The sheet that was written last. */
  get last(): SheetEntry {
    const end = new Column(this.#columns.length - 1).name;
    return { name: this.#name, range: `A1:${end}${this.#row}` };
  }

  async hasMore(): Promise<boolean> {
    while (this.#waiting.length === 0) {
      const next = await this.#batches.next();
      if (next.done) return false;
      this.#waiting = [...next.value];
    }
    return true;
  }

  async close(): Promise<void> {
    await this.#batches.return?.();
  }

  get #name(): string {
    return this.#sheets === 1 ? 'Events' : `Events ${this.#sheets}`;
  }

  #rowXml(event: ExportedEvent): string {
    let cells = '';
    for (const cell of this.#cells) cells += cell(event, this.#row);
    return rowXml(this.#row, cells);
  }

  #writer(field: string, column: Column): (event: ExportedEvent, row: number) => string {
    if (field === 'time') return ({ row: { time } }, row) => column.instant(row, time);
    const read = cellReader(field);
    return (event, row) => {
      const cell: Cell = read(event);
      if (typeof cell === 'number') return column.number(row, cell);
      if (typeof cell === 'boolean') return column.boolean(row, cell);
      const text = textOf(cell);
      if (text === null) return '';
      return column.text(row, isTooLong(text) ? this.#cut(text, event, field, column, row) : text);
    };
  }

  #cut(text: string, { row }: ExportedEvent, field: string, column: Column, at: number): string {
    const { texts, tally } = this.#options;
    tally.cutCells += 1;
    const cell = `'${this.#name}'!${column.name}${at}`;
    return cutText(text, texts.add({ cell, id: row.id, field }, text));
  }
}
