import { basename } from 'node:path';
import { Failed, toFailure, type Failure } from '../../shared/errors.ts';
import type { SourceKind } from '../../shared/event.ts';
import type { Collection } from '../../shared/session.ts';
import type { SessionWriter } from '../store/session-store.ts';
import {
  checkImport,
  readBatches,
  type ImportedFile,
  type SourceBatch,
  type Stretch,
} from './batches.ts';
import type { FileProgress } from './read-file.ts';

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

/** A file with more objects that cannot be read is not what it was taken for. */
const mostQuarantined = 100_000;
/** Nor does anybody work with so many tags; each takes a place for every event. */
const mostTags = 1000;
/** A file costs no request. */
const nothing = { requests: 0, retries: 0, waitedMs: 0 };

/**
 * Loads a file of saved API responses, vendor objects or this program's own export. Nothing is
 * stored before {@link checkImport} has found it to be what was said, so that the wrong file or the
 * wrong source does no harm. What cannot be read goes into quarantine. `read` gives the file's
 * stretches: the composition roots have that done in a thread of its own.
 */
export async function importFile(
  store: ImportStore,
  file: ImportedFile,
  { signal, onProgress }: ImportWatch,
  read: (file: ImportedFile) => AsyncIterable<Stretch> = readBatches,
): Promise<Imported> {
  await checkImport(file);
  const intake = new Intake(store, file);
  try {
    await intake.open();
    for await (const stretch of read(file)) {
      if (signal.aborted) throw new Failed('cancelled');
      if (intake.tagsWith(stretch.batches) > mostTags) {
        throw new Failed('file.unreadable', { line: stretch.line });
      }
      for (const batch of stretch.batches) await intake.commit(batch);
      const { events, quarantined } = intake.total;
      if (quarantined > mostQuarantined) {
        throw new Failed('file.unreadable', { line: stretch.line });
      }
      onProgress?.({ ...stretch.read, events });
    }
    return { ...intake.total, collections: await intake.finish(null) };
  } catch (error) {
    // A store that has just failed may fail here as well: the first reason is the one to tell.
    await intake.finish(toFailure(error)).catch(() => []);
    throw error;
  }
}

/** The ledger's records of an import, and what it came to. */
class Intake {
  readonly total = { events: 0, newEvents: 0, duplicates: 0, conflicts: 0, quarantined: 0 };
  readonly #store: ImportStore;
  readonly #file: ImportedFile;
  readonly #opened = new Map<SourceKind, Collection>();
  readonly #tags = new Set<string>();

  constructor(store: ImportStore, file: ImportedFile) {
    this.#store = store;
    this.#file = file;
  }

  /** The ledger tells of an import without an event as well. */
  async open(): Promise<void> {
    await this.#collection(this.#file.source);
  }

  /** How many tags the file has named so far, those of these batches included. */
  tagsWith(batches: readonly SourceBatch[]): number {
    for (const { batch } of batches) {
      for (const { marks } of batch.events)
        for (const tag of marks?.tags ?? []) this.#tags.add(tag);
    }
    return this.#tags.size;
  }

  async commit({ source, batch, names }: SourceBatch): Promise<void> {
    const { windows } = await this.#collection(source);
    const windowId = windows[0]?.id;
    if (windowId === undefined) throw new Error('an import has one window');
    const { newEvents, duplicates, conflicts } = await this.#store.commitImport(
      Object.assign(batch, { windowId }),
    );
    this.total.events += batch.events.length;
    this.total.newEvents += newEvents;
    this.total.duplicates += duplicates;
    this.total.conflicts += conflicts;
    this.total.quarantined += batch.quarantined.length;
    if (Object.keys(names).length > 0) await this.#store.setNames(source, names);
  }

  async finish(failure: Failure | null): Promise<Collection[]> {
    const finished: Collection[] = [];
    const status = failure ? 'partial' : 'complete';
    for (const { id, windows } of this.#opened.values()) {
      for (const window of windows) {
        await this.#store.finishWindow(window.id, status, failure, nothing);
      }
      finished.push(await this.#store.finishCollection(id, failure, null));
    }
    return finished;
  }

  async #collection(source: SourceKind): Promise<Collection> {
    const found = this.#opened.get(source);
    if (found) return found;
    const opened = await this.#store.openImport(source, basename(this.#file.path));
    this.#opened.set(source, opened);
    return opened;
  }
}
