import { on } from 'node:events';
import { Failed, type Failure } from '../../shared/errors.ts';
import type { SourceKind } from '../../shared/event.ts';
import type { ImportPacket } from '../store/import-packet.ts';
import { Thread, threadEntry } from '../thread.ts';
import { readBatches, type ImportedFile, type SourceBatch, type Stretch } from './batches.ts';

/** What the thread is given when it is started. */
export interface AheadOrder {
  path: string;
  source: SourceKind;
}

/** What it tells, a stretch for each word that it is told. */
export type FromAhead =
  | { kind: 'stretch'; stretch: PackedStretch }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'end' };

type PackedStretch = Omit<Stretch, 'batches'> & {
  batches: (Omit<SourceBatch, 'batch'> & { packet: ImportPacket })[];
};

/** So many stretches lie ready while one is being written. */
const ahead = 2;
/** MB of JavaScript's own memory: what an element of the permitted length can be blown up to. */
const most = 1024;

/**
 * Reads and packs in a thread of its own while this one writes. What needs more memory than any
 * event could ends as `file.too-large` instead of taking the process along.
 */
export function readingAhead(unpack: (packet: ImportPacket) => SourceBatch['batch']) {
  return async function* read(file: ImportedFile): AsyncIterable<Stretch> {
    const entry = threadEntry('import-worker');
    if (entry === null) {
      yield* readBatches(file);
      return;
    }
    const workerData: AheadOrder = { path: file.path, source: file.source };
    const thread = new Thread(entry, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: most },
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
    const ask = () => thread.postMessage('more');
    try {
      for (let i = 0; i < ahead; i += 1) ask();
      let line = 1;
      for await (const [message] of messagesOf(thread, () => line)) {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- from our own thread
        const told = message as FromAhead;
        if (told.kind === 'end') return;
        if (told.kind === 'failed') throw new Failed(told.failure.kind, told.failure.params);
        const { batches, ...rest } = told.stretch;
        ({ line } = rest);
        const unpacked = batches.map(({ packet, ...one }) => ({ ...one, batch: unpack(packet) }));
        yield { ...rest, batches: unpacked };
        ask();
      }
    } finally {
      await thread.end();
    }
  };
}

async function* messagesOf(thread: Thread, line: () => number): AsyncIterable<unknown[]> {
  try {
    yield* on(thread, 'message', { close: ['exit'] });
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && error.code === outOfMemory;
    throw isFull ? new Failed('file.too-large', { line: line() }, { cause: error }) : error;
  }
  throw new Error('the reading thread ended before the file did');
}

const outOfMemory = 'ERR_WORKER_OUT_OF_MEMORY';
