import type { ExportedEvent } from '../store/session-store.ts';

export interface CsvStyle {
  separator: ',' | ';' | '\t';
  /** A byte order mark at the start: some spreadsheets take UTF-8 for something else without it. */
  bom: boolean;
}

/** What an export looks like; formats that have no columns or style ignore them. */
export interface Layout {
  /** Field names of the event model, `details.KEY` included, in order. */
  columns: readonly string[];
  csv: CsvStyle;
}

/** What an encoder did that the manifest must say. */
export interface Tally {
  /** Text cells that a spreadsheet would have run as a formula and that got an apostrophe. */
  formulaCells: number;
}

/**
 * One export format. `encode` turns batches of events into chunks of the file, a batch at a time,
 * so that memory stays flat however many events there are.
 */
export interface Exporter {
  /** False where a file of this format always holds whole events. */
  readonly hasColumns: boolean;
  encode(
    batches: AsyncIterable<ExportedEvent[]>,
    layout: Layout,
    tally: Tally,
  ): AsyncIterable<string>;
}
