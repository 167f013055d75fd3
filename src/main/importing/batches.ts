import { Failed } from '../../shared/errors.ts';
import type { SourceKind } from '../../shared/event.ts';
import type { LineReader } from '../connectors/kit/event-bytes.ts';
import type { ImportBatch } from '../store/session-store.ts';
import { readElement, type Element, type Readers } from './read-element.ts';
import { LineEvent, readLineWith } from './line-event.ts';
import { readPieces, type FileProgress } from './read-file.ts';

export interface ImportedFile {
  path: string;
  /** What the file's vendor objects are; lines of an own export say it themselves. */
  source: SourceKind;
  readers: Readers;
  /** Reads lines of `source` that are as most are, in far less time than `readers`. */
  readLine?: LineReader;
}

/** Elements of one source, ready to be committed. */
export interface SourceBatch {
  source: SourceKind;
  batch: Omit<ImportBatch, 'windowId'>;
  /** By the ids of actors. */
  names: Record<string, string>;
}

/** A stretch of the file that is committed before the next is. */
export interface Stretch {
  batches: SourceBatch[];
  /** The line on which its last element begins. */
  line: number;
  /** How much of the file has been read. */
  read: FileProgress;
}

const batchEvents = 2000;
const batchCharacters = 8_000_000;

/** What a file holds, a stretch at a time. Throws `file.*`. */
export async function* readBatches({
  path,
  source,
  readers,
  readLine,
}: ImportedFile): AsyncIterable<Stretch> {
  const gathered = new Gathered(source);
  let read: FileProgress = { bytes: 0, of: 0 };
  const lines = readLine ? readLineWith(readLine, source) : null;
  try {
    for await (const pieces of readPieces(path, (progress) => (read = progress), lines)) {
      for (const piece of pieces) {
        if (piece instanceof LineEvent) gathered.addLine(piece);
        else gathered.add(readElement(piece, source, readers), piece.text, piece.line);
        if (gathered.isFull) yield gathered.take(read);
      }
    }
  } catch (error) {
    // What was good before the bad is kept, and the ledger says how it ended.
    yield gathered.take(read);
    throw error;
  }
  yield gathered.take(read);
}

/**
 * Reads the beginning of the file until it has proved to hold an event of `source`, or a line of an
 * own export, which names its source itself, or answers without an element. Throws
 * `Failed('file.unreadable')` when nothing at its beginning is one or nothing at all is in it, and
 * `file.*` when it cannot be read.
 */
export async function checkImport({ path, source, readers }: ImportedFile): Promise<void> {
  let seen = 0;
  let line = 1;
  for await (const pieces of readPieces(path, () => {})) {
    for (const piece of pieces) {
      const element = readElement(piece, source, readers);
      if (element.kind === 'event') return;
      if (seen === 0) line = piece.line;
      seen += 1;
    }
    if (seen >= batchEvents) break;
  }
  if (seen > 0) throw new Failed('file.unreadable', { line });
}

interface Open {
  /** null as long as they are the events' own, to the letter. */
  texts: string[] | null;
  events: ImportBatch['events'];
  quarantined: ImportBatch['quarantined'];
  names: Map<string, string>;
}

/** What has been read and is not given on yet. */
class Gathered {
  /** What cannot be read is taken for this. */
  readonly #source: SourceKind;
  #open = new Map<SourceKind, Open>();
  #elements = 0;
  #characters = 0;
  #line = 1;

  constructor(source: SourceKind) {
    this.#source = source;
  }

  get isFull(): boolean {
    return this.#elements >= batchEvents || this.#characters >= batchCharacters;
  }

  addLine(event: LineEvent): void {
    const open = this.#of(this.#source);
    open.texts?.push(event.raw);
    open.events.push(event);
    this.#count(event.bytes.raw.length, event.line);
  }

  add(element: Element, text: string, line: number): void {
    const open = this.#of(element.kind === 'event' ? element.source : this.#source);
    const isOwn = element.kind === 'event' && element.event.raw === text;
    if (!isOwn) open.texts ??= open.events.map(({ raw }) => raw);
    open.texts?.push(text);
    if (element.kind === 'event') open.events.push(element.event);
    else open.quarantined.push(element.quarantined);
    if (element.kind === 'event' && element.name) {
      open.names.set(element.name.actor, element.name.name);
    }
    this.#count(text.length, line);
  }

  take(read: FileProgress): Stretch {
    const batches = Array.from(this.#open, ([source, { texts, events, quarantined, names }]) => ({
      source,
      batch: {
        get body() {
          return (texts ?? events.map(({ raw }) => raw)).join('\n');
        },
        isPlain: texts === null,
        events,
        quarantined,
      },
      names: Object.fromEntries(names),
    }));
    this.#open = new Map();
    this.#elements = 0;
    this.#characters = 0;
    return { batches, line: this.#line, read };
  }

  #count(characters: number, line: number): void {
    this.#elements += 1;
    this.#characters += characters;
    this.#line = line;
  }

  #of(source: SourceKind): Open {
    const found = this.#open.get(source);
    if (found) return found;
    const open: Open = { texts: null, events: [], quarantined: [], names: new Map() };
    this.#open.set(source, open);
    return open;
  }
}
