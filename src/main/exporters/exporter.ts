import type { ExportStyle } from '../../shared/export.ts';
import { GatheredBytes } from './gathered-bytes.ts';
import type { ByteSink, ExportedEvent } from '../store/session-store.ts';

/** What an export looks like; formats ignore what they have no use for. */
export interface Layout extends Omit<ExportStyle, 'columns'> {
  /** Field names of the event model, `details.KEY` included, in order. */
  columns: readonly string[];
  /** This program's version. */
  program: string;
  /** A new hidden path beside the export, for what must wait; whoever takes it removes it. */
  scratch: () => string;
}

/** What an encoder did that the manifest must say. */
export interface Tally {
  /** Text cells that a spreadsheet would have run as a formula and that got an apostrophe. */
  formulaCells: number;
  /** Cells cut because a sheet takes no more; their whole text stands on a sheet of its own. */
  cutCells: number;
  sheets: number;
  /** How many events the file is about, where it does not list them all. */
  about: number | null;
}

export const emptyTally = (): Tally => ({ formulaCells: 0, cutCells: 0, sheets: 0, about: null });

/**
 * One export format. `encode` turns batches of events into chunks of the file, a batch at a time,
 * so that memory stays flat however many events there are.
 */
export interface Exporter {
  /** What a file holds when nobody chose; null where it always holds whole events. */
  readonly columns: readonly string[] | null;
  encode(
    batches: AsyncIterable<ExportedEvent[]>,
    layout: Layout,
    tally: Tally,
  ): AsyncIterable<string | Uint8Array>;
  /** What the manifest says of this format beside what it says of all. */
  facts?(layout: Layout, tally: Tally): Readonly<Record<string, unknown>>;
}

/** What makes no difference to another thread cannot be told to it. */
export type LineLayout = Omit<Layout, 'scratch'>;

/** Writes the line of an event. */
export type LineOf = (event: ExportedEvent, to: ByteSink) => void;

/** A format of lines, which need not know of each other: batches can be encoded at the same time. */
export interface LineExporter extends Exporter {
  /** What stands before the first line. */
  head?(layout: LineLayout): string;
  line(layout: LineLayout, tally: Tally): LineOf;
}

/** What `encode` is where there are lines. */
export async function* encodeLines(
  batches: AsyncIterable<ExportedEvent[]>,
  line: LineOf,
  head = '',
): AsyncIterable<Uint8Array> {
  if (head !== '') yield Buffer.from(head, 'latin1');
  const gather = lineGatherer(line);
  for await (const batch of batches) yield gather(batch);
}

/** Makes the lines of a batch, in memory of their own or in some that nobody has any more. */
export function lineGatherer(
  line: LineOf,
): (batch: readonly ExportedEvent[], memory?: ArrayBuffer) => Uint8Array<ArrayBuffer> {
  let room = 2 ** 16;
  return (batch, memory) => {
    const sink = new GatheredBytes(memory ?? room);
    for (const event of batch) line(event, sink);
    // The next one will be about as long.
    room = Math.ceil(sink.length * 1.1);
    return sink.take();
  };
}
