import { basename } from 'node:path';
import { Failed, toFailure, type Failure } from '../../shared/errors.ts';
import type { SourceKind } from '../../shared/event.ts';
import type { Collection, Quarantined } from '../../shared/session.ts';
import type { SessionWriter } from '../store/session-store.ts';
import { readElement, type ImportedEvent, type Readers } from './read-element.ts';
import { readPieces, type FileProgress } from './read-file.ts';
import type { Piece } from './splitter.ts';

export interface ImportOptions {
  path: string;
  /** What the file's vendor objects are; lines of an own export say it themselves. */
  source: SourceKind;
  readers: Readers;
}

export interface ImportProgress extends FileProgress {
  events: number;
}

export interface ImportWatch {
  signal: AbortSignal;
  onProgress?: (progress: ImportProgress) => void;
}

export interface Imported {
  /** One for each source that was in the file, `source` first. */
  collections: Collection[];
  events: number;
  newEvents: number;
  duplicates: number;
  conflicts: number;
  quarantined: number;
}

type ImportStore = Pick<
  SessionWriter,
  'openImport' | 'commitImport' | 'setNames' | 'finishWindow' | 'finishCollection'
>;

const batchEvents = 2000;
const batchCharacters = 8_000_000;
/** A file costs no request. */
const nothing = { requests: 0, retries: 0, waitedMs: 0 };

/** A file with more objects that cannot be read is not what it was taken for. */
export const mostQuarantined = 100_000;

/**
 * Reads the beginning of the file until it has proved to hold an event of `source`, or answers
 * without an element. Throws `Failed('file.unreadable')` when nothing at its beginning is one or
 * nothing at all is in it, and `file.*` when it cannot be read.
 */
export async function checkImport({ path, source, readers }: ImportOptions): Promise<void> {
  let seen = 0;
  let line = 1;
  for await (const pieces of readPieces(path, () => {})) {
    for (const piece of pieces) {
      const element = readElement(piece, source, readers);
      if (element.kind === 'event' && element.source === source) return;
      if (seen === 0) line = piece.line;
      seen += 1;
    }
    if (seen >= batchEvents) break;
  }
  if (seen > 0) throw new Failed('file.unreadable', { line });
}

/**
 * Loads a file of saved API responses, vendor objects or this program's own export. Nothing is
 * stored before {@link checkImport} has found it to be what was said, so that the wrong file or the
 * wrong source does no harm. What cannot be read goes into quarantine.
 */
export async function importFile(
  store: ImportStore,
  options: ImportOptions,
  { signal, onProgress }: ImportWatch,
): Promise<Imported> {
  await checkImport(options);
  const intake = new Intake(store, options);
  try {
    await intake.open();
    const report = (read: FileProgress) => onProgress?.({ ...read, events: intake.total.events });
    for await (const pieces of readPieces(options.path, report)) {
      for (const piece of pieces) {
        intake.add(piece);
        if (intake.isFull) await intake.commit();
        if (intake.total.quarantined > mostQuarantined) {
          throw new Failed('file.unreadable', { line: piece.line });
        }
      }
      if (signal.aborted) throw new Failed('cancelled');
    }
    await intake.commit();
    return { ...intake.total, collections: await intake.finish(null) };
  } catch (error) {
    // A store that has just failed may fail here as well: the first reason is the one to tell.
    await intake.finish(toFailure(error)).catch(() => []);
    throw error;
  }
}

interface Batch {
  texts: string[];
  events: ImportedEvent[];
  quarantined: Quarantined[];
  names: Map<string, string>;
}

/** What has been read of a file and is not committed yet, and the ledger's records of its import. */
class Intake {
  readonly total = { events: 0, newEvents: 0, duplicates: 0, conflicts: 0, quarantined: 0 };
  readonly #store: ImportStore;
  readonly #options: ImportOptions;
  readonly #batches = new Map<SourceKind, Batch>();
  readonly #opened = new Map<SourceKind, Collection>();
  #elements = 0;
  #characters = 0;

  constructor(store: ImportStore, options: ImportOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** The ledger tells of an import without an event as well. */
  async open(): Promise<void> {
    await this.#collection(this.#options.source);
  }

  get isFull(): boolean {
    return this.#elements >= batchEvents || this.#characters >= batchCharacters;
  }

  add(piece: Piece): void {
    const { source, readers } = this.#options;
    const element = readElement(piece, source, readers);
    const batch = this.#batchOf(element.kind === 'event' ? element.source : source);
    batch.texts.push(piece.text);
    if (element.kind === 'event') batch.events.push(element.event);
    else batch.quarantined.push(element.quarantined);
    if (element.kind === 'event' && element.name) {
      batch.names.set(element.name.actor, element.name.name);
    }
    this.#elements += 1;
    this.#characters += piece.text.length;
  }

  async commit(): Promise<void> {
    for (const [source, batch] of this.#batches) await this.#commitBatch(source, batch);
    this.#batches.clear();
    this.#elements = 0;
    this.#characters = 0;
  }

  async finish(failure: Failure | null): Promise<Collection[]> {
    const finished: Collection[] = [];
    for (const { id, windows } of this.#opened.values()) {
      for (const window of windows) {
        await this.#store.finishWindow(
          window.id,
          failure ? 'partial' : 'complete',
          failure,
          nothing,
        );
      }
      finished.push(await this.#store.finishCollection(id, failure, null));
    }
    return finished;
  }

  #batchOf(source: SourceKind): Batch {
    const found = this.#batches.get(source);
    if (found) return found;
    const batch: Batch = { texts: [], events: [], quarantined: [], names: new Map() };
    this.#batches.set(source, batch);
    return batch;
  }

  async #commitBatch(source: SourceKind, batch: Batch): Promise<void> {
    const { windows } = await this.#collection(source);
    const windowId = windows[0]?.id;
    if (windowId === undefined) throw new Error('an import has one window');
    const { events, quarantined, names } = batch;
    const body = batch.texts.join('\n');
    const result = await this.#store.commitImport({ windowId, body, events, quarantined });
    this.total.events += events.length;
    this.total.newEvents += result.newEvents;
    this.total.duplicates += result.duplicates;
    this.total.conflicts += result.conflicts;
    this.total.quarantined += quarantined.length;
    if (names.size > 0) await this.#store.setNames(source, Object.fromEntries(names));
  }

  async #collection(source: SourceKind): Promise<Collection> {
    const found = this.#opened.get(source);
    if (found) return found;
    const opened = await this.#store.openImport(source, basename(this.#options.path));
    this.#opened.set(source, opened);
    return opened;
  }
}
