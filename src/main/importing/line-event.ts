import { isUtf8 } from 'node:buffer';
import type { MappedEvent, SourceKind } from '../../shared/event.ts';
import type { LineReader } from '../connectors/kit/event-bytes.ts';
import type { EventBytes } from '../store/import-packet.ts';
import type { ImportedEvent } from './read-element.ts';
import type { ReadLine } from './splitter.ts';

/** An event that was read from a line's bytes, of which nothing was made as long as nobody asks. */
export class LineEvent implements ImportedEvent {
  readonly rawDetails = null;
  readonly marks = null;
  readonly bytes: EventBytes;
  readonly line: number;

  constructor(bytes: EventBytes, line: number) {
    this.bytes = bytes;
    this.line = line;
  }

  get event(): MappedEvent {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this very program
    return JSON.parse(this.bytes.mapped.toString()) as MappedEvent;
  }

  get raw(): string {
    return this.bytes.raw.toString();
  }
}

const RETURN = 0x0d;

/** Lines that the connector cannot read so are left to whoever can. */
export function readLineWith(read: LineReader, source: SourceKind): ReadLine<LineEvent> {
  return (whole, number) => {
    const raw = whole.at(-1) === RETURN ? whole.subarray(0, -1) : whole;
    const found = isUtf8(raw) ? read(raw) : null;
    return found && new LineEvent({ ...found, source, raw }, number);
  };
}
